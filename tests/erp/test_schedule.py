"""What the scheduler sends: tasks that exist, and sweeps that do not pile up while no worker runs."""

import pytest
from celery import current_app
from django.conf import settings
from django_celery_beat.schedulers import ModelEntry

SWEEPS = {"read-waiting-documents", "resume-stalled-jobs", "send-due-letters"}


def test_every_task_that_is_sent_exists() -> None:
    current_app.loader.import_default_modules()
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert wanted <= set(current_app.tasks)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(SWEEPS))
def test_a_sweep_that_nobody_took_is_forgotten_before_the_next_ones_pile_up(name: str) -> None:
    fields = ModelEntry._unpack_fields(**settings.CELERY_BEAT_SCHEDULE[name])
    assert fields["expire_seconds"] == 30
    assert fields["interval"].every == 15
