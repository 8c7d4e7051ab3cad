"""Founding a company (nytt selskap)."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from accounting.ledger.actions import set_up_books
from erp.access.actions import add_member
from erp.access.actions.members import send_invitation
from erp.access.models import Membership, User
from erp.access.rights import SYSTEM, Actor
from erp.access.roles import Role
from erp.companies.actions import (
    CompanyFacts,
    CompanyRefused,
    founding,
    free_slug,
    taken_slugs,
    write_company,
)
from erp.companies.models import Company
from erp.errors import Problem

HOLD = "SELECT pg_advisory_xact_lock(hashtext('found_company'), %s)"


@dataclass(frozen=True)
class Founded:
    """A company with its books and its owner; `is_new` is false where the same was founded before."""

    company: Company
    is_new: bool


def may_found(by: Actor) -> bool:
    """Tell whether somebody may make a company: the operator always, a user where NEW_COMPANIES says so."""
    return by is SYSTEM or (isinstance(by, User) and bool(settings.NEW_COMPANIES))


def found_company(*, by: Actor, owner: User, facts: CompanyFacts, slug: str = "") -> Founded:
    """Make a company with books whose owner is somebody, who gets a letter when another has made it.

    Without a short name it gets one of its name. No fiscal year is opened: the first posting opens its own, so
    that the month it starts in can be changed until then. Must not run inside a transaction, since the new
    company's scope is set first.
    Permission: `may_found`. Repeats: an owner who founds a company of the same name and organisation number once
    more gets the first. Raises: PermissionDenied, CompanyRefused.
    """
    if not may_found(by):
        raise PermissionDenied(_("New companies are made by those who run Regna."))
    is_taken = slug in taken_slugs(slug) if slug else False
    try:
        return found(by, owner, facts, slug or free_slug(facts.name), is_taken)
    except IntegrityError as error:
        # Somebody else took the short name between the look and the writing.
        if "companies_company_slug" not in str(error):
            raise
        raise CompanyRefused(slug_is_taken()) from error


def slug_is_taken() -> Problem:
    """Return what is said of a short name that another company has."""
    return Problem(_("This short name is taken."), "slug")


def found(by: Actor, owner: User, facts: CompanyFacts, slug: str, is_taken: bool) -> Founded:
    """Write company, membership and books in one transaction, one at a time for each owner."""
    with founding(user=owner.pk) as pk:
        with connection.cursor() as cursor:
            cursor.execute(HOLD, [owner.pk % 2**31])
        if earlier := same_company(owner, facts):
            return Founded(earlier, is_new=False)
        company = write_company(pk, slug, facts, [slug_is_taken()] if is_taken else [])
        membership = add_member(company=company, by=SYSTEM, user=owner, role=Role.OWNER)
        set_up_books(company=company, by=SYSTEM, today=None)
        if by is not owner:
            send_invitation(membership)
    return Founded(company, is_new=True)


def same_company(owner: User, facts: CompanyFacts) -> Company | None:
    """Return the company that the owner has founded already. Raises: CompanyRefused when only its number is the same."""
    memberships = Membership.objects.filter(
        user=owner, role=Role.OWNER.value, valid_to=None, company__orgnr=facts.orgnr
    )
    membership = memberships.select_related("company").order_by("pk").first()
    if membership is None:
        return None
    if membership.company.name == facts.name:
        return membership.company
    message = _("You own %(company)s already, which has this organisation number.")
    raise CompanyRefused(Problem(message % {"company": membership.company.name}, "orgnr"))
