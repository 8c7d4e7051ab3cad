"""Job (jobb): a piece of long work, what is done of how much, and how it ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Job(CompanyOwned):
    """A job. `heartbeat_at` is the last sign of life: a running job without one lately is taken up again."""

    kind = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    source_key = models.CharField(max_length=120, null=True)
    requested_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "source_key"], name="job_once_per_source")
        ]
        indexes = [
            models.Index(fields=["company", "-created_at", "id"], name="job_latest"),
            models.Index(
                fields=["state", "heartbeat_at"],
                name="job_unfinished",
                condition=models.Q(state__in=["queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unfinished(self) -> bool:
        """Whether the job waits or runs, so that there is more to come."""
        return self.state in {JobState.QUEUED, JobState.RUNNING}
