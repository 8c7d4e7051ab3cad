"""What can be refused about a file."""

from erp.errors import BusinessError


class FileRefused(BusinessError):
    """The file cannot be kept: it is empty, or larger than the limit."""

    code = "file_refused"
