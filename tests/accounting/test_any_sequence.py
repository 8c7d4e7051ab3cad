"""Any sequence of steps keeps every promise of the ledger, as `erp_app`, every step committed."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from erp.access.models import User
from erp.companies.scope import Scope, set_scope
from tests.accounting.machine.books import make_accountant
from tests.accounting.machine.steps import AnySequence

# Slow: 150 steps in books of their own, each followed by all checks.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

COMMON = settings(
    deadline=None, database=None, print_blob=True, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def accountant() -> Iterator[User]:
    yield make_accountant()
    set_scope(Scope())


def run(accountant: User, profile: settings) -> None:
    machine = type("AnySequence", (AnySequence,), {"accountant": accountant})
    run_state_machine_as_test(machine, settings=profile)


def test_a_few_sequences_keep_every_promise(accountant: User) -> None:
    run(accountant, settings(COMMON, max_examples=10, stateful_step_count=15, derandomize=True))


@pytest.mark.full
def test_two_hundred_sequences_of_thirty_steps_keep_every_promise(accountant: User) -> None:
    run(accountant, settings(COMMON, max_examples=200, stateful_step_count=30))
