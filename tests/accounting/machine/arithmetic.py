"""What a draft comes to, worked out once more in plain Python: VAT by the table of codes, currency, rounding.

Written from the standard's table and the accountant's examples, not from the product's code.
"""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from accounting.ledger.drafts import DraftLine, VoucherDraft

ZERO = Decimal("0.00")

# Code: what posting with it does, percent (from 2021-10-01), account of output VAT, account of input VAT.
CODES = {
    "0": ("none", "0", "", ""),
    "1": ("input", "25", "", "2710"),
    "11": ("input", "15", "", "2711"),
    "12": ("input", "11.11", "", "2712"),
    "13": ("input", "12", "", "2713"),
    "14": ("input", "25", "", "2710"),
    "21": ("none", "25", "", ""),
    "3": ("output", "25", "2700", ""),
    "31": ("output", "15", "2701", ""),
    "32": ("output", "11.11", "2702", ""),
    "33": ("output", "12", "2703", ""),
    "5": ("basis", "0", "", ""),
    "52": ("basis", "0", "", ""),
    "6": ("basis", "0", "", ""),
    "7": ("none", "0", "", ""),
    "81": ("reverse", "25", "2705", "2715"),
    "82": ("cost", "25", "2705", ""),
    "83": ("reverse", "15", "2706", "2716"),
    "86": ("reverse", "25", "2704", "2714"),
    "87": ("cost", "25", "2704", ""),
    "88": ("reverse", "12", "2709", "2718"),
    "89": ("cost", "12", "2709", ""),
    "91": ("reverse", "25", "2707", "2717"),
}
NOT_IN_RETURN = frozenset({"0", "7", "21"})
CONTROL = {"1500": "C", "2400": "S", "2910": "E", "1560": "G", "2920": "G"}
DEFAULT_DEPARTMENT = {"7140": "10"}


@dataclass(frozen=True)
class Row:
    """An entry that is expected."""

    account: str
    amount: Decimal
    currency_amount: Decimal
    code: str = ""
    role: str = ""
    department: str | None = None
    project: str | None = None
    party: int | None = None


def half_up(value: Decimal) -> Decimal:
    """Round to øre."""
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def vat_of(
    amount: Decimal, code: str, *, includes: bool, stated: Decimal | None
) -> tuple[Decimal, Decimal]:
    """Return net and VAT of an amount."""
    kind, percent = CODES[code][0], Decimal(CODES[code][1])
    if kind in ("none", "basis"):
        return amount, ZERO
    if kind in ("reverse", "cost"):
        return amount, half_up(amount * percent / 100) if stated is None else stated
    if not includes:
        return amount, half_up(amount * percent / 100) if stated is None else stated
    vat = half_up(amount * percent / (100 + percent)) if stated is None else stated
    return amount - vat, vat


def total_of(line: DraftLine) -> Decimal:
    """Return what a line adds to the voucher's balance, in its currency."""
    amount = line.amount if line.currency == "NOK" else line.currency_amount
    assert amount is not None
    if not line.vat_code or CODES[line.vat_code][0] not in ("input", "output"):
        return amount
    net, vat = vat_of(amount, line.vat_code, includes=line.includes_vat, stated=in_currency(line))
    return net + vat


def in_currency(line: DraftLine) -> Decimal | None:
    """Return the stated VAT, which is in kroner, in the line's currency."""
    if line.stated_vat is None or line.rate is None:
        return line.stated_vat
    return half_up(line.stated_vat / line.rate)


def rows_of_line(line: DraftLine) -> list[Row]:
    """Return the entries of a line: its own first, then those on VAT accounts."""
    foreign = line.currency_amount if line.rate is not None else line.amount
    kroner = half_up(foreign * line.rate) if line.rate is not None and foreign else line.amount
    assert foreign is not None and kroner is not None
    own = Row(
        account=line.account,
        amount=kroner,
        currency_amount=foreign,
        code=line.vat_code or "",
        department=line.department or DEFAULT_DEPARTMENT.get(line.account),
        project=line.project,
        party=line.party,
    )
    if not line.vat_code:
        return [own]
    kind, _percent, output, input_ = CODES[line.vat_code]
    net_cur, vat_cur = vat_of(
        foreign, line.vat_code, includes=line.includes_vat, stated=in_currency(line)
    )
    stated = line.stated_vat
    if line.rate is not None and not line.includes_vat and kind in ("input", "output"):
        stated = half_up(vat_cur * line.rate) if stated is None else stated
    net, vat = vat_of(kroner, line.vat_code, includes=line.includes_vat, stated=stated)
    rows = [replace(own, amount=net, currency_amount=net_cur, role="base")]
    blank = Row("", ZERO, ZERO, line.vat_code)
    if kind == "cost":
        rows.append(replace(own, amount=vat, currency_amount=vat_cur, role="cost"))
    if kind in ("input", "reverse"):
        rows.append(
            replace(blank, account=input_, amount=vat, currency_amount=vat_cur, role="input")
        )
    if kind == "output":
        rows.append(
            replace(blank, account=output, amount=vat, currency_amount=vat_cur, role="output")
        )
    if kind in ("reverse", "cost"):
        rows.append(
            replace(blank, account=output, amount=-vat, currency_amount=-vat_cur, role="output")
        )
    return rows


def rows_of(draft: VoucherDraft) -> list[Row]:
    """Return a voucher's entries in their order: the lines' own, then one for each VAT account and code."""
    own: list[Row] = []
    vat: dict[tuple[str, str, str], Row] = {}
    for line in draft.lines:
        for row in rows_of_line(line):
            key = (row.account, row.code, row.role)
            if row.role not in ("input", "output"):
                own.append(row)
            elif key in vat:
                vat[key] = replace(
                    row,
                    amount=vat[key].amount + row.amount,
                    currency_amount=vat[key].currency_amount + row.currency_amount,
                )
            else:
                vat[key] = row
    rows = [row for row in [*own, *vat.values()] if row.amount]
    return rows if draft.lines[0].currency == "NOK" else share_out_ore(rows)


def share_out_ore(rows: list[Row]) -> list[Row]:
    """Give the øre that conversion leaves over to the largest entry that is nobody's item and no VAT."""
    left = sum((row.amount for row in rows), ZERO)
    free = [
        row
        for row in rows
        if row.party is None and row.role in ("", "base") and abs(row.amount) > abs(left)
    ]
    if not left or not free or sum((row.currency_amount for row in rows), ZERO):
        return rows
    largest = max(free, key=lambda row: abs(row.amount))
    return [replace(row, amount=row.amount - left) if row is largest else row for row in rows]


def imbalance(rows: list[Row]) -> Decimal:
    """Return what a voucher lacks."""
    return sum((row.amount for row in rows), ZERO)


def by_account(rows: list[Row]) -> Counter[str]:
    """Return the sum of each account."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.account] += row.amount  # type: ignore[assignment]
    return sums
