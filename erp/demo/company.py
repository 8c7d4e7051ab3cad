"""Makes the demo company, its users, parties and dimensions."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from accounting.ledger.actions import ValueFacts, create_value, set_up_books
from accounting.ledger.models import Account, Dimension, DimensionKind, DimensionValue
from accounting.party_defaults.actions import set_party_defaults
from accounting.vat.models import VatCode
from crm import actions as crm
from crm.models import BankAccountSource, Party
from erp.access.actions import add_member, create_user
from erp.access.models import User
from erp.access.rights import SYSTEM
from erp.access.roles import Role
from erp.companies.actions import create_company
from erp.companies.models import Company
from erp.demo import cast


@dataclass
class Demo:
    """The company and those in it, by name."""

    company: Company
    by: User
    today: date
    customers: dict[str, Party] = field(default_factory=dict)
    suppliers: dict[str, Party] = field(default_factory=dict)


def make_company(slug: str) -> Company:
    """Make the company, still without books and users."""
    return create_company(
        slug=slug,
        name="Solvik Teknikk AS",
        orgnr=cast.ORGNR,
        vat_registered=True,
        address="Damsgårdsveien 71",
        postal_code="5058",
        city="Bergen",
        email="post@solvikteknikk.example",
        phone="55 10 20 30",
    )


def open_company(company: Company, today: date) -> Demo:
    """Set up the company's books and make its users."""
    set_up_books(company=company, by=SYSTEM, today=date(today.year - 1, 1, 1))
    users = {role: make_user(company, role, today) for role in cast.PEOPLE}
    return Demo(company, users[Role.ACCOUNTANT], today)


def make_user(company: Company, role: Role, today: date) -> User:
    """Make the user of a role; the auditor's access ends in a year."""
    user = create_user(email=cast.email_of(role), name=cast.PEOPLE[role][1], password=cast.PASSWORD)
    ends = today + timedelta(days=365) if role == Role.AUDITOR else None
    add_member(company=company, by=SYSTEM, user=user, role=role, valid_to=ends)
    return user


def make_dimensions(demo: Demo) -> None:
    """Make departments and projects."""
    kinds = {
        DimensionKind.DEPARTMENT: cast.DEPARTMENTS,
        DimensionKind.PROJECT: cast.PROJECTS,
    }
    for kind, values in kinds.items():
        dimension = Dimension.objects.for_company(demo.company).get(kind=kind)
        for code, name in values:
            facts = ValueFacts(code=code, name=name)
            create_value(company=demo.company, by=demo.by, dimension=dimension, facts=facts)


def make_parties(demo: Demo) -> None:
    """Make customers, suppliers with bank accounts and coding defaults, and employees."""
    for number, customer in enumerate(cast.CUSTOMERS):
        facts = crm.PartyFacts(
            name=customer.name,
            orgnr=cast.with_check_digit(91_400_000 + 1_237 * number, cast.WEIGHTS_ORGNR),
            postal_code=customer.postal_code,
            city=customer.city,
            email=f"faktura@{slug_of(customer.name)}.example",
            roles=frozenset({"customer"}),
        )
        demo.customers[customer.name] = crm.create_party(
            company=demo.company, by=demo.by, facts=facts
        )
    for number, supplier in enumerate(cast.SUPPLIERS):
        demo.suppliers[supplier.name] = make_supplier(demo, supplier, number)
    for name in cast.EMPLOYEES:
        facts = crm.PartyFacts(name=name, kind="person", roles=frozenset({"employee"}))
        crm.create_party(company=demo.company, by=demo.by, facts=facts)


def make_supplier(demo: Demo, supplier: cast.Supplier, number: int) -> Party:
    """Make a supplier, its bank account since two years, and how its bills are coded."""
    norwegian = supplier.country == "NO"
    facts = crm.PartyFacts(
        name=supplier.name,
        orgnr=orgnr_of(number) if norwegian else "",
        vat_registered=norwegian,
        country=supplier.country,
        city=supplier.city,
        roles=frozenset({"supplier"}),
    )
    party = crm.create_party(company=demo.company, by=demo.by, facts=facts)
    if norwegian:
        crm.add_bank_account(
            company=demo.company,
            by=demo.by,
            party=party,
            account=bank_account_of(number),
            since=date(demo.today.year - 1, 1, 1),
            source=BankAccountSource.MANUAL,
        )
    set_party_defaults(
        company=demo.company,
        by=demo.by,
        party=party,
        account=Account.objects.for_company(demo.company).get(number=supplier.account),
        vat_code=VatCode.objects.for_company(demo.company).get(code=supplier.vat_code),
        department=DimensionValue.objects.for_company(demo.company).get(
            dimension__kind=DimensionKind.DEPARTMENT, code=supplier.department
        ),
    )
    return party


def orgnr_of(number: int) -> str:
    """Return the organisation number of the supplier at a place in the cast."""
    return cast.with_check_digit(98_100_000 + 2_311 * number, cast.WEIGHTS_ORGNR)


def bank_account_of(number: int) -> str:
    """Return the bank account of the supplier at a place in the cast."""
    return cast.with_check_digit(3_624_070_000 + 4_177 * number, cast.WEIGHTS_BANK)


def slug_of(name: str) -> str:
    """Return a name as part of an address."""
    plain = name.lower().translate(str.maketrans("æøå", "aoa"))
    return "".join(letter for letter in plain if letter.isalnum())
