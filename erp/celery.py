"""The Celery application. Tasks live in each app's `tasks.py`; what they do lives in its actions."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")

app = Celery("regna")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def refuse_powerful_role(**_: object) -> None:
    """Stop a worker or scheduler whose database role row security would not bind, before it begins.

    Raises: SystemExit, since Celery only notes any other exception of a signal's receiver and goes on.
    """
    from erp.db.roles import assert_serving_role

    try:
        assert_serving_role()
    except ImproperlyConfigured as refusal:
        raise SystemExit(str(refusal)) from refusal
