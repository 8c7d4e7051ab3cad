"""Importing a chart: all rows or none, every problem at once, nothing deleted, and twice is once."""

import time

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounting.ledger.actions import BooksRefused, import_chart
from accounting.ledger.actions.chart_files import Imported
from accounting.ledger.chart_files.reading import ChartFileRefused
from accounting.ledger.checks import check_books
from accounting.ledger.models import Account
from accounting.ledger.queries.chart_files import plan_of
from erp.access.roles import Role
from erp.audit.queries import history_of
from erp.audit.registry import subject_of
from erp.companies.scope import Scope, set_scope
from tests.accounting.charts import HEADINGS, OWN_CHART, WRONG_CHART, workbook
from tests.world import World, line, post

pytestmark = pytest.mark.django_db


def run(world: World, text: str, **options: object) -> Imported:
    return import_chart(
        company=world.fjord,
        by=world.ola,
        content=text.encode(),
        **options,  # type: ignore[arg-type]
    )


def chart(world: World) -> dict[str, tuple[str, str, str | None, bool]]:
    rows = Account.objects.for_company(world.fjord).values_list(
        "number", "name", "grouping_code", "default_vat_code__code", "is_active"
    )
    return {number: tuple(rest) for number, *rest in rows}  # type: ignore[misc]


def test_new_accounts_are_made_others_changed_and_the_rest_left_alone(world: World) -> None:
    before = chart(world)
    assert run(world, OWN_CHART) == Imported(made=1, changed=2, same=1, rested=0)
    assert chart(world) == before | {
        "1921": ("Bank, sparing", "1920", None, True),
        "1920": ("Hovedbank", "1920", None, True),
        "6800": ("Kontorrekvisita", "6995", "0", True),
    }
    post(world, line("1921", "10.00"), line("1920", "-10.00"))
    assert check_books(world.fjord) == []


def test_the_same_file_again_changes_nothing(world: World) -> None:
    run(world, OWN_CHART)
    assert run(world, OWN_CHART) == Imported(made=0, changed=0, same=4, rested=0)


def test_every_problem_of_every_row_is_told_and_nothing_is_imported(world: World) -> None:
    before = chart(world)
    with pytest.raises(BooksRefused) as refused:
        run(world, OWN_CHART.rstrip() + "\n" + WRONG_CHART.partition("\n")[2])
    assert [problem.field for problem in refused.value.problems] == [
        "rows.6.number",
        "rows.7.name",
        "rows.8.vat_code",
        "rows.9.grouping_category",
        "rows.10.party_role",
        "rows.11.vat_code",
        "rows.13.number",
    ]
    assert chart(world) == before


def test_what_has_entries_keeps_its_sub_ledger(world: World) -> None:
    post(world, line("1920", "10.00"), line("1900", "-10.00"))
    with pytest.raises(BooksRefused) as refused:
        run(world, f"{HEADINGS}\n1920;Bank;;;;kunder\n1940;Bank;;;;kunder\n")
    assert [problem.field for problem in refused.value.problems] == ["rows.2.party_role"]
    run(world, f"{HEADINGS}\n1940;Bank;;;;customer\n")
    assert Account.objects.for_company(world.fjord).get(number="1940").party_role == "customer"


def test_accounts_outside_of_the_file_rest_only_when_asked_and_unused(world: World) -> None:
    post(world, line("1920", "10.00"), line("1900", "-10.00"))
    own = "Konto;Navn\n3000;Salg\n"
    assert run(world, own).rested == 0
    rested = run(world, own, rest_others=True).rested
    left = {number for number, (*_rest, is_active) in chart(world).items() if is_active}
    assert {"3000", "1920", "1900", "2710", "2700"} <= left
    assert "1000" not in left
    assert rested == len(chart(world)) - len(left)
    assert run(world, own, rest_others=True).rested == 0


def test_a_standard_account_without_a_grouping_gets_that_of_the_standard_chart(
    world: World,
) -> None:
    Account.objects.for_company(world.fjord).filter(number="1000").delete()
    run(world, "Konto;Navn\n1000;Utvikling\n1999;Annet\n")
    assert chart(world)["1000"][1] == "1000"
    assert chart(world)["1999"][1] == ""


def test_columns_may_be_chosen(world: World) -> None:
    text = "A;B\nBank, sparing;1921\n"
    with pytest.raises(BooksRefused) as refused:
        run(world, text)
    assert [problem.field for problem in refused.value.problems] == ["number"]
    with pytest.raises(BooksRefused):
        run(world, text, columns={"number": 1, "name": 1})
    run(world, text, columns={"number": 1, "name": 0, "unknown": 3, "vat_code": 9})
    assert chart(world)["1921"][0] == "Bank, sparing"


def test_what_was_not_shown_is_not_imported(world: World) -> None:
    shown = plan_of(world.fjord, OWN_CHART.encode()).fingerprint
    run(world, "Konto;Navn\n1920;Driftsbank\n")
    with pytest.raises(BooksRefused):
        run(world, OWN_CHART, expected=shown)
    run(world, OWN_CHART, expected=plan_of(world.fjord, OWN_CHART.encode()).fingerprint)
    assert chart(world)["1920"][0] == "Hovedbank"


def test_names_that_look_like_formulas_are_text(world: World) -> None:
    content = workbook([["Konto", "Navn"], [1921, '=cmd|"/c calc"!A1'], [1922, "@SUM(1)"]])
    import_chart(company=world.fjord, by=world.ola, content=content)
    assert chart(world)["1921"][0] == '=cmd|"/c calc"!A1'
    assert chart(world)["1922"][0] == "@SUM(1)"


@pytest.mark.slow  # Five thousand rows, with the history of each.
def test_five_thousand_rows_are_imported_in_seconds(world: World) -> None:
    def rows(name: str) -> str:
        return "Konto;Navn\n" + "".join(f"{40000 + n};{name} {n}\n" for n in range(5000))

    begun = time.monotonic()
    assert run(world, rows("Vare")) == Imported(made=5000, changed=0, same=0, rested=0)
    assert run(world, rows("Ware")) == Imported(made=0, changed=5000, same=0, rested=0)
    assert time.monotonic() - begun < 60
    assert chart(world)["44999"][0] == "Ware 4999"


def test_the_command_imports_and_says_what_is_wrong(
    world: World, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "own.csv", tmp_path / "wrong.csv"  # type: ignore[operator]
    good.write_text(OWN_CHART, encoding="cp1252")
    bad.write_text(WRONG_CHART, encoding="utf-8")
    set_scope(Scope())
    with pytest.raises(CommandError):
        call_command("import_chart", world.fjord.slug, str(bad))
    assert capsys.readouterr().err.count("wrong.csv") == 7
    call_command("import_chart", world.fjord.slug, str(good))
    assert "1 made, 2 changed, 1 as they were" in capsys.readouterr().out
    for wrong in ([world.fjord.slug, str(tmp_path)], ["nobody", str(good)]):
        with pytest.raises(CommandError):
            call_command("import_chart", *wrong)
    set_scope(world.scope)
    account = Account.objects.for_company(world.fjord).get(number="1921")
    subject = subject_of("account")
    assert subject
    assert history_of(world.fjord, subject, account.pk)[0].who == "Regna"


def test_only_who_may_edit_the_chart_imports(world: World) -> None:
    for role in (Role.BOOKKEEPER, Role.AUDITOR):
        with pytest.raises(PermissionDenied):
            import_chart(company=world.fjord, by=world.people[role], content=OWN_CHART.encode())
    with pytest.raises(PermissionDenied):
        import_chart(company=world.fjord, by=world.per, content=OWN_CHART.encode())
    with pytest.raises(ChartFileRefused):
        run(world, "")
