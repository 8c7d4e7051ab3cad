"""Checks of our own, beyond the schema and the official rules: warnings that never make a document invalid.

They tell what a bookkeeper would want to know before posting. What is booked is what the document states.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import chain, islice

from django.utils.translation import gettext_lazy as _

from erp.identifiers import is_bank_account, is_iban, is_orgnr
from erp.money import format_amount, to_ore
from integrations.ehf.calculation import ZERO, exact, line_net_amount, vat_amount
from integrations.ehf.documents import AllowanceCharge, Invoice, Line, Party, Payment
from integrations.ehf.findings import Finding, warning
from integrations.ehf.names import ORGNR_SCHEME
from integrations.ehf.nodes import MAX_FINDINGS

TOLERANCE = Decimal("0.02")  # What the official rule R120 allows; more than that is told.
Group = tuple[str, Decimal]  # VAT category and rate.
TOTALS = {
    "LINE-TOTAL": _("The lines add up to %(computed)s, but %(stated)s is stated as their total."),
    "ALLOWANCES": _("The allowances add up to %(computed)s, but %(stated)s is stated."),
    "CHARGES": _("The charges add up to %(computed)s, but %(stated)s is stated."),
    "NET": _("The total without VAT is %(computed)s by its parts, but %(stated)s is stated."),
    "VAT-TOTAL": _("The VAT adds up to %(computed)s, but %(stated)s is stated as its total."),
    "GROSS": _("The total with VAT is %(computed)s by its parts, but %(stated)s is stated."),
    "PAYABLE": _("The amount due is %(computed)s by its parts, but %(stated)s is stated."),
}


def check_invoice(invoice: Invoice) -> tuple[Finding, ...]:
    """Return all warnings about a document, in the order in which it is read."""
    checks = (
        check_parties,
        check_vat_registration,
        check_payments,
        check_vat,
        check_totals,
        check_lines,
    )
    with exact():
        return tuple(chain.from_iterable(islice(check(invoice), MAX_FINDINGS) for check in checks))


def check_parties(invoice: Invoice) -> Iterator[Finding]:
    """Organisation numbers have a check digit (MOD11), wherever they stand."""
    supplier, customer = "AccountingSupplierParty/Party", "AccountingCustomerParty/Party"
    parties = [(supplier, invoice.supplier), (customer, invoice.customer)]
    if invoice.payee:
        parties.append(("PayeeParty", invoice.payee))
    for path, party in parties:
        for name, number in numbers_of(party):
            if not is_orgnr(number):
                yield warning(
                    "ORGNR",
                    f"{root_of(invoice)}/{path}/{name}",
                    _("%(number)s is not a valid organisation number."),
                    number=number,
                )


def numbers_of(party: Party) -> Iterator[tuple[str, str]]:
    is_norwegian = party.country == "NO" and len(party.orgnr) == 9 and not party.orgnr_scheme
    if party.orgnr and (is_norwegian or party.orgnr_scheme == ORGNR_SCHEME):
        yield "PartyLegalEntity/CompanyID", party.orgnr
    if party.endpoint and party.endpoint_scheme == ORGNR_SCHEME:
        yield "EndpointID", party.endpoint


def check_vat_registration(invoice: Invoice) -> Iterator[Finding]:
    """Who charges Norwegian VAT needs a number with MVA; without it the buyer has no right to deduct.

    The official rules take Foretaksregisteret for such a number.
    """
    sellers = [invoice.supplier, invoice.tax_representative or invoice.supplier]
    charges_vat = bool(invoice.totals.vat) or any(each.amount for each in invoice.vat)
    if charges_vat and is_norwegian(invoice) and not any(each.vat_registered for each in sellers):
        yield warning(
            "VAT-REGISTRATION",
            f"{root_of(invoice)}/AccountingSupplierParty/Party/PartyTaxScheme",
            _("The supplier charges VAT, but states no VAT number (organisation number with MVA)."),
        )


def is_norwegian(invoice: Invoice) -> bool:
    return invoice.supplier.country in ("NO", "")


def check_payments(invoice: Invoice) -> Iterator[Finding]:
    """A KID and a Norwegian account number have check digits."""
    for position, payment in enumerate(invoice.payments, start=1):
        path = f"{root_of(invoice)}/PaymentMeans"
        path += f"[{position}]" if len(invoice.payments) > 1 else ""
        if not has_valid_account(payment, invoice):
            yield warning(
                "ACCOUNT",
                f"{path}/PayeeFinancialAccount/ID",
                _("%(account)s is not a valid account number: its check digit is wrong."),
                account=payment.iban or payment.account,
            )
        if payment.kid and not payment.kid_is_valid and is_paid_in_norway(payment, invoice):
            yield warning(
                "KID",
                f"{path}/PaymentID",
                _(
                    "%(kid)s is not a valid KID: its check digit is wrong. It can only be sent as text."
                ),
                kid=payment.kid,
            )


def has_valid_account(payment: Payment, invoice: Invoice) -> bool:
    """Tell whether the check digits hold; of a foreign account that is no IBAN nothing is known."""
    account = payment.norwegian_account
    if payment.iban and not is_iban(payment.iban):
        return False
    if account and is_paid_in_norway(payment, invoice):
        return is_bank_account(account)
    return True


def is_paid_in_norway(payment: Payment, invoice: Invoice) -> bool:
    if payment.account or payment.iban:
        return bool(payment.norwegian_account) and (bool(payment.iban) or is_norwegian(invoice))
    return is_norwegian(invoice)


def check_vat(invoice: Invoice) -> Iterator[Finding]:
    """The VAT stated is the rate of its basis, and the basis is that of the lines, allowances and charges."""
    bases = bases_of(invoice)
    for position, stated in enumerate(invoice.vat, start=1):
        path = f"{root_of(invoice)}/TaxTotal/TaxSubtotal"
        path += f"[{position}]" if len(invoice.vat) > 1 else ""
        if stated.basis is None:
            continue
        computed = vat_amount(stated.basis, stated.rate)
        if stated.amount is not None and differs(computed, stated.amount):
            yield warning(
                "VAT",
                f"{path}/TaxAmount",
                _("%(rate)s %% VAT of %(basis)s is %(computed)s, but %(stated)s is stated."),
                rate=plain(stated.rate or ZERO),
                basis=amount(stated.basis),
                computed=amount(computed),
                stated=amount(stated.amount),
            )
        basis = bases.get((stated.category, stated.rate or ZERO), ZERO)
        if bases and differs(basis, stated.basis):
            yield warning(
                "VAT-BASIS",
                f"{path}/TaxableAmount",
                _(
                    "Lines, allowances and charges at %(rate)s %% VAT make %(computed)s, but %(stated)s is stated."
                ),
                rate=plain(stated.rate or ZERO),
                computed=amount(basis),
                stated=amount(stated.basis),
            )


def bases_of(invoice: Invoice) -> dict[Group, Decimal]:
    """Return the basis of each VAT category and rate, from lines and from what concerns the whole document."""
    bases: dict[Group, Decimal] = defaultdict(lambda: ZERO)
    for line in invoice.lines:
        bases[line.vat_category, line.vat_rate or ZERO] += line.net_amount or ZERO
    for allowance in invoice.allowances:
        bases[allowance.vat_category, allowance.vat_rate or ZERO] -= allowance.amount or ZERO
    for charge in invoice.charges:
        bases[charge.vat_category, charge.vat_rate or ZERO] += charge.amount or ZERO
    return dict(bases)


def check_totals(invoice: Invoice) -> Iterator[Finding]:
    """The totals add up to the øre (BR-CO-10 to BR-CO-16)."""
    for rule, path, computed, stated in sums_of(invoice):
        if computed is not None and stated is not None and computed != stated:
            yield warning(
                rule,
                f"{root_of(invoice)}/{path}",
                TOTALS[rule],
                computed=amount(computed),
                stated=amount(stated),
            )


def sums_of(invoice: Invoice) -> Iterator[tuple[str, str, Decimal | None, Decimal | None]]:
    """Return each total: its check, where it stands, what its parts add up to, and what is stated."""
    totals = invoice.totals
    allowances, charges = totals.allowances or ZERO, totals.charges or ZERO
    prepaid, rounding = totals.prepaid or ZERO, totals.rounding or ZERO
    line_net = sum_of(line.net_amount for line in invoice.lines)
    vat = sum_of(each.amount for each in invoice.vat)
    total = "LegalMonetaryTotal"
    yield "LINE-TOTAL", f"{total}/LineExtensionAmount", line_net, totals.line_net
    yield "ALLOWANCES", f"{total}/AllowanceTotalAmount", amounts_of(invoice.allowances), allowances
    yield "CHARGES", f"{total}/ChargeTotalAmount", amounts_of(invoice.charges), charges
    net = added(totals.line_net, -allowances, charges)
    yield "NET", f"{total}/TaxExclusiveAmount", net, totals.net
    yield "VAT-TOTAL", "TaxTotal/TaxAmount", vat, totals.vat
    gross = added(totals.net, totals.vat or ZERO)
    yield "GROSS", f"{total}/TaxInclusiveAmount", gross, totals.gross
    yield (
        "PAYABLE",
        f"{total}/PayableAmount",
        added(totals.gross, -prepaid, rounding),
        totals.payable,
    )


def amounts_of(parts: Iterable[AllowanceCharge]) -> Decimal | None:
    return sum_of(part.amount for part in parts)


def sum_of(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum, or None if one of the numbers is missing."""
    total = ZERO
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def added(first: Decimal | None, *others: Decimal) -> Decimal | None:
    return None if first is None else sum(others, first)


def check_lines(invoice: Invoice) -> Iterator[Finding]:
    """A line is quantity times price, with its charges and without its allowances (R120)."""
    name = "InvoiceLine" if invoice.kind == "invoice" else "CreditNoteLine"
    for position, line in enumerate(invoice.lines, start=1):
        computed = computed_net(line)
        if computed is None or line.net_amount is None or not differs(computed, line.net_amount):
            continue
        yield warning(
            "LINE",
            f"{root_of(invoice)}/{name}" + (f"[{position}]" if len(invoice.lines) > 1 else ""),
            _("Quantity times price makes %(computed)s, but the line's amount is %(stated)s."),
            computed=amount(computed),
            stated=amount(line.net_amount),
        )


def computed_net(line: Line) -> Decimal | None:
    allowances, charges = amounts_of(line.allowances), amounts_of(line.charges)
    if line.quantity is None or line.unit_price is None or allowances is None or charges is None:
        return None
    try:
        return line_net_amount(
            line.quantity,
            line.unit_price,
            line.base_quantity,
            allowances=allowances,
            charges=charges,
        )
    except InvalidOperation:  # A price for next to nothing makes more than money can be.
        return None


def differs(computed: Decimal, stated: Decimal) -> bool:
    return abs(computed - stated) > TOLERANCE


def amount(value: Decimal) -> str:
    """Return an amount as people write it, with more than two decimals where it has them."""
    return format_amount(value) if value == to_ore(value) else plain(value)


def plain(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def root_of(invoice: Invoice) -> str:
    return "/Invoice" if invoice.kind == "invoice" else "/CreditNote"
