"""Document (dokument) in the inbox, and the lines it is coded in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned
from erp.db.history import tracked, tracked_except


class DocumentState(models.TextChoices):
    """Where a document stands; every step is committed on its own, and found again after any crash."""

    RECEIVED = "received", _("Received")
    READ = "read", _("To be coded")
    POSTED = "posted", _("Posted")
    REJECTED = "rejected", _("Rejected")


class DocumentKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    OTHER = "other", _("Other document")


class Source(models.TextChoices):
    UPLOAD = "upload", _("Uploaded")
    COMMAND = "command", _("Received by command")


@tracked_except("heartbeat_at")
class Document(CompanyOwned):
    """A document that arrived (mottatt dokument). The original is `file`, unchanged for ever.

    `stamp_number` (stempelnummer) is gapless per company and given before anything else can fail. Neither it nor
    `file` ever changes, and no document is removed: triggers hold that. `problem` says in plain words why nothing
    could be read; `heartbeat_at` is the last sign of life of whoever reads it.
    Units: amounts in the document's currency, positive for what is owed.
    """

    stamp_number = models.BigIntegerField(_("stamp number"))
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", db_constraint=False
    )
    source = models.CharField(_("source"), max_length=10, choices=Source)
    state = models.CharField(
        _("state"), max_length=10, choices=DocumentState, default=DocumentState.RECEIVED
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=DocumentKind, default=DocumentKind.OTHER
    )
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    is_valid = models.BooleanField(_("valid by the schema"), null=True)
    is_to_us = models.BooleanField(_("addressed to the company"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)
    supplier_name = models.CharField(_("supplier"), max_length=200, blank=True)
    supplier_orgnr = models.CharField(_("organisation number"), max_length=20, blank=True)
    supplier = models.ForeignKey(
        "crm.Party", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    number = models.CharField(_("invoice number"), max_length=60, blank=True)
    issue_date = models.DateField(_("invoice date"), null=True)
    due_date = models.DateField(_("due date"), null=True)
    kid = models.CharField("KID", max_length=25, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=34, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    total = models.DecimalField(_("total"), max_digits=18, decimal_places=2, null=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    duplicate_reason = models.CharField(
        _("why the duplicate is posted"), max_length=255, blank=True
    )
    voucher = models.ForeignKey(
        "accounting.Voucher",
        models.PROTECT,
        null=True,
        related_name="documents",
        db_constraint=False,
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    received_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    reject_reason = models.CharField(_("why it was rejected"), max_length=255, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "stamp_number"], name="document_stamp_number_once"
            ),
            models.UniqueConstraint(
                models.F("company"),
                models.F("supplier"),
                models.F("kind"),
                models.F("number"),
                models.functions.ExtractYear("issue_date"),
                name="supplier_invoice_posted_once",
                condition=models.Q(state="posted", duplicate_reason="", supplier__isnull=False)
                & ~models.Q(number=""),
            ),
            models.CheckConstraint(
                name="document_posted_has_a_voucher",
                condition=~models.Q(state="posted") | models.Q(voucher__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "state", "-stamp_number"], name="document_by_state"),
            models.Index(
                fields=["company", "voucher"],
                name="document_by_voucher",
                condition=~models.Q(voucher=None),
            ),
            models.Index(
                fields=["company", "supplier_orgnr", "number"], name="document_by_invoice"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.stamp_number}"

    @property
    def is_picture(self) -> bool:
        """Whether a browser shows the original as a picture."""
        return self.file.mime in {f"image/{name}" for name in ("png", "jpeg", "gif", "webp")}

    @property
    def is_for_the_eye(self) -> bool:
        """Whether only people read it: a picture or a PDF, from which nothing is read by itself yet."""
        return self.file.mime.startswith("image/") or self.file.mime == "application/pdf"


@tracked
class CodingLine(CompanyOwned):
    """A line that a document is coded in (konteringslinje), kept while it is worked on.

    Units: `net` and `vat` in the document's currency, of the document's sign; `vat` is the stated VAT's share.
    `dimensions` holds the codes of free dimensions' values by the dimensions' codes: {"BIL": "EL12"}.
    """

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="coding", db_constraint=False
    )
    line = models.PositiveSmallIntegerField()
    account = models.CharField(_("account"), max_length=20, blank=True)
    text = models.CharField(_("text"), max_length=255, blank=True)
    net = models.DecimalField(_("net"), max_digits=18, decimal_places=2)
    vat = models.DecimalField(_("VAT"), max_digits=18, decimal_places=2, default=0)
    vat_code = models.CharField(_("VAT code"), max_length=5, blank=True)
    department = models.CharField(_("department"), max_length=20, blank=True)
    project = models.CharField(_("project"), max_length=20, blank=True)
    dimensions = models.JSONField(_("dimensions"), default=dict, blank=True)
    reason = models.CharField(_("why it is proposed"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "line"], name="coding_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.net}"
