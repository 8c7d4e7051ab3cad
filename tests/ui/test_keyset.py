"""Paging by key: walking a list page by page meets every row once, in order, both ways."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erp.ui.tables import Column, Kind, Table, keyset
from tests.ui.requests import make_request
from tests.ui.sample import Sample

SORTS = [
    ("name",),
    ("rank", "name"),
    ("day",),
    ("-day", "name"),
    ("day", "-amount"),
    ("amount", "day", "rank"),
    ("parent__name",),
    ("at", "rank"),
    ("id",),
    (),
]

ROWS = st.lists(
    st.builds(
        Sample,
        name=st.sampled_from(["", "a", "b", "Å", "b b", "'"]),
        rank=st.integers(-2, 2),
        day=st.none() | st.dates(date(2025, 12, 30), date(2026, 1, 2)),
        amount=st.none() | st.sampled_from([Decimal("-1.10"), Decimal("0.00"), Decimal("7.25")]),
        at=st.none()
        | st.sampled_from(
            [datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC)]
        ),
        parent_id=st.none() | st.integers(1, 6),
    ),
    max_size=14,
)


def table_of(sort: tuple[str, ...], size: int) -> Table:
    return Table(
        "samples", "Samples", (Column("it", "It", sort=sort or ("rank",)),), page_size=size
    )


def walk(table: Table, url: str, way: str) -> tuple[list[list[int]], str]:
    """Return the ids of each page from an address on, and the address of the last page."""
    pages = []
    while True:
        bound = table.bind(make_request(url), Sample.objects.all())
        pages.append([row.pk for row in bound.page.rows])
        following = getattr(bound.page, way)
        if not following:
            return pages, url
        assert len(pages) < 40
        url = following


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS, sort=st.sampled_from(SORTS), down=st.booleans(), size=st.integers(1, 5))
def test_walking_forth_and_back_meets_every_row_once_in_order(
    samples: None, rows: list[Sample], sort: tuple[str, ...], down: bool, size: int
) -> None:
    Sample.objects.all().delete()
    Sample.objects.bulk_create(
        [Sample(id=at, **fields_of(row)) for at, row in enumerate(rows, start=1)]
    )
    terms = keyset.terms_of(Sample.objects.all(), sort or ("rank",), descending=down)
    order = [F(term.path).desc() if term.descending else F(term.path).asc() for term in terms]
    expected = list(Sample.objects.order_by(*order).values_list("pk", flat=True))

    table = table_of(sort, size)
    forth, last = walk(table, "/fjord/?sort=" + ("-it" if down else "it"), "next_url")
    back, _first = walk(table, last, "previous_url")

    assert [pk for page in forth for pk in page] == expected
    assert [pk for page in reversed(back) for pk in page] == expected


def fields_of(row: Sample) -> dict[str, Any]:
    return {
        name: getattr(row, name) for name in ("name", "rank", "day", "amount", "at", "parent_id")
    }


def make(count: int, **fields: Any) -> None:
    Sample.objects.bulk_create(
        [Sample(name=f"row {at:05}", rank=at % 7, **fields) for at in range(count)]
    )


@pytest.mark.parametrize(
    "place",
    [
        "x",
        "!!!!",
        "W10",
        "WzEsIFtdXQ",
        keyset.base64.urlsafe_b64encode(b'[1, ["a"]]').decode(),
        keyset.base64.urlsafe_b64encode(b'[1, ["a", "x"]]').decode(),
        keyset.base64.urlsafe_b64encode(b'[1, [null, "1"]]').decode(),
        keyset.base64.urlsafe_b64encode(b'[1, ["\\u0000", "1"]]').decode(),
        keyset.base64.urlsafe_b64encode(b'[1, ["\\ud800", "1"]]').decode(),
        keyset.base64.urlsafe_b64encode(b'["1", ["a", "1"]]').decode(),
        keyset.base64.urlsafe_b64encode(b"[" * 900).decode(),
        "ø",
        "A" * 5000,
    ],
)
def test_a_place_that_is_not_of_this_list_leads_to_the_first_page(
    samples: None, place: str
) -> None:
    make(5)
    table = Table(
        "samples", "Samples", (Column("name", "Name", sort=("name",)),), "name", page_size=3
    )

    page = table.bind(make_request("/fjord/", after=place), Sample.objects.all()).page

    assert [row.name for row in page.rows] == ["row 00000", "row 00001", "row 00002"]
    assert page.first == 1


def test_pages_carry_the_numbers_of_their_rows(samples: None) -> None:
    make(8)
    table = Table(
        "samples", "Samples", (Column("name", "Name", sort=("name",)),), "name", page_size=3
    )
    first = table.bind(make_request("/fjord/"), Sample.objects.all()).page
    second = table.bind(make_request(first.next_url), Sample.objects.all()).page
    third = table.bind(make_request(second.next_url), Sample.objects.all()).page
    again = table.bind(make_request(third.previous_url), Sample.objects.all()).page

    assert [(page.first, page.last) for page in (first, second, third, again)] == [
        (1, 3),
        (4, 6),
        (7, 8),
        (4, 6),
    ]


def test_a_page_far_on_neither_skips_nor_counts(samples: None) -> None:
    make(40)
    table = Table(
        "samples", "Samples", (Column("name", "Name", sort=("name",)),), "name", page_size=3
    )
    _pages, last = walk(table, "/fjord/", "next_url")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        list(table.bind(make_request(last), Sample.objects.all()).page.rows)

    assert len(queries) == 1
    assert "OFFSET" not in queries[0]["sql"]
    assert "COUNT" not in queries[0]["sql"]
    assert '("ui_sample"."name", "ui_sample"."id") > (' in queries[0]["sql"]


def test_a_row_comparison_is_one_range_of_the_index(samples: None) -> None:
    make(3000)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ui_sample_by_name ON ui_sample (name, id)")
        cursor.execute("ANALYZE ui_sample")
    queryset = Sample.objects.all()
    terms = keyset.terms_of(queryset, ("name",))
    [conditions] = keyset.segments(terms, ("row 02000", 2001))

    plan = queryset.filter(*conditions).order_by("name", "id")[:50].explain()

    assert "Index Cond: (ROW(name, id) > ROW(" in plan
    assert "Sort" not in plan


def test_sorting_by_what_is_not_a_column_falls_back(samples: None) -> None:
    make(3)
    columns = (Column("name", "Name", sort=("name",)), Column("rank", "Rank", Kind.NUMBER))
    table = Table("samples", "Samples", columns, "-name")
    for sort in ("rank", "id", "-nothing", "name; DROP TABLE x"):
        bound = table.bind(make_request("/fjord/", sort=sort), Sample.objects.all())
        assert [row.name for row in bound.page.rows] == ["row 00002", "row 00001", "row 00000"]
