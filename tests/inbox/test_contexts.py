"""What Regna does by itself says in the history who and where; and a sweep that breaks off leaves no scope behind."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounting.ledger.models import DimensionValue
from accounting.tasks import check_all_books
from erp.access.roles import Role
from erp.companies.models import Company
from erp.companies.scope import Scope, company_scope, current_scope, set_scope
from erp.jobs import actions
from erp.jobs.tasks import resume_stalled
from inbox.models import Document
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


def test_what_a_command_receives_says_so(world: World, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 x")
    call_command("receive", world.fjord.slug, str(path))
    row = Document.objects.for_company(world.fjord).get()
    (made,) = row.events.all()  # type: ignore[attr-defined]
    assert made.pgh_context == {"user": None, "address": "receive", "reason": ""}


@pytest.mark.slow  # It makes the demo company.
@pytest.mark.django_db(transaction=True)
def test_the_demo_company_is_made_by_its_command_and_by_its_actions() -> None:
    call_command("demo", "--today", TODAY.isoformat())
    set_scope(Scope(lists_companies=True))
    company = Company.objects.get(slug="solvik")
    with company_scope(company.pk):
        made = DimensionValue.objects.for_company(company).first()
        assert made is not None
        addresses = {e.pgh_context["address"] for e in made.events.all()}  # type: ignore[attr-defined]
    assert addresses == {"demo"}
    set_scope(Scope())


@pytest.mark.parametrize("task", [resume_stalled, check_all_books])
def test_a_sweep_that_breaks_off_sees_nothing_afterwards(
    world: World, monkeypatch: pytest.MonkeyPatch, task: object
) -> None:
    def breaks(**_facts: object) -> None:
        raise LookupError("broken off")

    monkeypatch.setattr(actions, "resume_stalled_jobs", breaks)
    monkeypatch.setattr("accounting.tasks.ask_for_book_check", breaks)
    set_scope(Scope())
    try:
        task()  # type: ignore[operator]
    except LookupError as error:
        assert (str(error), current_scope()) == ("broken off", Scope())  # The frame still stands.
    else:
        pytest.fail("it did not break off")


@pytest.mark.parametrize("name", ["account_options", "project_options", "department_options"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.PROJECT_MANAGER, 200), (Role.APPROVER, 200), (Role.SALES, 403), (Role.EMPLOYEE, 403)],
)
def test_who_codes_may_look_up_what_is_coded_with(
    client: Client, world: World, name: str, role: Role, status: int
) -> None:
    client.force_login(world.people[role])
    assert client.get(reverse(name, args=[world.fjord.slug])).status_code == status
