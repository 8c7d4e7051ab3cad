"""The list of the inbox, page by page: nothing is out of reach, however much waits; and what is searched for is found."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erp.access.roles import Role
from inbox.actions import receive_document, reject_document
from inbox.actions.reading import write_problem
from inbox.models import Document
from inbox.queries import listing
from tests.inbox.documents import received
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)


@pytest.fixture
def eight(world: World, client: Client) -> list[Document]:
    """Documents #1 to #8 that wait; #4 and #5 are rejected. Ola is signed in."""
    rows = [waiting(world) for _ in range(8)]
    for row in rows[3:5]:
        reject_document(company=world.fjord, by=world.ola, document=row, reason="Feil")
    client.force_login(world.ola)
    return rows


def waiting(world: World) -> Document:
    row = receive_document(company=world.fjord, by=world.ola, name="a.pdf", content=b"%PDF-1.7 x")
    return write_problem(world.fjord, row, "Bilde")


def inbox(world: World, client: Client, query: str = "") -> Any:
    return client.get(reverse("inbox", args=[world.fjord.slug]) + query)


def opened(world: World, client: Client, row: Document, query: str = "") -> Any:
    return client.get(reverse("document", args=[world.fjord.slug, row.pk]) + query)


def stamps(answer: Any) -> list[int]:
    assert answer.status_code == 200
    return [row.stamp_number for row in answer.context["documents"]]


def test_every_document_is_reached_by_going_on_and_every_page_is_come_back_to(
    world: World, client: Client, eight: list[Document]
) -> None:
    first = inbox(world, client)
    assert (stamps(first), first.context["newer_query"]) == ([8, 7, 6], "")
    second = inbox(world, client, first.context["older_query"])
    assert (stamps(second), second.context["older_query"]) == ([3, 2, 1], "")
    assert stamps(inbox(world, client, second.context["newer_query"])) == [8, 7, 6]
    shown = second.content.decode()
    assert 'data-shortcut="Alt+PageUp"' in shown
    assert 'data-shortcut="Alt+PageDown"' not in shown, "there is nothing older"


def test_the_tab_of_what_is_done_has_pages_of_its_own(
    world: World, client: Client, eight: list[Document]
) -> None:
    answer = inbox(world, client, "?tab=done")
    assert (stamps(answer), answer.context["list"].is_all) == ([5, 4], True)


def test_a_document_is_opened_on_the_page_that_it_stands_on(
    world: World, client: Client, eight: list[Document]
) -> None:
    second = inbox(world, client, "?below=6")
    answer = opened(world, client, eight[1], second.context["list_query"])
    assert (stamps(answer), answer.context["place"]) == ([3, 2, 1], 5)
    by_its_address = opened(world, client, eight[1])
    assert (stamps(by_its_address), by_its_address.context["place"]) == ([2, 1], 5)
    assert stamps(opened(world, client, eight[6])) == [8, 7, 6]


def test_previous_and_next_cross_the_edges_of_pages(
    world: World, client: Client, eight: list[Document]
) -> None:
    last_of_first = opened(world, client, eight[5]).context
    assert (last_of_first["previous"], last_of_first["next"]) == (eight[6], eight[2])
    first_of_second = opened(world, client, eight[2], "?below=6").context
    assert (first_of_second["previous"], first_of_second["next"]) == (eight[5], eight[1])
    ends = opened(world, client, eight[7]).context, opened(world, client, eight[0]).context
    assert (ends[0]["previous"], ends[1]["next"]) == (None, None)


@pytest.mark.parametrize(
    "query", ["?below=1", "?below=0", "?below=-1", "?below=x", "?below=99999999999999999999"]
)
def test_a_place_that_is_not_there_leads_to_the_first_page(
    world: World, client: Client, eight: list[Document], query: str
) -> None:
    assert stamps(inbox(world, client, query)) == [8, 7, 6]


def test_the_page_before_the_first_rows_is_the_first(
    world: World, client: Client, eight: list[Document]
) -> None:
    assert stamps(inbox(world, client, "?above=7")) == [8, 7, 6]
    assert stamps(inbox(world, client, "?above=999")) == [8, 7, 6]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("elgrossen", [10, 9]),
        ("40118", [9]),
        ("119", [10]),
        ("#10", [10]),
        ("7", [7]),
        ("#999", []),
    ],
)
def test_what_is_searched_for_is_found_by_supplier_number_or_stamp(
    world: World, client: Client, eight: list[Document], text: str, found: list[int]
) -> None:
    received(world, number="40118")
    received(world, number="40119")
    answer = client.get(reverse("inbox", args=[world.fjord.slug]), {"q": text})
    assert (stamps(answer), answer.context["counts_of_tab"]) == (found, len(found))
    if found:
        row = Document.objects.get(company=world.fjord, stamp_number=found[-1])
        again = opened(world, client, row, answer.context["list_query"])
        assert (stamps(again), again.context["text"]) == (found, text)


def test_a_search_that_finds_nothing_leads_back(
    world: World, client: Client, eight: list[Document]
) -> None:
    answer = inbox(world, client, "?q=finnes%00ikke&tab=done")
    assert (stamps(answer), answer.context["text"]) == ([], "finnesikke")
    assert f'href="{reverse("inbox", args=[world.fjord.slug])}?tab=done"' in answer.content.decode()


def test_another_companys_documents_are_on_no_page(
    world: World, client: Client, eight: list[Document]
) -> None:
    client.force_login(world.per)
    assert stamps(inbox_of_tind(world, client)) == []
    assert opened_in_tind(world, client, eight[0]).status_code == 404


def inbox_of_tind(world: World, client: Client) -> Any:
    return client.get(reverse("inbox", args=[world.tind.slug]))


def opened_in_tind(world: World, client: Client, row: Document) -> Any:
    return client.get(reverse("document", args=[world.tind.slug, row.pk]))


@pytest.mark.parametrize("query", ["", "?below=6", "?q=pdf&below=6", "?tab=done"])
def test_a_page_of_the_list_asks_at_most_fifteen_times(
    world: World,
    client: Client,
    eight: list[Document],
    query: str,
) -> None:
    for answer in (
        lambda: inbox(world, client, query),
        lambda: opened(world, client, eight[1], query),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer()
        assert len([q for q in queries if "set_config" not in q["sql"]]) <= 15


def test_who_sees_only_the_inbox_pages_too(
    world: World, client: Client, eight: list[Document]
) -> None:
    client.force_login(world.people[Role.AUDITOR])
    assert stamps(inbox(world, client, "?below=6")) == [3, 2, 1]
