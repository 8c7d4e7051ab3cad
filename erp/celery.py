"""The Celery application. Tasks live in each app's `tasks.py`; what they do lives in its actions."""

import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")

app = Celery("regna")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect  # type: ignore[untyped-decorator]
def refuse_powerful_role(**_: object) -> None:
    """Stop a worker whose database role row security would not bind."""
    from erp.db.roles import assert_serving_role

    assert_serving_role()
