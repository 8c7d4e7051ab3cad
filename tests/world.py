"""A named cast. Ola keeps the books at Fjord AS, Kari approves, Eva owns it; Per belongs to Tind AS.

Factories are plain functions that call actions, so that no test holds a state the system cannot reach.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounting.ledger.actions import open_previous_year, post_voucher, set_up_books
from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.models import Voucher
from erp.access.actions import add_member, create_user
from erp.access.models import User
from erp.access.rights import SYSTEM
from erp.access.roles import Role
from erp.companies.actions import create_company
from erp.companies.models import Company
from erp.companies.scope import Scope, company_scope

TODAY = date(2026, 11, 24)
PASSWORD = "fjell-og-fjord-2026"


@dataclass(frozen=True)
class World:
    """Two companies and their people."""

    fjord: Company
    tind: Company
    people: dict[Role, User]
    per: User

    @property
    def scope(self) -> Scope:
        """The scope of somebody who works in Fjord AS."""
        return Scope(companies=(self.fjord.pk,))

    @property
    def ola(self) -> User:
        """Keeps the books at Fjord AS."""
        return self.people[Role.ACCOUNTANT]

    @property
    def kari(self) -> User:
        """Approves at Fjord AS."""
        return self.people[Role.APPROVER]

    @property
    def eva(self) -> User:
        """Owns Fjord AS."""
        return self.people[Role.OWNER]

    def reloaded(self) -> "World":
        """The same world with objects of their own, so that no test leaves a trace on another's."""
        users = {
            user.pk: user
            for user in User.objects.filter(
                pk__in=[u.pk for u in (*self.people.values(), self.per)]
            )
        }
        with company_scope(self.fjord.pk, self.tind.pk):
            companies = {company.pk: company for company in Company.objects.all()}
        return World(
            fjord=companies[self.fjord.pk],
            tind=companies[self.tind.pk],
            people={role: users[user.pk] for role, user in self.people.items()},
            per=users[self.per.pk],
        )


def make_world(suffix: str) -> World:
    """Make both companies with books, and a user in each role."""
    fjord = make_company(f"fjord{suffix}", "Fjord AS", "923609016")
    tind = make_company(f"tind{suffix}", "Tind AS", "974760673")
    names = {
        Role.OWNER: "Eva Eier",
        Role.ACCOUNTANT: "Ola Nordmann",
        Role.BOOKKEEPER: "Berit Bilag",
        Role.APPROVER: "Kari Godkjenner",
        Role.SALES: "Siv Selger",
        Role.PROJECT_MANAGER: "Pål Prosjekt",
        Role.EMPLOYEE: "Anne Ansatt",
        Role.AUDITOR: "Rolf Revisor",
        Role.EXTERNAL: "Eli Ekstern",
    }
    people = {}
    with company_scope(fjord.pk):
        for role, name in names.items():
            user = create_user(
                email=f"{role.value}{suffix}@fjord.example", name=name, password=PASSWORD
            )
            ends = TODAY + timedelta(days=3650) if role == Role.AUDITOR else None
            add_member(company=fjord, by=SYSTEM, user=user, role=role, valid_to=ends)
            people[role] = user
    with company_scope(tind.pk):
        per = create_user(email=f"per{suffix}@tind.example", name="Per Tind", password=PASSWORD)
        add_member(company=tind, by=SYSTEM, user=per, role=Role.OWNER)
    return World(fjord=fjord, tind=tind, people=people, per=per)


def make_company(slug: str, name: str, orgnr: str) -> Company:
    """Make a company registered for VAT, with its books."""
    company = create_company(slug=slug, name=name, orgnr=orgnr, vat_registered=True)
    with company_scope(company.pk):
        set_up_books(company=company, by=SYSTEM, today=TODAY)
    return company


def open_last_year(world: World) -> None:
    """Open the fiscal year before this one at Fjord AS, by Ola."""
    open_previous_year(company=world.fjord, by=world.ola, before=TODAY.year)


def line(account: str, amount: str, vat_code: str | None = None, **fields: object) -> DraftLine:
    """A draft line from text: `line("6800", "125.00", "1")`."""
    return DraftLine(account, Decimal(amount), vat_code=vat_code, **fields)  # type: ignore[arg-type]


def draft(
    *lines: DraftLine, day: date = TODAY, kind: str = "manual", **fields: object
) -> VoucherDraft:
    """A draft of a manual voucher today."""
    return VoucherDraft(voucher_type=kind, date=day, lines=lines, **fields)  # type: ignore[arg-type]


def post(world: World, *lines: DraftLine, **fields: object) -> Voucher:
    """Post a voucher at Fjord AS, by Ola."""
    return post_voucher(draft(*lines, **fields), company=world.fjord, by=world.ola)  # type: ignore[arg-type]


def entries_of(voucher: Voucher) -> dict[str, str]:
    """Return amount by account number, as texts; entries on the same account are added up."""
    sums: dict[str, Decimal] = {}
    for entry in voucher.entries.select_related("account"):
        sums[entry.account.number] = sums.get(entry.account.number, Decimal("0.00")) + entry.amount
    return {number: str(amount) for number, amount in sums.items()}
