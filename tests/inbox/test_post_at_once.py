"""Two people post at the same moment: invoices of a supplier that neither of them finds among the parties yet."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from accounting.ledger.checks import check_books
from crm.models import Party
from inbox.actions import CodingRefused, TypedCoding, TypedCodingLine, post_document
from inbox.models import Document
from tests.accounting.machine.books import Books, make_accountant, open_books, scope_of
from tests.accounting.threads import PATIENCE, race
from tests.inbox.documents import received

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books() -> Books:
    return open_books(make_accountant())


def arrived(books: Books, **changes: Any) -> Document:
    here: Any = SimpleNamespace(fjord=books.company, ola=books.by)
    return received(here, **changes)


def posting(books: Books, document: Document, number: str) -> Callable[[], Document]:
    coding = TypedCoding(
        date=date(2026, 11, 16),
        lines=(TypedCodingLine("4300", Decimal("59100.00"), "1"),),
        number=number,
        issue_date=date(2026, 11, 16),
        due_date=date(2026, 11, 30),
        kid="602243",
    )
    return lambda: post_document(
        company=books.company, by=books.by, document=document, coding=coding
    )


def suppliers(books: Books) -> int:
    return Party.objects.for_company(books.company).filter(orgnr="910122975").count()


def test_two_invoices_of_one_new_supplier_are_both_posted(books: Books) -> None:
    first = posting(books, arrived(books, number="1"), "1")
    second = posting(books, arrived(books, number="2"), "2")
    with race(scope_of(books)) as both:
        one, two = both.first(first), both.then(second)
        both.commit()
        posted = one.result(PATIENCE), two.result(PATIENCE)
    assert [document.state for document in posted] == ["posted", "posted"]
    assert posted[0].supplier == posted[1].supplier
    assert suppliers(books) == 1
    assert check_books(books.company) == []


def test_the_same_invoice_twice_is_posted_once_and_the_other_is_told_why(books: Books) -> None:
    # Each was read with a number of its own, and got the right one from the person who coded it.
    first = posting(books, arrived(books, number="1"), "40118")
    second = posting(books, arrived(books, number="2"), "40118")
    with race(scope_of(books)) as both:
        one, two = both.first(first), both.then(second)
        both.commit()
        assert one.result(PATIENCE).state == "posted"
        with pytest.raises(CodingRefused):
            two.result(PATIENCE)
    states = Document.objects.for_company(books.company).values_list("state", flat=True)
    assert sorted(states) == ["posted", "read"]
    assert suppliers(books) == 1
    assert check_books(books.company) == []
