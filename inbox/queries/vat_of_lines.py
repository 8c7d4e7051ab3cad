"""The VAT of coded lines: what the document states, or what the codes come to where it states none."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.master import Master
from erp.money import format_amount, to_ore
from inbox.rules import DEDUCTING_CODES, foreign_country_of, signed
from inbox.vat_shares import CodedLine, Fault, Shares, assign_vat, stated_vat_of
from integrations.ehf.documents import Invoice

ZERO = Decimal("0.00")
ROUNDING_ACCOUNT = "7740"


def shares_of(
    master: Master,
    invoice: Invoice | None,
    typed: Sequence[tuple[Decimal, str]],
    day: datetime.date,
) -> tuple[list[CodedLine], Shares]:
    """Return lines of (net, VAT code) as they are coded, and the VAT of each in the document's currency."""
    coded = [CodedLine(net, master.deducted_rate(code, day)) for net, code in typed]
    if invoice is None:
        vat = [to_ore(line.net * (line.deducted_rate or ZERO) / 100) for line in coded]
        return coded, Shares(vat, [])
    stated = stated_vat_of(invoice, deducting_codes(master, day))
    shares = assign_vat(coded, stated)
    country = foreign_country_of(invoice)
    if country:
        faults = [
            Fault(at, line.deducted_rate, ZERO, line.net, country)
            for at, line in enumerate(coded)
            if line.deducted_rate
        ]
        return coded, replace(shares, faults=faults)
    return coded, shares


def fault_message(fault: Fault) -> str:
    """Say what is wrong with the VAT code of a line."""
    rate = format_amount(fault.rate).removesuffix(",00")
    if fault.country:
        message = _("VAT of another country (%(country)s) is not deducted in Norway.")
        return message % {"country": fault.country}
    if not fault.basis:
        return _("The document states no VAT of %(rate)s %%.") % {"rate": rate}
    message = _(
        "The document states VAT of %(rate)s %% on %(basis)s; the lines with it come to %(coded)s."
    )
    amounts = {"basis": format_amount(fault.basis), "coded": format_amount(fault.coded)}
    return message % {"rate": rate, **amounts}


def rounding_of(master: Master, invoice: Invoice | None) -> Decimal:
    """Return the øre rounding that is posted by itself; nothing where its account is not there for it.

    Then it is left to be coded, as a line like any other.
    """
    account = master.accounts.get(ROUNDING_ACCOUNT)
    if invoice is None or account is None or not account.is_active or account.is_locked:
        return ZERO
    return signed(invoice.totals.rounding, invoice.sign)


def deducting_codes(master: Master, day: datetime.date) -> dict[Decimal, str]:
    """Return the codes that deduct what a Norwegian supplier states, by their rates on a day."""
    rates = [(master.deducted_rate(code, day), code) for code in DEDUCTING_CODES]
    return {rate: code for rate, code in rates if rate}
