"""Members of a company (tilganger)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.actions.letters import post_letter
from erp.access.models import LetterKind, Membership, User
from erp.access.queries import given_up_invitations
from erp.access.rights import Actor, require_permission
from erp.access.roles import Role
from erp.companies.models import Company
from erp.errors import BusinessError, Problem


class MembershipRefused(BusinessError):
    """The access asked for cannot be given."""

    code = "membership_refused"


@transaction.atomic
def create_user(*, email: str, name: str, password: str | None = None) -> User:
    """Make a user (bruker) who is not a member of anything yet.

    Repeats: an e-mail that is known returns its user, unchanged.
    """
    known = User.objects.filter(email__iexact=email.strip()).first()
    return known or User.objects.create_user(email=email, name=name, password=password)


@transaction.atomic
def add_member(
    *, company: Company, by: Actor, user: User, role: Role, valid_to: date | None = None
) -> Membership:
    """Give a user access (tilgang) to a company, or change the role of one who has it.

    `valid_to` is the first day without access; an auditor must have one. Permission: member.edit.
    Raises: MembershipRefused.
    """
    require_permission(by, company, "member.edit")
    if role == Role.AUDITOR and valid_to is None:
        raise MembershipRefused(
            Problem(_("An auditor's access must have an end date."), "valid_to")
        )
    lock_owners(company)
    membership, _created = Membership.objects.update_or_create(
        company=company, user=user, defaults={"role": role.value, "valid_to": valid_to}
    )
    assert_owner_left(company)
    return membership


@transaction.atomic
def invite_member(
    *,
    company: Company,
    by: Actor,
    email: str,
    name: str,
    role: Role,
    today: date,
    valid_to: date | None = None,
) -> Membership:
    """Give access to whoever owns an e-mail address, who gets a letter; one who is new here chooses a password by it.

    The name of a user who is known is left alone, since it is theirs. Permission: member.edit.
    Raises: MembershipRefused; also for somebody who has access, whose role is changed and not given anew.
    """
    require_permission(by, company, "member.edit")
    problems = []
    members = Membership.objects.for_company(company).filter(user__email__iexact=email.strip())
    if any(member.valid_to is None or member.valid_to > today for member in members):
        problems.append(
            Problem(_("This person has access already. Change it in the list."), "email")
        )
    if valid_to is not None and valid_to <= today:
        problems.append(Problem(_("The end must be after today."), "valid_to"))
    if problems:
        raise MembershipRefused(*problems)
    user = create_user(email=email, name=name)
    membership = add_member(company=company, by=by, user=user, role=role, valid_to=valid_to)
    send_invitation(membership)
    return membership


@transaction.atomic
def invite_again(*, company: Company, by: Actor, membership: Membership, today: date) -> None:
    """Send the letter again to somebody who has not signed in yet, or whose letter could not be sent.

    Permission: member.edit. Raises: MembershipRefused.
    """
    require_permission(by, company, "member.edit")
    assert membership.company_id == company.pk
    given_up = given_up_invitations(company).filter(facts__user=membership.user_id)
    if membership.user.last_login is not None and not given_up.exists():
        raise MembershipRefused(Problem(_("This person has signed in and needs no letter.")))
    if membership.valid_to is not None and membership.valid_to <= today:
        raise MembershipRefused(Problem(_("This access has ended.")))
    given_up.delete()
    send_invitation(membership)


def send_invitation(membership: Membership) -> None:
    """Have the letter sent that tells of an access."""
    facts = {"user": membership.user_id, "company": membership.company_id}
    post_letter(LetterKind.INVITATION, **facts)


@transaction.atomic
def end_membership(*, company: Company, by: Actor, membership: Membership, on: date) -> Membership:
    """End somebody's access from a day on; the company must keep an owner. Permission: member.edit."""
    require_permission(by, company, "member.edit")
    assert membership.company_id == company.pk
    lock_owners(company)
    membership.valid_to = on
    membership.save(update_fields=["valid_to"])
    assert_owner_left(company)
    return membership


def lock_owners(company: Company) -> int:
    """Count the owners whose access does not end, and hold them until the transaction ends.

    Two who take each other's ownership away at once wait for each other here, so that one stays owner.
    """
    owners = Membership.objects.for_company(company).filter(role=Role.OWNER.value, valid_to=None)
    return len(owners.order_by("pk").select_for_update().values_list("pk"))


def assert_owner_left(company: Company) -> None:
    """Raise MembershipRefused when a company would be left without an owner whose access does not end."""
    if not lock_owners(company):
        raise MembershipRefused(Problem(_("The company must keep an owner."), "role"))
