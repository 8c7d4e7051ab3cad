"""Lists: state in the address, filters, counts, totals, rows."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from erp.ui.tables import (
    BoundTable,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Kind,
    Table,
    answer_table,
    counts,
)
from tests.ui.requests import from_htmx, make_request
from tests.ui.sample import Sample

pytestmark = pytest.mark.urls("tests.ui.urls")

RANKS = [("0", "None"), ("1", "One")]
TABLE = Table(
    name="samples",
    caption="Samples",
    columns=(
        Column("name", "Name", sort=("name",)),
        Column("rank", "Rank", Kind.NUMBER, sort=("rank",)),
        Column("day", "Day", Kind.DATE, sort=("day",)),
        Column("amount", "Amount", Kind.AMOUNT, sort=("amount",), total="amount"),
    ),
    default_sort="name",
    filters=(
        ChoiceFilter("rank", "Rank", RANKS, lambda rows, value: rows.filter(rank=int(value))),
        DateRangeFilter("day", "Day", "day"),
    ),
    search=lambda rows, text: rows.filter(name__icontains=text),
    url=lambda row: f"/fjord/samples/{row.pk}/",
    bulk_template="ui/guide/_bulk.html",
    page_size=3,
)


@pytest.fixture
def five(samples: None) -> None:
    days = ["2026-01-31", "2026-02-01", "2026-02-28", None, "2026-03-01"]
    Sample.objects.bulk_create(
        Sample(name=f"row {at}", rank=at % 2, day=day, amount=Decimal(at * 1000) - Decimal("0.5"))
        for at, day in enumerate(days)
    )


def bind(url: str = "/fjord/", **options: Any) -> BoundTable:
    return TABLE.bind(make_request(url), Sample.objects.all(), **options)


def names(table: BoundTable) -> list[str]:
    return [row.cells[0].text for row in table.rows]


def test_cells_are_finished_text(five: None) -> None:
    row = bind("/fjord/?sort=-name").rows[0]
    assert [cell.text for cell in row.cells] == ["row 4", "0", "01.03.2026", "3\xa0999,50"]
    assert row.cells[0].url == "/fjord/samples/5/"
    assert row.ore == 399_950


def test_a_click_on_a_head_turns_its_sort_and_forgets_the_place(five: None) -> None:
    heads = {head.column.name: head for head in bind("/fjord/?sort=name&after=x&rank=0").headers}
    assert heads["name"].direction == "ascending"
    assert heads["name"].url == "/fjord/?rank=0&sort=-name"
    assert heads["amount"].url == "/fjord/?rank=0&sort=-amount"
    assert heads["amount"].direction == ""


def test_filters_narrow_and_can_be_taken_away(five: None) -> None:
    table = bind("/fjord/?rank=1&sort=name&company=x")
    assert names(table) == ["row 1", "row 3"]
    [rank, day] = table.chips
    assert (rank.text, rank.clear_url) == ("One", "/fjord/?sort=name&company=x")
    assert day.text == ""
    assert table.is_narrowed


@pytest.mark.parametrize("value", ["2", "", "x", "1;2"])
def test_a_choice_that_is_none_filters_nothing(five: None, value: str) -> None:
    table = TABLE.bind(make_request("/fjord/", rank=value), Sample.objects.all())
    assert len(table.rows) == 3
    assert not table.is_narrowed


def test_a_range_of_dates_includes_both_ends(five: None) -> None:
    table = bind("/fjord/?day_from=01.02.2026&day_to=28.02.2026")
    assert names(table) == ["row 1", "row 2"]
    assert table.chips[1].text == "01.02.2026–28.02.2026"
    assert table.clear_url == "/fjord/"


def test_what_is_not_a_date_is_said_and_filters_nothing(five: None) -> None:
    table = bind("/fjord/?day_from=nope")
    assert len(table.rows) == 3
    assert (
        table.chips[1].fields[0][2:] == ("nope", "Dette er ikke en dato.")
        or table.chips[1].fields[0][3]
    )


def test_search_narrows(five: None) -> None:
    assert names(bind("/fjord/?q=ROW+3")) == ["row 3"]
    assert names(bind("/fjord/?q=%00row 3")) == ["row 3"]


def test_a_list_on_one_page_counts_itself(five: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        table = bind("/fjord/?rank=1")
        assert (table.count.number, table.count.exact, len(table.rows)) == (2, True, 2)


def test_a_longer_list_is_counted_up_to_the_ceiling_and_guessed_above(five: None) -> None:
    assert counts.count_of(Sample.objects.all()) == counts.Count(5, exact=True)
    above = counts.count_of(Sample.objects.all(), ceiling=4)
    assert above.number >= 4
    assert not above.exact


@pytest.mark.parametrize(
    ("number", "shown"), [(7, 7), (999, 999), (12_345, 12_300), (1_249_999, 1_250_000)]
)
def test_a_guess_looks_like_one(number: int, shown: int) -> None:
    assert counts.rounded(number) == shown


def test_totals_are_over_all_rows_that_pass_the_filters(five: None) -> None:
    table = bind()
    assert len(table.rows) == 3
    assert [(cell.text, cell.span) for cell in table.foot] == [("", 3), ("9\xa0997,50", 1)]
    assert bind("/fjord/?rank=1").foot[1].text == "3\xa0999,00"


def test_totals_can_come_from_the_query_module(five: None) -> None:
    table = bind(totals=lambda rows: {"amount": Decimal(rows.count())})
    assert table.foot[-1].text == "5,00"
    assert bind(totals={"amount": Decimal(1)}).foot[-1].text == "1,00"


def test_two_tables_of_one_page_have_their_own_parameters(five: None) -> None:
    second = Table("other", "Other", TABLE.columns, "name", TABLE.filters, prefix="o-", page_size=3)
    table = second.bind(make_request("/fjord/?rank=0&o-rank=1&sort=-name"), Sample.objects.all())
    assert names(table) == ["row 1", "row 3"]
    assert table.headers[0].url == "/fjord/?rank=0&o-rank=1&sort=-name&o-sort=-name"
    assert table.chips[0].clear_url == "/fjord/?rank=0&sort=-name"


def test_the_table_draws_itself(five: None) -> None:
    html = render_to_string("components/table.html", {"table": bind()})
    assert '<div class="datatable" id="samples"' in html
    assert html.count('name="selected"') == 3
    assert 'aria-sort="ascending"' in html
    assert 'form="samples-bulk"' in html
    assert "1–3" in html


def test_nothing_at_all_and_nothing_found_are_two_things(samples: None) -> None:
    assert (
        "search"
        not in render_to_string("components/table.html", {"table": bind()}).split("empty__art")[1][
            :80
        ]
    )
    narrowed = render_to_string("components/table.html", {"table": bind("/fjord/?q=x")})
    assert 'href="/fjord/"' in narrowed


def test_htmx_gets_the_table_alone(five: None, empty_registry: None) -> None:
    request = make_request("/fjord/", headers=from_htmx("div#samples"))
    response = answer_table(
        request, "ui/styleguide.html", TABLE.bind(request, Sample.objects.all())
    )
    assert response.text.strip().startswith('<div class="datatable" id="samples"')


def test_a_choice_without_a_value_is_what_the_list_shows_when_nothing_is_chosen(five: None) -> None:
    choices = [("", "None"), *RANKS]
    ranks = ChoiceFilter("rank", "Rank", choices, lambda rows, value: rows.filter(rank=int(value)))
    table = replace(TABLE, filters=(ranks,)).bind(make_request("/fjord/"), Sample.objects.all())
    assert len(table.rows) == 3
    assert not table.is_narrowed
    assert [str(option.label) for option in table.chips[0].options] == ["None", "One"]
