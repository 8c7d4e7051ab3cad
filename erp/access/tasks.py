"""What the workers do for users: letters, and forgetting what has run out."""

from axes.handlers.proxy import AxesProxyHandler
from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.core.management import call_command

from erp.access import letters
from erp.access.models import User
from erp.companies.models import Company
from erp.companies.scope import company_scope

# A mail server that does not answer is asked again for some hours.
MAIL_RETRIES = {
    "autoretry_for": (OSError,),
    "retry_backoff": 30,
    "retry_backoff_max": 3600,
    "max_retries": 10,
}


@shared_task(**MAIL_RETRIES)  # type: ignore[untyped-decorator]
def send_invitation(*, user_id: int, company_id: int, **_later: object) -> None:
    """Send the letter of somebody who has got access."""
    with company_scope(company_id):
        company = Company.objects.get(pk=company_id)
    letters.send_invitation(User.objects.get(pk=user_id), company)


@shared_task(**MAIL_RETRIES)  # type: ignore[untyped-decorator]
def send_reset_letters(*, email: str, **_later: object) -> None:
    """Send the letter of a forgotten password, if somebody has the address; else nothing happens."""
    for user in User.objects.filter(email__iexact=email, is_active=True):
        letters.send_reset_letter(user)


@shared_task(**MAIL_RETRIES)  # type: ignore[untyped-decorator]
def send_notice(*, subject: str, body: str, to: str, **_later: object) -> None:
    """Send a notice that holds no secret."""
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to])


@shared_task  # type: ignore[untyped-decorator]
def forget_what_has_run_out(**_later: object) -> None:
    """Delete sessions that have ended, and the log of sign-ins after its time."""
    call_command("clearsessions")
    AxesProxyHandler.reset_logs(age_days=settings.SIGN_IN_LOG_DAYS)
