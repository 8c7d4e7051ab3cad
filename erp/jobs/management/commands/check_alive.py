"""`manage.py check_alive worker|scheduler`: whether this machine's worker answers, or the scheduler still schedules."""

import socket
from datetime import timedelta
from typing import Any

from celery import current_app
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

PATIENCE = 8  # seconds
# The scheduler notes when each task was last sent, but only every few minutes.
LONGEST_SILENCE = timedelta(minutes=10)


class Command(BaseCommand):
    """Exit 0 when it lives, else 1; what a container's health check asks. (Web servers answer /readyz.)"""

    help = "Tell whether this machine's worker, or the scheduler, is alive."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=["worker", "scheduler"])

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        alive = worker_answers() if part == "worker" else scheduler_schedules()
        if not alive:
            raise CommandError(f"the {part} does not answer")
        self.stdout.write(f"the {part} is alive")


def worker_answers() -> bool:
    """Ask the worker of this machine; it answers between two tasks, and while its children work."""
    name = f"celery@{socket.gethostname()}"
    return bool(current_app.control.ping(destination=[name], timeout=PATIENCE))


def scheduler_schedules() -> bool:
    """Tell whether any task was sent lately; some are sent many times a minute."""
    since = timezone.now() - LONGEST_SILENCE
    sent: bool = PeriodicTask.objects.filter(enabled=True, last_run_at__gte=since).exists()
    return sent
