"""Importing what accounts ask of dimensions: read, shown, told by row, written, and exported again."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounting.ledger.actions import (
    BooksRefused,
    DimensionRule,
    ValueFacts,
    create_dimension,
    create_value,
    import_chart,
    update_account,
    update_dimension,
    update_value,
)
from accounting.ledger.actions.chart_files import Imported
from accounting.ledger.models import Account, AccountDimension, Dimension, DimensionValue
from accounting.ledger.queries.chart import facts_of
from accounting.ledger.queries.chart_files import plan_of
from erp.companies.scope import company_scope
from tests.accounting.pages import address
from tests.world import World

pytestmark = pytest.mark.django_db

HEADINGS = "Konto;Navn;Påkrevde dimensjoner;Standard dimensjoner"


@pytest.fixture
def campaign(world: World) -> Dimension:
    dimension = create_dimension(company=world.fjord, by=world.ola, code="KAMP", name="Kampanje")
    for code in ("SOMMER", "VINTER"):
        make(world, dimension, code)
    make(world, department(world), "10")
    return dimension


def department(world: World) -> Dimension:
    return Dimension.objects.for_company(world.fjord).get(kind="department")


def make(world: World, dimension: Dimension, code: str) -> DimensionValue:
    facts = ValueFacts(code, code.title())
    return create_value(company=world.fjord, by=world.ola, dimension=dimension, facts=facts)


def run(world: World, *rows: str, **options: Any) -> Imported:
    content = "\n".join([HEADINGS, *rows]).encode()
    return import_chart(company=world.fjord, by=world.ola, content=content, **options)


def rules(world: World, number: str) -> set[tuple[str, bool, str | None]]:
    asked = AccountDimension.objects.for_company(world.fjord).filter(account__number=number)
    return set(asked.values_list("dimension__name", "is_required", "default_value__code"))


def test_new_and_old_accounts_ask_what_the_file_says(world: World, campaign: Dimension) -> None:
    dep = department(world)
    done = run(
        world,
        f'3005;Salg kampanje;"KAMP; {dep.name}";"kampanje=SOMMER; {dep.code}=10"',
        "6800;Kontorrekvisita;kampanje;",
        "6553;Programvare;;KAMP=VINTER",
    )
    assert (done.made, done.changed) == (1, 2)
    assert rules(world, "3005") == {("Kampanje", True, "SOMMER"), (dep.name, True, "10")}
    assert rules(world, "6800") == {("Kampanje", True, None)}
    assert rules(world, "6553") == {("Kampanje", False, "VINTER")}


def test_an_empty_cell_changes_nothing_a_list_is_all_and_a_dash_is_none(
    world: World, campaign: Dimension
) -> None:
    dep = department(world)
    run(world, f"6800;Kontorrekvisita;KAMP,{dep.code};KAMP=SOMMER")
    assert run(world, "6800;Kontorrekvisita;;").same == 1
    assert run(world, f"6800;Kontorrekvisita;{dep.code},KAMP;").same == 1
    assert run(world, f"6800;Kontorrekvisita;{dep.code};").changed == 1
    assert rules(world, "6800") == {("Kampanje", False, "SOMMER"), (dep.name, True, None)}
    assert run(world, "6800;Kontorrekvisita;-;ingen").changed == 1
    assert rules(world, "6800") == set()
    history = AccountDimension.objects.model.pgh_event_model  # type: ignore[attr-defined]
    assert history.objects.filter(pgh_label="delete").count() == 2


def test_every_wrong_cell_is_told_at_its_row_and_column(world: World, campaign: Dimension) -> None:
    old = DimensionValue.objects.get(dimension=campaign, code="VINTER")
    gone = ValueFacts("VINTER", "Vinter", is_active=False)
    update_value(company=world.fjord, by=world.ola, value=old, facts=gone)
    rest = create_dimension(company=world.fjord, by=world.ola, code="HVIL", name="Hvile")
    update_dimension(
        company=world.fjord, by=world.ola, dimension=rest, name="Hvile", is_active=False
    )
    with pytest.raises(BooksRefused) as refused:
        run(
            world,
            "3001;A;MARKED;",
            "3002;B;KAMP;KAMP",
            "3003;C;;KAMP=HØST",
            "3004;D;;KAMP=VINTER",
            "3005;E;HVIL;",
            "3006;F;;MARKED=1",
            "3007;G;;KAMP=SOMMER,KAMP=SOMMER",
            f"3008;H;;{department(world).code}=SOMMER",
        )
    assert [problem.field for problem in refused.value.problems] == [
        "rows.2.required_dimensions",
        "rows.3.default_dimensions",
        "rows.4.default_dimensions",
        "rows.5.default_dimensions",
        "rows.6.required_dimensions",
        "rows.7.default_dimensions",
        "rows.8.default_dimensions",
        "rows.9.default_dimensions",
    ]
    assert not AccountDimension.objects.exists()


def test_the_preview_shows_both_and_what_was_not_shown_is_not_imported(
    world: World, campaign: Dimension
) -> None:
    row = "6800;Kontorrekvisita;KAMP;KAMP=SOMMER"
    plan = plan_of(world.fjord, f"{HEADINGS}\n{row}\n3005;Ny;KAMP;".encode())
    [changed] = plan.of("changed")
    [new] = plan.of("new")
    assert [(c.before, c.after) for c in changed.changes[-2:]] == [
        ("", "KAMP"),
        ("", "KAMP=SOMMER"),
    ]
    assert [c.after for c in new.changes] == ["KAMP"]
    account = Account.objects.for_company(world.fjord).get(number="6800")
    update_account(
        company=world.fjord,
        by=world.ola,
        account=account,
        facts=facts_of(account),
        rules=[DimensionRule(campaign, is_required=True)],
    )
    with pytest.raises(BooksRefused):
        run(world, row, "3005;Ny;KAMP;", expected=plan.fingerprint)


def test_the_lists_own_export_comes_back_unchanged(
    client: Client, world: World, campaign: Dimension
) -> None:
    odd = create_dimension(company=world.fjord, by=world.ola, code="A,B", name="Med komma")
    make(world, odd, "1,2")
    run(world, '6800;Kontorrekvisita;"KAMP;A,B";KAMP=SOMMER', '6553;Programvare;"A,B;";"A,B=1,2;"')
    assert rules(world, "6553") == {("Med komma", True, "1,2")}
    client.force_login(world.ola)
    for kind in ("csv", "xlsx"):
        answer = client.get(reverse("chart", args=[world.fjord.slug]), {"export": kind})
        content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
        with company_scope(world.fjord.pk):
            plan = plan_of(world.fjord, content)
        assert {"required_dimensions", "default_dimensions"} <= plan.columns.keys()
        assert (plan.of("changed"), plan.of("new"), plan.of("faulty")) == ([], [], [])


def test_many_accounts_take_a_handful_of_queries(
    world: World, campaign: Dimension, django_assert_max_num_queries: Any
) -> None:
    rows = [f"{40000 + n};Vare {n};KAMP;KAMP=SOMMER" for n in range(300)]
    with django_assert_max_num_queries(40):
        assert run(world, *rows).made == 300
    assert AccountDimension.objects.for_company(world.fjord).count() == 300


def test_the_page_names_the_columns(client: Client, world: World) -> None:
    client.force_login(world.ola)
    answer = client.get(address(world, "chart_import"))
    names = [field.name for field in answer.context["fields"]]
    assert {"required_dimensions", "default_dimensions"} <= set(names)
