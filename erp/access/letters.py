"""Letters (e-post) to users: invitation, forgotten password, and notices of what changed in their account.

They are written and sent in a worker: the world outside is not called while a page waits, and a link that opens
an account lies neither in the broker nor in the database. Refuses: deciding who gets one.
"""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.access.models import Letter, LetterKind, Membership, User
from erp.companies.models import Company
from erp.companies.scope import company_scope

DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


def address_of(path: str) -> str:
    """Return a whole address for a letter: of the product's own host, whatever host a request named."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def password_link(user: User) -> str:
    """Return a link by which its reader chooses the user's password, once, and signs in."""
    token = EmailAwarePasswordResetTokenGenerator().make_token(user)
    where = {"uidb36": user_pk_to_url_str(user), "key": token}
    return address_of(reverse("account_reset_password_from_key", kwargs=where))


def send(user: User, subject: str, template: str, **context: object) -> None:
    """Write a letter from its template and send it. Raises: OSError (also SMTP's own errors)."""
    body = render_to_string(template, {"user": user, "days": DAYS, **context}).strip()
    one_line = " ".join(
        subject.split()
    )  # A name may hold line breaks; the head of a letter may not.
    send_mail(one_line, f"{body}\n", settings.DEFAULT_FROM_EMAIL, [user.email])


def write_and_send(letter: Letter) -> None:
    """Write a letter from its facts and send it. What has no reader any more is not written. Raises: OSError."""
    facts = letter.facts
    if letter.kind == LetterKind.NOTICE:
        send_mail(facts["subject"], facts["body"], settings.DEFAULT_FROM_EMAIL, [facts["to"]])
    elif letter.kind == LetterKind.INVITATION:
        if membership := invited(facts["company"], facts["user"]):
            send_invitation(membership.user, membership.company)
    else:
        for user in User.objects.filter(email__iexact=facts["email"], is_active=True):
            send_reset_letter(user)


def invited(company_id: int, user_id: int) -> Membership | None:
    """Return the access that an invitation tells of; None when company, user or access is gone or has ended."""
    with company_scope(company_id):
        rows = Membership.objects.filter(company=company_id, user=user_id, user__is_active=True)
        membership = rows.select_related("company", "user").first()
    if membership and membership.valid_to and membership.valid_to <= timezone.localdate():
        return None
    return membership


def send_invitation(user: User, company: Company) -> None:
    """Tell that somebody has got access; whoever has no password yet gets the link to choose one."""
    link = address_of(reverse("start")) if user.has_usable_password() else password_link(user)
    subject = _("Access to %(company)s in Regna") % {"company": company}
    send(user, subject, "access/letters/invitation.txt", company=company, link=link)


def send_reset_letter(user: User) -> None:
    """Send the link of a forgotten password."""
    subject = _("New password in Regna")
    send(user, subject, "access/letters/reset.txt", link=password_link(user))
