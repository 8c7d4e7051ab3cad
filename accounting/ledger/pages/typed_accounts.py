"""Accounts that were typed as bare numbers, completed with their names and their own VAT codes."""

from accounting.ledger.master import Master
from accounting.ledger.pages.voucher_lines import TypedLine
from accounting.vat.registration import may_use
from erp.companies.models import Company


def complete_accounts(company: Company, master: Master, lines: list[TypedLine]) -> None:
    """Name each account that stands as a bare number, and give its line the account's VAT code.

    A line whose account already has its name was seen by whoever typed it: there an empty VAT code is meant.
    """
    codes = {
        code.pk: code.code
        for code in master.vat_codes.values()
        if code.is_active and may_use(company, code)
    }
    for line in lines:
        number, party = line.target
        account = master.accounts.get(number)
        if account is None or line.typed["account"].split() != [number, party][: 2 if party else 1]:
            continue
        if party and not line.party_text:
            continue
        name = f"{party} {line.party_text}" if party else account.name
        line.typed["account"] = f"{number} {name}"
        line.is_completed = True
        if not line.typed["vat_code"]:
            line.typed["vat_code"] = codes.get(account.default_vat_code_id or 0, "")
