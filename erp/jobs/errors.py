"""What can be refused about a job."""

from erp.errors import BusinessError


class JobRefused(BusinessError):
    """What was asked cannot be done to the job in its state."""

    code = "job_refused"


class JobKeyReused(RuntimeError):
    """The same source key came with other content: a bug of the caller."""
