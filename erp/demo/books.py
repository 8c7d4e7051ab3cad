"""Two years of vouchers of the demo company: sales, purchases, payments, payroll, VAT and depreciation."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Sum

from accounting.ledger.actions import post_vouchers
from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.models import AccountBalance, Voucher
from accounting.open_items.actions import Part, settle_items
from accounting.open_items.models import OpenItem
from erp.demo import cast
from erp.demo.company import Demo
from erp.money import to_ore

VAT = Decimal("1.25")
RENT_RISE = Decimal("1.034")


def months(today: date) -> Iterator[date]:
    """Yield the first day of each month from January last year until this month."""
    day = date(today.year - 1, 1, 1)
    while day <= today:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def make_books(demo: Demo) -> None:
    """Post two years, month by month, and settle what is paid."""
    chance = random.Random(2026)
    post(demo, [opening(demo)])
    bills: list[tuple[VoucherDraft, date]] = []
    for first in months(demo.today):
        sales = list(sales_of(demo, first, chance))
        purchases = list(purchases_of(demo, first, chance))
        bills += sales + purchases
        drafts = [draft for draft, _paid in sales + purchases]
        drafts += [*payroll_of(demo, first), depreciation_of(demo, first)]
        post(demo, [draft for draft in drafts if draft.date <= demo.today])
    pay_bills(demo, [(draft, paid) for draft, paid in bills if paid <= demo.today])
    settle_paid(demo)
    settle_vat(demo)
    dispose_of_result(demo)


def post(demo: Demo, drafts: list[VoucherDraft]) -> list[Voucher]:
    """Post drafts in the order of their dates, as somebody would have done."""
    ordered = sorted(drafts, key=lambda draft: draft.date)
    return post_vouchers(ordered, company=demo.company, by=demo.by) if ordered else []


def last_day(first: date) -> date:
    """Return the last day of a month."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def opening(demo: Demo) -> VoucherDraft:
    """The balance that the company starts with."""
    amounts = {
        "1240": "684000.00",
        "1250": "92500.00",
        "1460": "318400.00",
        "1920": "742310.55",
        "1950": "88600.00",
        "2000": "-300000.00",
        "2050": "-1124710.55",
        "2220": "-412500.00",
        "2600": "-88600.00",
    }
    lines = tuple(DraftLine(number, Decimal(amount)) for number, amount in amounts.items())
    first = date(demo.today.year - 1, 1, 1)
    return VoucherDraft("opening", first, lines, text="Inngående balanse")


def varied(usual: int, chance: random.Random, first: date, spread: int = 25) -> Decimal:
    """Return an amount around the usual one, a little higher in the second year."""
    grown = Decimal(usual) * (RENT_RISE if first.year % 2 == 0 else 1)
    return to_ore(grown * chance.randint(100 - spread, 100 + spread) / 100)


def sales_of(demo: Demo, first: date, chance: random.Random) -> Iterator[tuple[VoucherDraft, date]]:
    """Yield the month's invoices with the day each is paid; the latest ones are still open."""
    for number, customer in enumerate(cast.CUSTOMERS):
        if chance.random() < 0.12:
            continue
        day = first + timedelta(days=chance.randint(1, 26))
        net = varied(customer.usual, chance, first)
        services = to_ore(net * chance.randint(30, 70) / 100)
        invoice = f"{first:%y%m}{number + 1:02d}"
        project = cast.PROJECTS[number % len(cast.PROJECTS)][0]
        party = demo.customers[customer.name].pk
        lines = (
            DraftLine(
                "1500",
                to_ore(net * VAT),
                party=party,
                invoice_number=invoice,
                kid=cast.kid_of(f"10{invoice}"),
                due_date=day + timedelta(days=14),
            ),
            DraftLine("3000", -(net - services), "Varer", "3", False, None, "", "20", project),
            DraftLine("3020", -services, "Montasje", "3", False, None, "", "30", project),
        )
        paid = day + timedelta(days=customer.pays_after)
        yield (
            VoucherDraft("customer_invoice", day, balanced(lines), text=f"Faktura {invoice}"),
            paid,
        )


def balanced(lines: tuple[DraftLine, ...]) -> tuple[DraftLine, ...]:
    """Let the party's line carry what the others come to, VAT of each rounded on its own."""
    rest = sum(
        (line.amount + to_ore(line.amount * Decimal("0.25")) for line in lines[1:] if line.amount),
        Decimal("0.00"),
    )
    return (replace(lines[0], amount=-rest), *lines[1:])


def purchases_of(
    demo: Demo, first: date, chance: random.Random
) -> Iterator[tuple[VoucherDraft, date]]:
    """Yield the month's bills with the day each is paid; services from abroad in euro."""
    for number, supplier in enumerate(cast.SUPPLIERS):
        day = first.replace(day=supplier.day)
        spread = 0 if supplier.account in {"6300", "6705"} else 20
        net = varied(supplier.usual, chance, first, spread)
        abroad = supplier.vat_code == "86"
        gross = net if abroad else to_ore(net * VAT)
        invoice = f"{first:%y%m}{7 + number:02d}"
        head = DraftLine(
            "2400",
            -gross,
            party=demo.suppliers[supplier.name].pk,
            invoice_number=invoice,
            kid="" if abroad else cast.kid_of(f"88{invoice}"),
            due_date=day + timedelta(days=20),
        )
        cost = DraftLine(
            supplier.account,
            gross,
            supplier.text,
            supplier.vat_code,
            department=supplier.department,
            project="1001" if supplier.account == "4500" else None,
        )
        text = f"{supplier.name}, {supplier.text.lower()}"
        yield (
            VoucherDraft("supplier_invoice", day, (cost, head), text=text),
            day + timedelta(days=20),
        )


def payroll_of(demo: Demo, first: date) -> Iterator[VoucherDraft]:
    """Yield the month's payroll, and the tax that is paid on the 15th of every other month."""
    gross, tax = Decimal("214600.00"), Decimal("68400.00")
    contribution = to_ore(gross * Decimal("0.141"))
    holiday = to_ore(gross * Decimal("0.12"))
    day = first.replace(day=25)
    lines = (
        DraftLine("5000", gross, "Lønn", department="30"),
        DraftLine("2600", -tax, "Forskuddstrekk"),
        DraftLine("1920", -(gross - tax), "Utbetalt lønn"),
        DraftLine("5400", contribution, "Arbeidsgiveravgift", department="30"),
        DraftLine("2770", -contribution, "Arbeidsgiveravgift"),
        DraftLine("5092", holiday, "Feriepenger", department="30"),
        DraftLine("2940", -holiday, "Feriepenger"),
    )
    yield VoucherDraft("payroll", day, lines, text=f"Lønn {first:%m.%Y}")
    if first.month % 2 == 1 and first != date(demo.today.year - 1, 1, 1):
        pay = (
            DraftLine("2600", 2 * tax, "Forskuddstrekk"),
            DraftLine("2770", 2 * contribution, "Arbeidsgiveravgift"),
            DraftLine("1920", -2 * (tax + contribution), "Skatteoppgjør"),
        )
        text = "Forskuddstrekk og arbeidsgiveravgift"
        yield VoucherDraft("bank", first.replace(day=15), pay, text=text)


def depreciation_of(demo: Demo, first: date) -> VoucherDraft:
    """The month's depreciation of vans and furniture."""
    lines = (
        DraftLine("6010", Decimal("9500.00"), "Varebiler"),
        DraftLine("1240", Decimal("-9500.00"), "Varebiler"),
        DraftLine("6017", Decimal("1541.67"), "Inventar"),
        DraftLine("1250", Decimal("-1541.67"), "Inventar"),
    )
    return VoucherDraft("manual", last_day(first), lines, text=f"Avskrivning {first:%m.%Y}")


def pay_bills(demo: Demo, bills: list[tuple[VoucherDraft, date]]) -> None:
    """Post the payment of each bill, on the day it is paid, with its number and KID."""
    drafts = []
    for draft, paid in bills:
        head = next(line for line in draft.lines if line.party)
        assert head.amount is not None
        lines = (
            DraftLine(
                head.account,
                -head.amount,
                party=head.party,
                invoice_number=head.invoice_number,
                kid=head.kid,
            ),
            DraftLine("1920", head.amount, "Betaling"),
        )
        drafts.append(VoucherDraft("bank", paid, lines, text=f"Betalt {draft.text}"))
    post(demo, drafts)


def settle_paid(demo: Demo) -> None:
    """Set each payment against its bill."""
    waiting: dict[tuple[int, int, str], OpenItem] = {}
    for item in OpenItem.objects.for_company(demo.company).order_by("date", "pk"):
        key = (item.account_id, item.party_id, item.invoice_number)
        other = waiting.pop(key, None)
        if other is None:
            waiting[key] = item
        elif other.remaining == -item.remaining:
            parts = [Part(other.pk, other.remaining), Part(item.pk, item.remaining)]
            settle_items(
                company=demo.company,
                by=demo.by,
                parts=parts,
                on=max(item.date, other.date),
                reason=f"Faktura {item.invoice_number}",
            )


VAT_ACCOUNTS = ("2700", "2704", "2710", "2714")


def settle_vat(demo: Demo) -> None:
    """Move each ended term's VAT to the settlement account, and pay it when it is due."""
    for first in months(demo.today):
        end = last_day(first)
        if first.month % 2 or end >= demo.today:
            continue
        sums = vat_of_term(demo, end)
        owed = sum(sums.values(), Decimal("0.00"))
        text = f"Mva {first.month // 2}. termin {first.year}"
        lines = [DraftLine(number, -amount) for number, amount in sums.items() if amount]
        drafts = [VoucherDraft("vat", end, (*lines, DraftLine("2740", owed)), text=text)]
        due = (end + timedelta(days=40)).replace(day=10)
        if due <= demo.today:
            pay = (DraftLine("2740", -owed), DraftLine("1920", owed))
            drafts.append(VoucherDraft("bank", due, pay, text=f"Betalt {text.lower()}"))
        post(demo, drafts)


def dispose_of_result(demo: Demo) -> None:
    """Add last year's result to other equity, as the year-end does."""
    balances = AccountBalance.objects.for_company(demo.company).filter(
        account__number__gte="3", period__fiscal_year__year=demo.today.year - 1
    )
    result = balances.aggregate(sum=Sum(F("debit") - F("credit")))["sum"]
    lines = (DraftLine("8960", -result), DraftLine("2050", result))
    last = date(demo.today.year - 1, 12, 31)
    post(demo, [VoucherDraft("year_end", last, lines, text=f"Årsresultat {last.year}")])


def vat_of_term(demo: Demo, end: date) -> dict[str, Decimal]:
    """Return what stands on each VAT account at the end of a term."""
    rows = (
        AccountBalance.objects.for_company(demo.company)
        .filter(account__number__in=VAT_ACCOUNTS, period__end__lte=end)
        .values_list("account__number")
        .annotate(amount=Sum(F("debit") - F("credit")))
    )
    return dict(rows)
