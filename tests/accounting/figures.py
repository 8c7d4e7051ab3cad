"""Rows of the kinds that an ordinary company may lack, made through the actions."""

from accounting.ledger.actions import ValueFacts, create_dimension, create_value
from accounting.ledger.models import (
    Account,
    AccountDimension,
    Dimension,
    Voucher,
    VoucherAttachment,
)
from accounting.open_items.actions import undo_settlement
from accounting.open_items.models import Settlement
from accounting.party_defaults.actions import set_party_defaults
from crm.models import AddressKind, Party, PartyAddress, PartyContact
from erp.access.rights import SYSTEM
from erp.companies.models import Company
from erp.files.models import StoredFile
from erp.jobs.models import Job
from tests.world import TODAY


def every_kind_of_row(company: Company) -> None:
    """Give a demo company a row in every table that its books do not fill."""
    party = Party.objects.for_company(company).earliest("pk")
    PartyContact.objects.create(company=company, party=party, name="Nora Nygård")
    PartyAddress.objects.get_or_create(
        company=company, party=party, kind=AddressKind.DELIVERY, defaults={"city": "Bergen"}
    )
    AccountDimension.objects.create(
        company=company,
        account=Account.objects.for_company(company).get(number="4500"),
        dimension=Dimension.objects.for_company(company).earliest("pk"),
        is_required=False,
    )
    VoucherAttachment.objects.create(
        company=company,
        voucher=Voucher.objects.for_company(company).earliest("pk"),
        file=StoredFile.objects.for_company(company).earliest("pk"),
    )
    free = create_dimension(company=company, by=SYSTEM, code="BIL", name="Bil")
    own = {"company": company, "by": SYSTEM}
    car = create_value(**own, dimension=free, facts=ValueFacts("EL12", "Varebil"))
    set_party_defaults(**own, party=party, account=None, vat_code=None, free_values=[car])
    Job.objects.create(company=company, kind="demo", title="En jobb")
    settlement = Settlement.objects.for_company(company).latest("pk")
    undo_settlement(company=company, by=SYSTEM, settlement=settlement, on=TODAY, reason="Prøve")
