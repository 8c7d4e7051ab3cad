"""Strategies: drafts that should be posted, and drafts that are broken in one way. Parties are told by place."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from accounting.ledger.drafts import DraftLine, VoucherDraft
from tests.accounting.machine.arithmetic import CODES, ZERO, half_up, total_of, vat_of

# The parties of the books by place: two customers, two suppliers, an employee, a group company.
PARTIES_OF = {"1500": (0, 1), "2400": (2, 3), "2910": (4,), "1560": (5,), "2920": (5,)}
COSTS = ("4300", "6340", "6553", "6800", "7140", "7320")
INCOMES = ("3000", "3100", "3900")
COST_CODES = tuple(c for c in CODES if CODES[c][0] in ("input", "reverse", "cost")) + ("0", "21")
INCOME_CODES = ("3", "31", "32", "33", "5", "52", "6", "7")
KINDS = {
    "manual": "general",
    "bank": "general",
    "supplier_invoice": "purchase",
    "supplier_credit_note": "purchase",
    "customer_invoice": "sales",
    "customer_credit_note": "sales",
}
DAYS = (
    *(date(2026, 11, 2), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31)),
    *(date(2027, 1, 1), date(2027, 1, 15), date(2027, 2, 28), date(2028, 2, 29)),
)
LOCK_DAYS = (date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 15))
FAR_DAYS = (date(2062, 1, 1), date(1989, 12, 31))
# The euro at two rates, so that what is settled may differ in kroner.
CURRENCIES = (("EUR", "11.7305"), ("EUR", "12.0418"), ("SEK", "0.9876"), ("USD", "10.33333333"))

amounts = st.integers(100, 5_000_000).flatmap(
    lambda ore: st.sampled_from([Decimal(ore).scaleb(-2), -Decimal(ore).scaleb(-2)])
)
codes = {
    account: st.sampled_from([None, *COST_CODES] if account in COSTS else [None, *INCOME_CODES])
    for account in (*COSTS, *INCOMES)
}


@st.composite
def lines(draw: Any, currency: str, rate: Decimal | None) -> DraftLine:
    """A line on a cost, an income, the bank or a control account."""
    account = draw(st.sampled_from([*COSTS, *INCOMES, "1920", *PARTIES_OF]))
    amount = draw(amounts)
    line = DraftLine(
        account=account,
        amount=amount if rate is None else None,
        currency=currency,
        currency_amount=None if rate is None else amount,
        rate=rate,
        department=draw(st.sampled_from([None, None, "10", "20"])),
        project="P1" if account == "6800" else draw(st.sampled_from([None, None, "P1", "P2"])),
        dimensions={"KAM": "V1"} if account == "7320" else draw(free_values),
    )
    if account in PARTIES_OF:
        party = draw(st.sampled_from(PARTIES_OF[account]))
        return replace(line, party=party, kid="602243", due_date=date(2027, 1, 20))
    if account in codes and (code := draw(codes[account])):
        line = replace(line, vat_code=code, includes_vat=draw(st.booleans()))
        return replace(line, stated_vat=draw(stated(line))) if draw(st.booleans()) else line
    return line


free_values = st.sampled_from([{}, {}, {"BIL": "A"}, {"KAM": "V2", "BIL": "A"}])


@st.composite
def stated(draw: Any, line: DraftLine) -> Decimal | None:
    """The VAT that an invoice states: a krone off at most, on the right side, less than the amount."""
    assert line.vat_code
    foreign = line.amount if line.rate is None else line.currency_amount
    kroner = foreign if line.rate is None or foreign is None else half_up(foreign * line.rate)
    assert kroner is not None
    _net, vat = vat_of(kroner, line.vat_code, includes=line.includes_vat, stated=None)
    if CODES[line.vat_code][0] not in ("input", "reverse", "cost") or abs(vat) < Decimal("0.10"):
        return None
    off = Decimal(draw(st.integers(-min(100, int(abs(vat) * 50)), 100))).scaleb(-2)
    said = vat + (off if vat > 0 else -off)
    return said if abs(said) < abs(kroner) else vat


@st.composite
def drafts(draw: Any, keyed: bool | None = None) -> VoucherDraft:
    """A draft that keeps every rule, unless a lock stands in its way."""
    currency, rate_text = draw(st.sampled_from([("NOK", ""), ("NOK", ""), *CURRENCIES]))
    rate = Decimal(rate_text) if rate_text else None
    own = draw(st.lists(lines(currency, rate), min_size=1, max_size=5))
    total = sum((total_of(line) for line in own), ZERO)
    if total:
        against = draw(st.sampled_from(["1920", "1500", "2400", "2910", "1560"]))
        last = DraftLine(
            account=against,
            amount=-total if rate is None else None,
            currency=currency,
            currency_amount=None if rate is None else -total,
            rate=rate,
            party=draw(st.sampled_from(PARTIES_OF[against])) if against in PARTIES_OF else None,
        )
        own = [*own, last]
    return VoucherDraft(
        voucher_type=draw(st.sampled_from(sorted(KINDS))),
        date=draw(st.sampled_from(DAYS)),
        lines=tuple(own),
        text=draw(st.sampled_from(["", "Leie november", "Kjøp & salg «æøå»"])),
        vat_term_date=draw(st.sampled_from([None, None, date(2026, 12, 31)])),
    )


BREAKS = (
    *("unbalanced", "unknown account", "inactive account", "no party", "wrong party", "nothing"),
    *("decimals", "unknown code", "no required project", "no required free value", "far day"),
    *("unknown department", "department as free", "no rate", "long kid", "unknown type", "empty"),
)


@st.composite
def broken_drafts(draw: Any) -> tuple[VoucherDraft, str]:
    """A draft that breaks a rule, and the field that must say so."""
    good = draw(drafts())
    at = draw(st.integers(0, len(good.lines) - 1))
    return broken(good, at, draw(st.sampled_from(BREAKS)), draw(st.sampled_from(FAR_DAYS)))


def broken(draft: VoucherDraft, at: int, how: str, far: date) -> tuple[VoucherDraft, str]:
    """Break one rule at one line of a draft."""
    if how == "far day":
        return replace(draft, date=far), "date"
    if how == "unknown type":
        return replace(draft, voucher_type="nonsense"), "voucher_type"
    if how == "empty":
        return replace(draft, lines=()), "lines"
    line, field = broken_line(draft.lines[at], how)
    lines_ = (*draft.lines[:at], line, *draft.lines[at + 1 :])
    return replace(draft, lines=lines_), field if field == "lines" else f"lines.{at}.{field}"


def broken_line(line: DraftLine, how: str) -> tuple[DraftLine, str]:
    """Break one rule at a line; returns it with the field that must say so."""
    money = "amount" if line.currency == "NOK" else "currency_amount"
    amount: Decimal = getattr(line, money)
    bare = replace(line, vat_code=None, stated_vat=None, party=None)
    more = amount + (1 if amount > 0 else -1)
    ways: dict[str, tuple[DraftLine, str]] = {
        "unbalanced": (replace(line, **{money: more}), "lines"),
        "unknown account": (replace(line, account="9999"), "account"),
        "inactive account": (replace(bare, account="6940"), "account"),
        "no party": (replace(bare, account="2400"), "party"),
        "wrong party": (replace(bare, account="1500", party=2), "party"),
        "nothing": (replace(line, **{money: ZERO}), money),
        "decimals": (replace(line, **{money: amount + Decimal("0.001")}), money),
        "unknown code": (replace(bare, account="6553", vat_code="77"), "vat_code"),
        "no required project": (replace(bare, account="6800", project=None), "project"),
        "no required free value": (replace(bare, account="7320", dimensions={}), "dimensions.KAM"),
        "unknown department": (replace(line, department="99"), "department"),
        "department as free": (replace(line, dimensions={"AVD": "10"}), "dimensions.AVD"),
        "no rate": (replace(bare, currency="EUR", currency_amount=amount, rate=None), "rate"),
        "long kid": (replace(line, kid="1" * 26), "kid"),
    }
    return ways[how]
