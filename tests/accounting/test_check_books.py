"""`manage.py check_books`: silent on good books, and finds each kind of damage that only a superuser can do."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from accounting.ledger.actions import post_voucher, reverse_voucher
from accounting.ledger.checks import CHECKS, check_books
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import Voucher
from accounting.open_items.actions import Part, settle_items, undo_settlement
from accounting.open_items.models import OpenItem
from erp.companies.scope import Scope, company_scope, set_scope
from tests.accounting.machine.books import Books, make_accountant, open_books, scope_of
from tests.support.database import connect
from tests.world import TODAY, draft, line

pytestmark = pytest.mark.django_db(transaction=True)


def damaged_books() -> Books:
    """Make books in which everything that is checked is there once."""
    books = open_books(make_accountant())
    who = {"company": books.company, "by": books.by}

    def post(*lines: DraftLine, **fields: object) -> Voucher:
        return post_voucher(draft(*lines, **fields), **who)  # type: ignore[arg-type]

    dimensions = {"department": "10", "project": "P1", "dimensions": {"KAM": "V1"}}
    first = post(line("7320", "125.00", "1", **dimensions), line("1920", "-125.00"))
    reverse_voucher(**who, voucher=first, on=TODAY, reason="Feil")
    customer, other = books.parties[0], books.parties[1]
    euro = {"currency": "EUR", "rate": Decimal("11.7305")}
    owed = DraftLine("1500", None, currency_amount=Decimal("100.00"), party=customer, **euro)
    paid = DraftLine("1500", None, currency_amount=Decimal("-100.00"), party=customer, **euro)
    bank = DraftLine("1920", None, currency_amount=Decimal("-100.00"), **euro)
    back = DraftLine("1920", None, currency_amount=Decimal("100.00"), **euro)
    post(owed, bank)
    post(paid, back)
    post(line("1500", "10.00", party=other), line("3900", "-10.00"))
    post(line("1920", "10.00"), line("3900", "-10.00"), day=date(2027, 1, 2))
    items = OpenItem.objects.for_company(books.company).filter(party=customer)
    parts = [Part(item.pk, item.currency_amount) for item in items]
    for _ in range(2):
        settlement = settle_items(**who, parts=parts, on=TODAY, reason="Betalt")
        undo_settlement(**who, settlement=settlement, on=TODAY, reason="Feil")
    settle_items(**who, parts=parts, on=TODAY, reason="Betalt")
    return books


# What a superuser does, with all triggers off, and the checks that must see it. {c} is the company.
ENTRY = "SELECT e.id FROM accounting_entry e JOIN accounting_account a ON a.id = e.account_id WHERE e.company_id = {c}"
VAT = f"({ENTRY} AND e.vat_role = 'input' ORDER BY e.id LIMIT 1)"
COST = f"({ENTRY} AND a.number = '7320' ORDER BY e.id LIMIT 1)"
LATEST = "(SELECT max(id) FROM accounting_voucher WHERE company_id = {c})"
REVERSAL = "(SELECT id FROM accounting_voucher WHERE company_id = {c} AND reverses_id IS NOT NULL)"
ITEM = "(SELECT min(id) FROM accounting_openitem WHERE company_id = {c})"
LINE = "(SELECT max(id) FROM accounting_settlementline WHERE company_id = {c})"
UNDOING = (
    "(SELECT min(id) FROM accounting_settlement WHERE company_id = {c} AND undoes_id IS NOT NULL)"
)
DAMAGE = {
    "every voucher balances": f"UPDATE accounting_entry SET amount = amount + 0.01,"
    f" currency_amount = amount + 0.01 WHERE id = {COST}",
    "no voucher is empty": f"DELETE FROM accounting_entry WHERE voucher_id = {LATEST}",
    "numbers have no gap and no double": f"UPDATE accounting_voucher SET number = 7 WHERE id = {LATEST}",
    "series stand where their vouchers do": "UPDATE accounting_voucherseries SET last_number = last_number + 1"
    " WHERE company_id = {c} AND last_number > 0",
    "vouchers stand in the period of their date": f"UPDATE accounting_voucher SET date = date + 40 WHERE id = {LATEST}",
    "entries follow their voucher": f"UPDATE accounting_entry SET date = date + 1 WHERE id = {COST}",
    "kept balances equal their recomputation": "UPDATE accounting_accountbalance SET credit = credit + 1"
    " WHERE company_id = {c}",
    "every entry on a control account is an item, and no other": f"UPDATE accounting_openitem SET amount = amount + 1,"
    f" remaining = remaining + 1 WHERE id = {ITEM}",
    "what is left of an item is its amount less its settlements": f"UPDATE accounting_openitem SET remaining = 1"
    f" WHERE id = {ITEM}",
    "sub-ledgers equal their control accounts": f"UPDATE accounting_openitem SET remaining = 1 WHERE id = {ITEM}",
    "settlements sum to zero": f"UPDATE accounting_settlementline SET amount = amount + 1 WHERE id = {LINE}",
    "what is left of an item in its currency follows what is left of it": "UPDATE accounting_openitem"
    f" SET currency_remaining = 1 WHERE id = {ITEM}",
    "settlements are of one party, account and currency": "UPDATE accounting_openitem SET currency = 'SEK'"
    f" WHERE id = {ITEM}",
    "what undid a settlement is its exact opposite": "UPDATE accounting_settlementline SET amount = amount * 2"
    f" WHERE settlement_id = {UNDOING}",
    "a reversal is the exact opposite": "UPDATE accounting_entry SET vat_base = vat_base - 1"
    f" WHERE vat_role = 'input' AND voucher_id = {REVERSAL}",
    "a reversal never comes before what it reverses": f"UPDATE accounting_voucher SET date = date - 1"
    f" WHERE id = {REVERSAL}",
    "what is in the VAT return has a term, and nothing else": f"UPDATE accounting_entry SET vat_term_id = NULL WHERE id = {VAT}",
    "VAT entries have the basis of their code's lines": f"UPDATE accounting_entry SET vat_base = 99.99 WHERE id = {VAT}",
    "departments and projects are values of those dimensions": "UPDATE accounting_entry SET department_id = project_id"
    f" WHERE id = {COST}",
    "free values are the company's own, one of each dimension": "UPDATE accounting_entry"
    f" SET free_values = free_values || 0::bigint WHERE id = {COST}",
    "entries point at rows of their own company": f"UPDATE accounting_entry SET party_id = 0 WHERE id = {COST}",
    "every voucher type has a series in every fiscal year": "DELETE FROM accounting_voucherseries"
    " WHERE company_id = {c} AND last_number = 0",
    "periods cover their fiscal year day by day": 'UPDATE accounting_period SET "end" = "end" - 1'
    " WHERE company_id = {c} AND number = 3",
    "VAT entries stand on the code's own accounts": f"UPDATE accounting_entry SET account_id ="
    f" (SELECT account_id FROM accounting_entry WHERE id = {COST}) WHERE id = {VAT}",
    "stamp numbers have no gap, and their series stands where they do": "INSERT INTO companies_numberseries"
    " (company_id, key, last_number) VALUES ({c}, 'stamp', 1)",
    "a year's result and balance sheet meet": "UPDATE accounting_accountbalance SET debit = debit + 1"
    " WHERE company_id = {c}",
}


@pytest.fixture(scope="module")
def books(django_db_setup: None, django_db_blocker: object) -> Iterator[Books]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield damaged_books()


@pytest.fixture(autouse=True)
def in_the_books(books: Books) -> Iterator[None]:
    set_scope(scope_of(books))
    yield
    set_scope(Scope())


def test_good_books_are_silent(books: Books) -> None:
    assert check_books(books.company) == []


def test_there_is_a_damage_for_every_check() -> None:
    assert set(DAMAGE) == set(CHECKS)


@pytest.mark.parametrize("check", sorted(DAMAGE))
def test_each_kind_of_damage_is_found(books: Books, check: str) -> None:
    company = books.company.pk
    with connect("ADMIN_DATABASE_URL") as superuser:
        superuser.autocommit = False
        superuser.execute("SET session_replication_role = replica")
        done = superuser.execute(DAMAGE[check].replace("{c}", str(company)).encode())
        assert done.rowcount > 0, "the damage needs a row to hit"
        found = superuser.execute(CHECKS[check].encode(), {"company": company}).fetchall()
        superuser.rollback()
    assert found


def run(*slugs: str) -> tuple[str, str, str]:
    """Run the command as an operator does; returns what it printed, and what it ended with."""
    out, errors, ending = io.StringIO(), io.StringIO(), ""
    set_scope(Scope())
    try:
        call_command("check_books", *slugs, stdout=out, stderr=errors)
    except CommandError as error:
        ending = str(error)
    return out.getvalue(), errors.getvalue(), ending


def test_the_command_says_what_it_checked_and_ends_well(books: Books) -> None:
    out, errors, ending = run(books.company.slug)
    assert out == f"{books.company.slug}: {len(CHECKS)} checks, 0 findings\n"
    assert (errors, ending) == ("", "")


def test_the_command_does_not_know_other_companies(books: Books) -> None:
    out, _errors, ending = run(books.company.slug, "finnes-ikke")
    assert (out, ending) == ("", "no such company: finnes-ikke")


def test_planted_damage_is_printed_and_the_command_fails() -> None:
    broken = open_books(make_accountant())
    pair = (line("1920", "10.00"), line("3900", "-10.00"))
    voucher = post_voucher(draft(*pair), company=broken.company, by=broken.by)
    with connect("ADMIN_DATABASE_URL") as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(
            "UPDATE accounting_entry SET amount = 11, currency_amount = 11 WHERE voucher_id = %s AND line = 1",
            [voucher.pk],
        )
        out, errors, ending = run(broken.company.slug)
        superuser.execute(
            "UPDATE accounting_entry SET amount = 10, currency_amount = 10 WHERE voucher_id = %s AND line = 1",
            [voucher.pk],
        )
    assert (
        f"{broken.company.slug}: every voucher balances: ({voucher.pk}, Decimal('1.00'))" in errors
    )
    assert "2 findings" in out
    assert ending == "2 findings"
    with company_scope(broken.company.pk):
        assert check_books(broken.company) == []
