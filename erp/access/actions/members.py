"""Members of a company (tilganger)."""

from datetime import date
from functools import partial

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.access.models import Membership, User
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
    membership, _created = Membership.objects.update_or_create(
        company=company, user=user, defaults={"role": role.value, "valid_to": valid_to}
    )
    assert_owner_left(company)
    return membership


@transaction.atomic
def invite_member(
    *, company: Company, by: Actor, email: str, name: str, role: Role, valid_to: date | None = None
) -> Membership:
    """Give access to whoever owns an e-mail address; who is new here gets a letter to choose a password.

    The name of a user who is known is left alone, since it is theirs. Permission: member.edit.
    Raises: MembershipRefused.
    """
    require_permission(by, company, "member.edit")
    is_new = not User.objects.filter(email__iexact=email.strip()).exists()
    user = create_user(email=email, name=name)
    membership = add_member(company=company, by=by, user=user, role=role, valid_to=valid_to)
    if is_new:
        transaction.on_commit(partial(send_invitation, user, company))
    return membership


def send_invitation(user: User, company: Company) -> None:
    """Send the letter by which a new user chooses a password; its link is that of a forgotten password."""
    token = EmailAwarePasswordResetTokenGenerator().make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": token},
    )
    context = {"user": user, "company": company, "link": settings.BASE_URL.rstrip("/") + path}
    send_mail(
        _("Access to %(company)s in Regna") % {"company": company},
        render_to_string("access/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )


@transaction.atomic
def end_membership(*, company: Company, by: Actor, membership: Membership, on: date) -> Membership:
    """End somebody's access from a day on; the company must keep an owner. Permission: member.edit."""
    require_permission(by, company, "member.edit")
    assert membership.company_id == company.pk
    membership.valid_to = on
    membership.save(update_fields=["valid_to"])
    assert_owner_left(company)
    return membership


def assert_owner_left(company: Company) -> None:
    """Raise MembershipRefused when a company would be left without an owner whose access does not end."""
    if not Membership.objects.filter(
        company=company, role=Role.OWNER.value, valid_to=None
    ).exists():
        raise MembershipRefused(Problem(_("The company must keep an owner."), "role"))
