"""`manage.py check_alive`: what the health checks of worker and scheduler ask."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

pytestmark = pytest.mark.django_db


def sent(minutes_ago: int, *, enabled: bool = True) -> None:
    """A task of the schedule that was sent some time ago."""
    PeriodicTask.objects.all().delete()
    every = IntervalSchedule.objects.create(every=15, period=IntervalSchedule.SECONDS)
    PeriodicTask.objects.create(
        name="a task",
        task="erp.jobs.tasks.resume_stalled",
        interval=every,
        enabled=enabled,
        last_run_at=timezone.now() - timedelta(minutes=minutes_ago),
    )


def test_a_scheduler_that_sent_something_lately_is_alive() -> None:
    sent(minutes_ago=6)
    call_command("check_alive", "scheduler")


@pytest.mark.parametrize(("minutes_ago", "enabled"), [(11, True), (1, False)])
def test_a_scheduler_that_is_silent_is_not(minutes_ago: int, enabled: bool) -> None:
    sent(minutes_ago, enabled=enabled)
    with pytest.raises(CommandError, match="the scheduler does not answer"):
        call_command("check_alive", "scheduler")


@pytest.mark.slow  # Waits for an answer that does not come.
def test_a_worker_that_does_not_run_does_not_answer() -> None:
    with pytest.raises(CommandError, match="the worker does not answer"):
        call_command("check_alive", "worker")


def test_other_parts_are_not_known() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("check_alive", "database")
