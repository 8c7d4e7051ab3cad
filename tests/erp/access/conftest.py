"""What the tests of signing in share: nothing is remembered from an earlier one, and letters are written at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from celery import current_app
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import TestCase

from erp.companies.scope import Scope, set_scope
from tests.conftest import ScopedClient
from tests.world import PASSWORD, World


@pytest.fixture(autouse=True)
def nothing_remembered(request: pytest.FixtureRequest) -> None:
    """Failed tries and used codes are counted in the cache, which no rollback empties; browsers have left more."""
    cache.clear()
    marker = request.node.get_closest_marker("django_db")
    if marker:
        request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
        for model in (AccessAttempt, AccessFailureLog, AccessLog, Authenticator):
            model.objects.all().delete()


@pytest.fixture(autouse=True)
def letters_at_once() -> Iterator[None]:
    """Do a worker's work in the process that asks for it."""
    before = current_app.conf.task_always_eager
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = before


class CommittingClient(ScopedClient):
    """A client whose requests do at once what waits for their commit, which a test's own transaction never has."""

    def request(self, **values: Any) -> Any:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**values)


@pytest.fixture
def outside(world: World) -> World:
    """The world as a request finds it: the connection sees nothing yet."""
    set_scope(Scope())
    return world


@pytest.fixture
def quick_hashes(settings: Any, world: World) -> None:
    """Let a guess at Ola's password cost little."""
    settings.PASSWORD_HASHERS = ["tests.support.sign_in.QuickArgon2"]
    world.ola.set_password(PASSWORD)
    world.ola.save()


@pytest.fixture
def mailbox() -> list[EmailMessage]:
    """The letters that have been sent."""
    mail.outbox.clear()
    return mail.outbox
