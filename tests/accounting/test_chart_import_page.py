"""Importing by the pages: upload, preview, confirmation; and the list's own export comes back unchanged."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounting.ledger.account_rules import AccountFacts
from accounting.ledger.actions import create_account, import_chart
from accounting.ledger.actions.chart_files import Imported
from accounting.ledger.models import Account
from accounting.ledger.queries.chart_files import plan_of
from erp.access.roles import Role
from erp.companies.scope import Scope, company_scope, set_scope
from erp.files.actions import store_file
from erp.files.models import StoredFile
from tests.accounting.charts import OWN_CHART, WRONG_CHART, zip_bomb
from tests.world import World, line, post

pytestmark = pytest.mark.django_db


def url(world: World, name: str, *args: object) -> str:
    return reverse(name, args=[world.fjord.slug, *args])


@pytest.fixture
def ola(client: Client, world: World) -> Client:
    """Ola's browser."""
    set_scope(Scope())
    client.force_login(world.ola)
    set_scope(world.scope)
    return client


def upload(client: Client, world: World, content: bytes, name: str = "kontoplan.csv") -> Any:
    return client.post(url(world, "chart_import"), {"file": SimpleUploadedFile(name, content)})


def counts(page: str) -> list[int]:
    """The numbers on the tabs: errors, new, changed, unchanged, not in the file."""
    return [int(n) for n in re.findall(r'<span class="count">(\d+)</span></a>', page)]


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form that confirms."""
    form = page.rpartition('name="expected"')
    text = form[0][form[0].rfind("<form") :] + form[1] + form[2]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', text))


def test_nothing_is_imported_before_it_is_confirmed(ola: Client, world: World) -> None:
    where = upload(ola, world, OWN_CHART.encode("cp1252")).headers["Location"]
    page = ola.get(where).content.decode()
    assert counts(page)[:4] == [0, 1, 2, 1]
    assert not Account.objects.for_company(world.fjord).filter(number="1921").exists()
    changed = ola.get(where + "?show=changed").content.decode()
    assert "Hovedbank" in changed
    response = ola.post(where, fields(page))
    assert response.headers["Location"] == url(world, "chart")
    assert Account.objects.for_company(world.fjord).get(number="1921").name == "Bank, sparing"
    again = ola.get(where).content.decode()
    assert counts(again)[:4] == [0, 0, 0, 4]


def test_all_errors_are_shown_and_nothing_can_be_confirmed(ola: Client, world: World) -> None:
    where = upload(ola, world, WRONG_CHART.encode()).headers["Location"]
    page = ola.get(where).content.decode()
    assert counts(page)[:4] == [7, 1, 0, 0]
    assert page.count('class="block neg"') == 7
    assert "rest_others" not in page
    before = Account.objects.for_company(world.fjord).count()
    assert ola.post(where, fields(page)).status_code == 422
    assert Account.objects.for_company(world.fjord).count() == before


def test_columns_without_known_headings_are_chosen(ola: Client, world: World) -> None:
    where = upload(ola, world, b"A;B\n1921;Sparing\n").headers["Location"]
    page = ola.get(where).content.decode()
    assert counts(page) == [0, 0, 0, 0, 0]
    assert re.search(r"<details[^>]* open", page)
    page = ola.get(where + "?col_number=0&col_name=1").content.decode()
    assert counts(page)[:4] == [0, 1, 0, 0]
    assert ola.post(where, fields(page)).status_code == 302
    assert Account.objects.for_company(world.fjord).filter(name="Sparing").exists()
    for nonsense in ("?col_number=99", "?col_number=x&col_name=-1", "?col_x=0", "?show=zzz"):
        assert ola.get(where + nonsense).status_code == 200


def test_a_changed_chart_is_looked_over_again(ola: Client, world: World) -> None:
    where = upload(ola, world, OWN_CHART.encode()).headers["Location"]
    shown = fields(ola.get(where).content.decode())
    import_chart(company=world.fjord, by=world.ola, content=b"Konto;Navn\n1920;Driftsbank\n")
    refused = ola.post(where, shown)
    assert refused.status_code == 422
    assert ola.post(where, fields(refused.content.decode())).status_code == 302


def test_unused_accounts_outside_of_the_file_are_taken_out_of_use(
    ola: Client, world: World
) -> None:
    post(world, line("1920", "10.00"), line("1900", "-10.00"))
    where = upload(ola, world, b"Konto;Navn\n3000;Salg\n").headers["Location"]
    page = ola.get(where + "?show=rest").content.decode()
    rest = counts(page)[4]
    ola.post(where, fields(page) | {"rest_others": "on"})
    out = Account.objects.for_company(world.fjord).filter(is_active=False)
    assert out.count() == rest > 100
    assert not out.filter(number__in=["1920", "1900", "3000", "2710"]).exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", zip_bomb()],
    ids=["empty", "pdf", "png", "bomb"],
)
def test_what_is_no_chart_is_refused_and_not_kept(
    ola: Client, world: World, content: bytes
) -> None:
    kept = StoredFile.objects.for_company(world.fjord).count()
    assert upload(ola, world, content, "kontoplan.xlsx").status_code == 422
    assert StoredFile.objects.for_company(world.fjord).count() == kept
    assert ola.post(url(world, "chart_import"), {}).status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_lists_own_export_comes_back_as_it_was(ola: Client, world: World, kind: str) -> None:
    names = ["=1+1", "-Kasse", "+47", "@x", "'sitat", 'Bank "A"; øre', "Ærlig, Å"]
    for at, name in enumerate(names):
        facts = AccountFacts(f"193{at}", name, is_locked=True, is_active=at % 2 == 0)
        create_account(company=world.fjord, by=world.ola, facts=facts)
    response = ola.get(url(world, "chart") + f"?export={kind}")
    content = b"".join(response.streaming_content)
    set_scope(world.scope)  # The end of a stream takes the scope away.
    plan = plan_of(world.fjord, content)
    assert len(plan.columns) == 12
    assert (len(plan.of("same")), len(plan.rows)) == (203, 203)
    done = import_chart(company=world.fjord, by=world.ola, content=content, rest_others=True)
    assert done == Imported(made=0, changed=0, same=203, rested=0)


def test_only_charts_of_the_company_are_shown_as_charts(ola: Client, world: World) -> None:
    other = store_file(
        company=world.fjord,
        by=world.ola,
        name="bilag.csv",
        content=OWN_CHART.encode(),
        permission="inbox.view",
    )
    assert ola.get(url(world, "chart_import_preview", other.pk)).status_code == 404
    set_scope(Scope())
    with company_scope(world.tind.pk):
        theirs = store_file(
            company=world.tind,
            by=world.per,
            name="kontoplan.csv",
            content=OWN_CHART.encode(),
            permission="chart.edit",
        )
    assert ola.get(url(world, "chart_import_preview", theirs.pk)).status_code == 404


@pytest.mark.parametrize("role", [Role.BOOKKEEPER, Role.AUDITOR])
def test_who_may_not_edit_the_chart_imports_nothing(
    client: Client, world: World, role: Role
) -> None:
    set_scope(Scope())
    client.force_login(world.people[role])
    assert upload(client, world, OWN_CHART.encode()).status_code == 403


def test_thousands_of_rows_are_previewed_with_few_queries(
    ola: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    rows = "Konto;Navn\n" + "".join(f"{40000 + n};Vare {n}\n" for n in range(3000))
    where = upload(ola, world, rows.encode()).headers["Location"]
    with django_assert_max_num_queries(15):
        page = ola.get(where).content.decode()
    assert counts(page)[1] == 3000
    assert page.count("<tr>") < 600
