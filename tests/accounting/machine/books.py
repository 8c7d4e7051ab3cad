"""Books to try things on: a company of its own with parties, dimensions and rules of accounts, committed."""

import itertools
from dataclasses import dataclass, replace

from accounting.ledger.actions import set_up_books
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.models import Account, AccountDimension, Dimension, DimensionValue
from crm.actions import PartyFacts, create_party
from erp.access.actions import add_member, create_user
from erp.access.models import User
from erp.access.rights import SYSTEM
from erp.access.roles import Role
from erp.companies.actions import create_company
from erp.companies.models import Company
from erp.companies.scope import Scope, company_scope, set_scope
from tests.world import PASSWORD, TODAY

ROLES = ("customer", "customer", "supplier", "supplier", "employee", "group")
VALUES = {"AVD": ("10", "20"), "PRO": ("P1", "P2"), "KAM": ("V1", "V2"), "BIL": ("A",)}
counter = itertools.count(1)


@dataclass(frozen=True)
class Books:
    """A company, its accountant, and its parties by place."""

    company: Company
    by: User
    parties: tuple[int, ...]

    def draft(self, plan: VoucherDraft) -> VoucherDraft:
        """Return a draft with the keys of the parties that it names by place."""
        lines = tuple(
            line if line.party is None else replace(line, party=self.parties[line.party])
            for line in plan.lines
        )
        return replace(plan, lines=lines)


def make_accountant() -> User:
    """Make the person who keeps all these books."""
    return create_user(email=f"sekvens{next(counter)}@fjord.example", name="Ola", password=PASSWORD)


def open_books(by: User) -> Books:
    """Make a company with books of its own; the scope is the company's."""
    company = create_company(
        slug=f"sekvens-{next(counter)}", name="Sekvens AS", orgnr="923609016", vat_registered=True
    )
    with company_scope(company.pk):
        set_up_books(company=company, by=SYSTEM, today=TODAY)
        add_member(company=company, by=SYSTEM, user=by, role=Role.OWNER)
        parties = tuple(
            create_party(
                company=company,
                by=SYSTEM,
                facts=PartyFacts(name=f"{role} {place}", roles=frozenset({role})),
            ).pk
            for place, role in enumerate(ROLES)
        )
        set_up_dimensions(company)
        Account.objects.for_company(company).filter(number="6940").update(is_active=False)
    by.__dict__.pop("_roles", None)
    books = Books(company, by, parties)
    set_scope(scope_of(books))
    return books


def scope_of(books: Books) -> Scope:
    """Return the scope of somebody who works in these books."""
    return Scope(companies=(books.company.pk,), user=books.by.pk)


def set_up_dimensions(company: Company) -> None:
    """Make values, and what accounts ask: 6800 a project, 7320 a campaign; 7140 has a department of its own."""
    for code, name in (("KAM", "Kampanje"), ("BIL", "Bil")):
        Dimension.objects.create(company=company, code=code, name=name)
    dimensions = {d.code: d for d in Dimension.objects.for_company(company)}
    values = {
        (dimension, code): DimensionValue.objects.create(
            company=company, dimension=dimensions[dimension], code=code, name=code
        )
        for dimension, codes in VALUES.items()
        for code in codes
    }
    accounts = {a.number: a for a in Account.objects.for_company(company)}
    for number, dimension in (("6800", "PRO"), ("7320", "KAM")):
        AccountDimension.objects.create(
            company=company,
            account=accounts[number],
            dimension=dimensions[dimension],
            is_required=True,
        )
    AccountDimension.objects.create(
        company=company,
        account=accounts["7140"],
        dimension=dimensions["AVD"],
        default_value=values["AVD", "10"],
    )
