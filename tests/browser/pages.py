"""Every address of the product that is a page, with an object to show, and the reason why the others are not pages."""

import io
from dataclasses import dataclass

from django.urls import reverse

from accounting.ledger.actions import keep_chart_file
from accounting.ledger.models import (
    Account,
    Dimension,
    DimensionValue,
    FiscalYear,
    Voucher,
    VoucherType,
)
from accounting.open_items.models import OpenItem
from accounting.vat.models import VatCode, VatTerm
from crm.actions import AddressFacts, ContactFacts, add_address, add_bank_account, add_contact
from crm.models import Party
from erp.access.models import Membership, User
from erp.access.rights import SYSTEM
from erp.access.roles import Role
from erp.companies.models import Company
from erp.companies.scope import company_scope
from erp.demo.management.commands.demo import make_demo
from erp.files.models import StoredFile
from erp.jobs.models import Job
from inbox.models import Document
from inbox.tasks import read_waiting
from tests.world import TODAY

NOT_PAGES = {
    "company_logo_picture": "a picture",
    "company_logo_remove": "POST",
    "document_check": "POST",
    "document_enclosure": "a file",
    "document_post": "POST",
    "document_reopen": "POST",
    "file_download": "a file",
    "inbox_upload": "POST",
    "job_progress": "a fragment of the job's page",
    "job_retry": "POST",
    "member_invite": "POST",
    "mfa_download_recovery_codes": "a file",
    "party_activate": "POST",
    "party_address_remove": "POST",
    "party_contact_remove": "POST",
    "party_deactivate": "POST",
    "party_role": "POST",
    "party_settle": "POST",
    "period_lock": "POST",
    "preferences_save": "POST",
    "settlement_undo": "POST",
    "styleguide_drawer": "a fragment of the style guide",
    "vat_term_lock": "POST",
    "voucher_attach": "POST",
    "voucher_check": "POST",
    "previous_year_open": "POST",
    "year_open": "POST",
}
# Below `/account/`: each is shown by a state of its own, in which `test_sign_in_pages` looks at it.
OF_ONES_ACCOUNT = {
    "account_change_password",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "my_account",
    "preferences_save",
}
FRAGMENTS = {
    "account_options",
    "department_options",
    "document_of_voucher",
    "grouping_options",
    "history",
    "inbox_sending_panel",
    "inbox_waiting",
    "key_figures",
    "latest_vouchers",
    "overdue_items",
    "result_by_month",
    "palette",
    "party_defaults_panel",
    "party_items_panel",
    "party_suggest",
    "posting_target_options",
    "project_options",
    "styleguide_options",
    "value_options",
}


@dataclass
class Shown:
    """A company with something on every page, and the user who looks."""

    company: Company
    user: User
    addresses: dict[str, str]


def make_shown(slug: str) -> Shown:
    """Make a demo company and the address of each page and fragment in it."""
    company = make_demo(TODAY, slug)
    read_waiting()
    with company_scope(company.pk):
        owner = (
            Membership.objects.for_company(company)
            .select_related("user")
            .get(role=Role.OWNER.value)
        )
        Job.objects.create(company=company, kind="demo", title="En jobb", state="failed")
        return Shown(company, owner.user, addresses_of(company))


def chart_file(company: Company) -> StoredFile:
    """Keep a chart to import: a new account, a renamed one, one that is as it was, and one that is wrong."""
    rows = "Konto;Navn\n1921;Bank, sparing\n1920;Hovedbank\n1900;Kasse\n19;For kort\n"
    return keep_chart_file(
        company=company, by=SYSTEM, name="kontoplan.csv", content=io.BytesIO(rows.encode())
    )


def belongings(company: Company, party_id: int) -> dict[str, int]:
    """Give a party a contact, a delivery address and a bank account, and return their ids."""
    party = Party.objects.for_company(company).get(pk=party_id)
    common = {"company": company, "by": SYSTEM, "party": party}
    site = AddressFacts("Kaia 1", "5003", "Bergen")
    person = ContactFacts("Nora Nygård", "Innkjøp", "nora@x.example", "900 00 000")
    return {
        "contact_id": add_contact(**common, facts=person).pk,
        "address_id": add_address(**common, kind="delivery", facts=site).pk,
        "bank_account_id": add_bank_account(**common, account="86011117947", since=TODAY).pk,
    }


def addresses_of(company: Company) -> dict[str, str]:
    """Return an address by URL name, each of an object that is there."""
    first = {
        "document_id": Document.objects.for_company(company).latest("pk").pk,
        "job_id": Job.objects.for_company(company).latest("pk").pk,
        "membership_id": Membership.objects.for_company(company).latest("pk").pk,
        "party_id": OpenItem.objects.for_company(company)
        .exclude(remaining=0)
        .latest("pk")
        .party_id,
        "voucher_id": Voucher.objects.for_company(company).latest("pk").pk,
        "account_id": Account.objects.for_company(company).latest("pk").pk,
        "dimension_id": Dimension.objects.for_company(company).latest("pk").pk,
        "year_id": FiscalYear.objects.for_company(company).latest("pk").pk,
        "year": FiscalYear.objects.for_company(company).latest("year").year,
        "value_id": DimensionValue.objects.for_company(company).latest("pk").pk,
        "type_id": VoucherType.objects.for_company(company).latest("pk").pk,
        "term_id": VatTerm.objects.for_company(company).latest("pk").pk,
        "code_id": VatCode.objects.for_company(company).get(code="86").pk,
        "file_id": chart_file(company).pk,
        "subject": "party",
        "pk": Party.objects.for_company(company).latest("pk").pk,
        "company": company.slug,
    }
    first |= belongings(company, first["party_id"])
    from tests.erp.test_url_roles import ALL

    addresses = {}
    for _route, pattern in ALL:
        if pattern.name and pattern.name not in {*NOT_PAGES, *OF_ONES_ACCOUNT}:
            wanted = {name: first[name] for name in pattern.pattern.converters}
            if _route.startswith("<slug:company>"):
                wanted["company"] = company.slug
            addresses[pattern.name] = reverse(pattern.name, kwargs=wanted)
    addresses["ledger"] += "?account=1920"
    return addresses
