"""What the workers do for users: letters, and forgetting what has run out."""

import logging

from axes.handlers.proxy import AxesProxyHandler
from celery import shared_task
from django.conf import settings
from django.core.management import call_command

from erp.access.actions import letters

logger = logging.getLogger("erp.access")


@shared_task  # type: ignore[untyped-decorator]
def send_letter(*, letter_id: int, **_later: object) -> None:
    """Send one letter; a mail server that does not answer is asked again by the sweep."""
    try:
        letters.send_letter(letter_id)
    except OSError:
        logger.warning("letter %s could not be sent yet", letter_id, exc_info=True)


@shared_task  # type: ignore[untyped-decorator]
def send_due_letters(**_later: object) -> None:
    """Find the letters that are still to be sent."""
    letters.hand_over_due_letters()


@shared_task  # type: ignore[untyped-decorator]
def forget_what_has_run_out(**_later: object) -> None:
    """Delete sessions that have ended, and the log of sign-ins and letters that were given up after their time."""
    call_command("clearsessions")
    AxesProxyHandler.reset_logs(age_days=settings.SIGN_IN_LOG_DAYS)
    letters.forget_given_up_letters()
