"""No company sees, changes or adds a row of another: every tenant table, as `erp_app`, by SQL."""

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from accounting.ledger.models import Voucher
from erp.access.models import Membership
from erp.access.roles import Role
from erp.companies.models import Company
from erp.companies.scope import Scope, company_scope, set_scope
from erp.db.operations import is_tenant
from erp.demo.management.commands.demo import make_demo
from inbox.tasks import read_waiting
from tests.accounting.figures import every_kind_of_row
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db(transaction=True)

MODELS = sorted((m for m in apps.get_models() if is_tenant(m)), key=lambda m: m._meta.label)

# Tables without `company_id` that tenants do not share, each with its reason.
NOT_OF_A_COMPANY = {
    "access.Letter": "a letter is to a person, and holds nothing that opens an account",
    "access.User": "a person may be a member of many companies",
    "access.UserEvent": "the history of a person",
    "accounting.VatRate": "rates are the country's",
}


@pytest.fixture(scope="module")
def full_company(django_db_setup: None, django_db_blocker: object) -> Iterator[Company]:
    """A company with a row in every table."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        company = make_demo(TODAY, "isolated")
        read_waiting()
        with company_scope(company.pk):
            every_kind_of_row(company)
        yield company


def test_every_own_table_has_forced_row_security_or_a_reason_not_to() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
        )
        secured = {name for (name,) in cursor.fetchall()}
    ours = ("access", "accounting", "audit", "companies", "crm", "files", "inbox", "jobs")
    bare = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ours and model._meta.db_table not in secured
    }
    assert bare == set(NOT_OF_A_COMPANY)
    assert {model._meta.db_table for model in MODELS} <= secured


def rows_seen(model: type[models.Model], company: Company) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{model._meta.db_table}" WHERE company_id = %s', [company.pk]
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_a_row_of_another_company_is_neither_seen_nor_changed_nor_added(
    full_company: Company, world: World, model: type[models.Model]
) -> None:
    table = model._meta.db_table
    set_scope(Scope(companies=(full_company.pk,)))
    assert rows_seen(model, full_company) > 0, "the test needs a row to try"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT row_to_json(t) FROM "{table}" t WHERE company_id = %s LIMIT 1',
            [full_company.pk],
        )
        stolen = cursor.fetchone()[0]

    set_scope(Scope(companies=(world.fjord.pk,)))
    assert rows_seen(model, full_company) == 0
    for attack in (
        f'UPDATE "{table}" SET company_id = {world.fjord.pk} WHERE company_id = {full_company.pk}',
        f'DELETE FROM "{table}" WHERE company_id = {full_company.pk}',
    ):
        assert changed_by(attack) == 0
    stolen = json.loads(stolen) if isinstance(stolen, str) else stolen
    with pytest.raises(DatabaseError), transaction.atomic():
        add_row(table, stolen)


def changed_by(sql: str) -> int:
    """Return how many rows a statement changes; one that may not even be tried changes none."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.rowcount)
    except DatabaseError:
        return 0


def add_row(table: str, row: dict[str, object]) -> None:
    """Insert a row with an id of its own, all else as it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND is_generated = 'NEVER' AND is_identity = 'NO'",
            [table],
        )
        names = [name for (name,) in cursor.fetchall() if name in row]
        columns = ", ".join(f'"{name}"' for name in names)
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) SELECT {columns}'
            f' FROM json_populate_record(NULL::"{table}", %s)',
            [json.dumps(row)],
        )


def test_without_a_scope_nothing_is_seen(full_company: Company) -> None:
    set_scope(Scope())
    assert {model._meta.label: rows_seen(model, full_company) for model in MODELS} == dict.fromkeys(
        (model._meta.label for model in MODELS), 0
    )


def test_one_connection_serves_two_companies_in_turn(world: World, client: Client) -> None:
    set_scope(Scope())
    client.force_login(world.ola)
    other = Client()
    other.force_login(world.per)
    for _turn in range(3):
        mine = client.get(f"/{world.fjord.slug}/settings/")
        theirs = other.get(f"/{world.tind.slug}/settings/")
        assert mine.status_code == theirs.status_code == 200
        assert world.fjord.name in mine.content.decode()
        assert world.tind.name in theirs.content.decode()
        assert world.tind.name not in mine.content.decode()
        assert client.get(f"/{world.tind.slug}/settings/").status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.companies', true)")
        assert cursor.fetchone()[0] == ""


def test_a_streamed_export_is_read_to_its_end_under_row_security(
    full_company: Company,
) -> None:
    client = Client()
    with company_scope(full_company.pk):
        ola = (
            Membership.objects.for_company(full_company)
            .select_related("user")
            .get(role=Role.ACCOUNTANT.value)
            .user
        )
        count = Voucher.objects.for_company(full_company).count()
    set_scope(Scope())
    client.force_login(ola)
    response = client.get(f"/{full_company.slug}/accounting/vouchers/?export=csv")
    assert response.streaming
    lines = b"".join(response.streaming_content).decode("utf-8-sig").strip().splitlines()
    response.close()
    assert len(lines) == count + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.companies', true)")
        assert cursor.fetchone()[0] == ""
