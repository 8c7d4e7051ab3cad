"""What each of the ledger's checks is called to people. Pure data."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise] = {
    "every voucher balances": _("Every voucher balances"),
    "no voucher is empty": _("No voucher is empty"),
    "numbers have no gap and no double": _("Voucher numbers have no gap and no double"),
    "series stand where their vouchers do": _("Number series stand where their vouchers do"),
    "vouchers stand in the period of their date": _("Vouchers stand in the period of their date"),
    "entries follow their voucher": _("Entries have the date and period of their voucher"),
    "kept balances equal their recomputation": _("Kept balances equal the sum of the entries"),
    "every entry on a control account is an item, and no other": _(
        "Every entry on a control account is an open item, and no other"
    ),
    "what is left of an item is its amount less its settlements": _(
        "What is left of an open item is its amount less its settlements"
    ),
    "sub-ledgers equal their control accounts": _("Sub-ledgers equal their control accounts"),
    "settlements sum to zero": _("Settlements sum to zero"),
    "what is left of an item in its currency follows what is left of it": _(
        "What is left of an open item in its currency follows what is left in kroner"
    ),
    "settlements are of one party, account and currency": _(
        "Settlements are of one party, account and currency"
    ),
    "what undid a settlement is its exact opposite": _(
        "What undid a settlement is its exact opposite"
    ),
    "a reversal is the exact opposite": _("Reversals are the exact opposite of what they reverse"),
    "a reversal never comes before what it reverses": _(
        "No reversal comes before what it reverses"
    ),
    "what is in the VAT return has a term, and nothing else": _(
        "What is in the VAT return has a term, and nothing else"
    ),
    "VAT entries have the basis of their code's lines": _(
        "VAT entries have the basis of their code's lines"
    ),
    "departments and projects are values of those dimensions": _(
        "Departments and projects are values of those dimensions"
    ),
    "free values are the company's own, one of each dimension": _(
        "Free dimension values are the company's own, one of each dimension"
    ),
    "entries point at rows of their own company": _("Entries point at rows of their own company"),
    "every voucher type has a series in every fiscal year": _(
        "Every voucher type has a number series in every fiscal year"
    ),
    "periods cover their fiscal year day by day": _("Periods cover their fiscal year day by day"),
    "VAT entries stand on the code's own accounts": _(
        "VAT entries stand on the VAT code's own accounts"
    ),
    "a year's result and balance sheet meet": _("Result and balance sheet meet"),
}


def name_of(check: str) -> str:
    """Return what a check is called; one without a name goes by its own."""
    return str(NAMES.get(check, check))
