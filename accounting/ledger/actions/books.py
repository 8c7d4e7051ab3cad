"""Setting up a company's books: standard chart, VAT codes, voucher types, dimensions and the first year."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.models import Account, Area, Dimension, DimensionKind, VoucherType
from accounting.ledger.periods import open_fiscal_year
from accounting.ledger.standard import read_data
from accounting.vat.models import VatCode
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock

# Key, code and area of each voucher type (bilagsart); its name is in the language of the set-up.
VOUCHER_TYPES = (
    ("supplier_invoice", "1", Area.PURCHASE, True),
    ("supplier_credit_note", "2", Area.PURCHASE, True),
    ("customer_invoice", "3", Area.SALES, False),
    ("customer_credit_note", "4", Area.SALES, False),
    ("bank", "5", Area.GENERAL, True),
    ("manual", "6", Area.GENERAL, True),
    ("payroll", "7", Area.GENERAL, True),
    ("expense", "8", Area.GENERAL, True),
    ("opening", "9", Area.GENERAL, True),
    ("vat", "10", Area.GENERAL, False),
    ("depreciation", "11", Area.GENERAL, False),
    ("year_end", "12", Area.GENERAL, True),
)


def voucher_type_names() -> dict[str, str]:
    """Return the names of the voucher types in the current language."""
    return {
        "supplier_invoice": _("Incoming invoice"),
        "supplier_credit_note": _("Incoming credit note"),
        "customer_invoice": _("Outgoing invoice"),
        "customer_credit_note": _("Outgoing credit note"),
        "bank": _("Bank"),
        "manual": _("Manual voucher"),
        "payroll": _("Payroll"),
        "expense": _("Expenses"),
        "opening": _("Opening balance"),
        "vat": _("VAT settlement"),
        "depreciation": _("Depreciation"),
        "year_end": _("Year-end"),
    }


@retried_on_deadlock
@transaction.atomic
def set_up_books(*, company: Company, by: Actor, today: date | None) -> None:
    """Give a company its books (regnskap): voucher types, dimensions, chart, VAT codes, this fiscal year.

    Without `today` no year is opened: the first posting opens its own.
    Permission: chart.edit. Repeats: books that are set up stay as they are.
    Source: chart after NS 4102 with grouping codes of næringsspesifikasjonen; VAT codes of SAF-T.
    """
    require_permission(by, company, "chart.edit")
    if VoucherType.objects.for_company(company).exists():
        return
    names = voucher_type_names()
    for key, code, area, is_manual in VOUCHER_TYPES:
        VoucherType.objects.create(
            company=company, key=key, code=code, name=names[key], area=area, is_manual=is_manual
        )
    Dimension.objects.create(
        company=company, kind=DimensionKind.DEPARTMENT, code="AVD", name=_("Department")
    )
    Dimension.objects.create(
        company=company, kind=DimensionKind.PROJECT, code="PRO", name=_("Project")
    )
    accounts = make_accounts(company)
    codes = make_vat_codes(company, accounts)
    set_default_codes(company, accounts, codes)
    if today is not None:
        open_fiscal_year(company, today)


def make_accounts(company: Company) -> dict[str, Account]:
    """Make the standard chart's accounts, by number."""
    accounts = Account.objects.bulk_create(
        Account(
            company=company,
            number=row["number"],
            name=row["name"],
            grouping_category=row["grouping_category"],
            grouping_code=row["grouping_code"],
            party_role=row["party_role"],
            is_vat_account=bool(row["is_vat_account"]),
        )
        for row in read_data("standard_chart.csv")
    )
    return {account.number: account for account in accounts}


def make_vat_codes(company: Company, accounts: dict[str, Account]) -> dict[str, VatCode]:
    """Make all standard VAT codes with the accounts they post to, by code."""
    codes = VatCode.objects.bulk_create(
        VatCode(
            company=company,
            code=row["code"],
            standard_code=row["code"],
            name=row["name"],
            kind=row["kind"],
            rate_class=row["rate_class"],
            in_return=bool(row["in_return"]),
            gives_compensation=bool(row["gives_compensation"]),
            output_account=accounts.get(row["output_account"]),
            input_account=accounts.get(row["input_account"]),
        )
        for row in read_data("vat_codes.csv")
    )
    return {code.code: code for code in codes}


def set_default_codes(
    company: Company, accounts: dict[str, Account], codes: dict[str, VatCode]
) -> None:
    """Give accounts their default VAT codes."""
    with_default = []
    for row in read_data("standard_chart.csv"):
        if row["vat_code"]:
            account = accounts[row["number"]]
            account.default_vat_code = codes[row["vat_code"]]
            with_default.append(account)
    Account.objects.for_company(company).bulk_update(with_default, ["default_vat_code"])
