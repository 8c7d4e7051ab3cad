"""Which function does which kind of job. Apps register theirs in their `tasks.py`:

    @job_handler("inbox.read", _("Read documents"))
    def read_documents(job: JobRun) -> dict[str, Any]:
        for done, pk in enumerate(job.arguments["documents"]):
            job.progress(done, len(job.arguments["documents"]))
            actions.read_document(company=job.company, by=job.by, document_id=pk)
        return {"summary": …}

A handler calls actions that each commit on their own, and may be run again from the start at any time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from erp.jobs.running import JobRun

Run = Callable[[JobRun], dict[str, Any]]


class UnknownJobKind(LookupError):
    """No app has registered a handler for the kind."""


@dataclass(frozen=True)
class Handler:
    """What does a kind of job, and what the kind is called."""

    kind: str
    title: str | Promise
    run: Run


_handlers: dict[str, Handler] = {}


def job_handler(kind: str, title: str | Promise) -> Callable[[Run], Run]:
    """Register a function as what does a kind of job; `kind` is `app.verb`.

    What it returns is kept as the result: `summary` (a sentence) and `url` are shown on the job's page.
    """

    def register(run: Run) -> Run:
        known = _handlers.get(kind)
        assert known is None or known.run.__qualname__ == run.__qualname__, f"{kind} is taken"
        _handlers[kind] = Handler(kind, title, run)
        return run

    return register


def handler_of(kind: str) -> Handler:
    """Return the handler of a kind; the apps' `tasks.py` are loaded when it is not known yet.

    Raises: UnknownJobKind.
    """
    if kind not in _handlers:
        autodiscover_modules("tasks")
    if kind not in _handlers:
        raise UnknownJobKind(kind)
    return _handlers[kind]
