"""Reading who has access, and how well a user's own account is guarded."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from erp.access.models import Letter, LetterKind, Membership, User
from erp.companies.models import Company, CompanyQuerySet


def members_of(company: Company) -> CompanyQuerySet[Membership]:
    """Return everybody who has or had access to a company, by name."""
    return (
        Membership.objects.for_company(company).select_related("user").order_by("user__name", "pk")
    )


def given_up_invitations(company: Company) -> QuerySet[Letter]:
    """Return the letters of invitations to a company that could not be sent, however often it was tried."""
    return Letter.objects.filter(kind=LetterKind.INVITATION, due_at=None, facts__company=company.pk)


def users_without_letter(company: Company) -> set[int]:
    """Return the ids of the users whose invitation to a company could not be sent."""
    return {letter.facts["user"] for letter in given_up_invitations(company)}


@dataclass(frozen=True)
class SecondFactor:
    """A user's second factor (totrinnsbekreftelse): whether it is on, and how many recovery codes are left."""

    on: bool
    codes_left: int


def second_factor_of(user: User) -> SecondFactor:
    """Return the state of a user's second factor."""
    kinds = {each.type: each for each in Authenticator.objects.filter(user=user)}
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    return SecondFactor(
        on=Authenticator.Type.TOTP in kinds,
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
    )
