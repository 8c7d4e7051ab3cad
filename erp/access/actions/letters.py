"""Having letters sent (e-post): written down with what they tell of, handed to a worker, and found when that failed.

A broker or a mail server that is away loses no letter: the sweep hands over again what is due.
"""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as BrokerError

from erp.access.letters import write_and_send
from erp.access.models import Letter, LetterKind

logger = logging.getLogger("erp.access")

# A mail server that does not answer is asked again for about half a day.
MOST_ATTEMPTS = 16
# The first pause is also how long an attempt may take before another one begins: a server that is slow at every word of
# the conversation, EMAIL_TIMEOUT each, is not spoken to twice.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=1)
SWEEP = 100
GIVEN_UP_DAYS = 30


@transaction.atomic
def post_letter(kind: LetterKind, **facts: str | int) -> Letter:
    """Have a letter sent (sende) once the transaction is committed. Permission: that of the action that calls this."""
    letter = Letter.objects.create(kind=kind, facts=facts)
    transaction.on_commit(partial(hand_over, letter.pk))
    return letter


def hand_over(letter_id: int) -> None:
    """Give a letter to the workers. When the broker does not answer, the sweep does it later."""
    # The task calls these actions, so this way it is looked up when it is needed.
    from erp.access.tasks import send_letter as task

    try:
        task.delay(letter_id=letter_id)
    except BrokerError:
        logger.warning("letter %s waits: the broker does not answer", letter_id)


def send_letter(letter_id: int) -> None:
    """Send a letter that is due, and forget it. Repeats: one that is gone, or tried just now, is left alone.

    Not one transaction, since the mail server is asked in between. A worker that dies after the server has taken the
    letter leaves it to be sent twice; one that is slow does not, since it is due first after `FIRST_PAUSE`.
    Raises: OSError (also SMTP's own errors); then it is due again after a pause.
    """
    letter = claim_letter(letter_id)
    if letter is None:
        return
    write_and_send(letter)
    Letter.objects.filter(pk=letter.pk).delete()


@transaction.atomic
def claim_letter(letter_id: int) -> Letter | None:
    """Take a letter for one attempt; None when it is another's, or not due."""
    due = Letter.objects.filter(pk=letter_id, due_at__lte=Now())
    letter = due.select_for_update(skip_locked=True).first()
    if letter is None:
        return None
    if letter.attempts >= MOST_ATTEMPTS:
        logger.error("letter %s (%s) could not be sent and is given up", letter.pk, letter.kind)
        Letter.objects.filter(pk=letter.pk).update(due_at=None)
        return None
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**letter.attempts)
    Letter.objects.filter(pk=letter.pk).update(due_at=Now() + pause, attempts=letter.attempts + 1)
    return letter


@transaction.atomic
def try_letter_again(letter_id: int) -> bool:
    """Have a letter that was given up sent after all; tells whether there was one. For who runs the product. Repeats: safe."""
    given_up = Letter.objects.filter(pk=letter_id, due_at=None)
    if not given_up.update(due_at=Now(), attempts=0):
        return False
    transaction.on_commit(partial(hand_over, letter_id))
    return True


@transaction.atomic
def forget_given_up_letters() -> None:
    """Delete letters that were given up and that nobody asked for within `GIVEN_UP_DAYS`. Repeats: safe."""
    before = Now() - timedelta(days=GIVEN_UP_DAYS)
    Letter.objects.filter(due_at=None, created_at__lt=before).delete()


def hand_over_due_letters() -> None:
    """Give the workers what is due: its worker or mail server failed, or the broker was away. Repeats: harmless."""
    due = Letter.objects.filter(due_at__lte=Now()).order_by("due_at", "pk")
    for letter_id in due.values_list("pk", flat=True)[:SWEEP]:
        hand_over(letter_id)
