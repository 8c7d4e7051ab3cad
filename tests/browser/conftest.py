"""A signed-in browser, and background work done at once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from erp.access.models import User
from erp.companies.scope import Scope, current_scope, set_scope


@pytest.fixture
def work_at_once() -> Iterator[None]:
    """Do background work in the process that asks for it."""
    before = current_app.conf.task_always_eager
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = before


@pytest.fixture
def sign_in(live_server: Any, page: Page) -> Callable[[User], Page]:
    """Sign a user in by cookie; faults in scripts or in the content policy fail the test."""

    def signed_in(user: User) -> Page:
        before = current_scope()
        set_scope(Scope())
        client = Client()
        client.force_login(user)
        set_scope(before)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        return page

    return signed_in


@pytest.fixture(autouse=True)
def no_faults(page: Page) -> Iterator[None]:
    """No script may fail, and nothing may break the content security policy."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if "Security Policy" in message.text else None,
    )
    yield
    assert faults == []
