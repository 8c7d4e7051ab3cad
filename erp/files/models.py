"""Stored file (fil): a name, in a company, of content that is kept once under its SHA-256."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned


class StoredFile(CompanyOwned):
    """A file as it arrived. The row never changes and the content is never removed.

    `permission` is the one that a member needs to download it. Units: `size` in bytes.
    """

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(_("size"))
    mime = models.CharField(_("type"), max_length=100)
    name = models.CharField(_("name"), max_length=255)
    permission = models.CharField(max_length=40)
    created_at = models.DateTimeField(_("stored"), auto_now_add=True)
    created_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stored_file_sha256_is_hex",
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
            ),
        ]
        indexes = [models.Index(fields=["company", "sha256"], name="stored_file_by_content")]

    def __str__(self) -> str:
        return self.name
