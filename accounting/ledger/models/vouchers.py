"""Vouchers (bilag) and entries (posteringer): rows that arrive whole and never change."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast, Greatest
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned
from erp.db.history import tracked


class TransactionIdField(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's xid8: which transaction made the row."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class Area(models.TextChoices):
    """What a voucher type is about, for locks by area."""

    GENERAL = "general", _("General")
    SALES = "sales", _("Sales")
    PURCHASE = "purchase", _("Purchases")


@tracked
class VoucherType(CompanyOwned):
    """A voucher type (bilagsart); each has a series of numbers per fiscal year."""

    key = models.CharField(max_length=30)  # what the program calls it
    code = models.CharField(_("code"), max_length=5)
    name = models.CharField(_("name"), max_length=100)
    area = models.CharField(_("area"), max_length=10, choices=Area, default=Area.GENERAL)
    is_manual = models.BooleanField(_("may be chosen by hand"), default=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="voucher_type_key_once"),
            models.UniqueConstraint(fields=["company", "code"], name="voucher_type_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class VoucherSeries(CompanyOwned):
    """The counter (nummerserie) of a voucher type in a fiscal year, made with the year; only ever counts up."""

    voucher_type = models.ForeignKey(
        VoucherType, models.PROTECT, related_name="series", db_constraint=False, db_index=False
    )
    fiscal_year = models.ForeignKey(
        "accounting.FiscalYear",
        models.PROTECT,
        related_name="series",
        db_constraint=False,
        db_index=False,
    )
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["voucher_type", "fiscal_year"], name="voucher_series_once_per_year"
            ),
        ]

    def __str__(self) -> str:
        return str(self.last_number)


class Voucher(CompanyOwned):
    """A posted voucher (bilag). There is no other kind: drafts have tables of their own.

    `date` is the posting date, inside the period; `document_date` is what the document says. `xact` is the
    transaction that made it, and the only one that may give it entries.
    """

    company = models.ForeignKey(
        "companies.Company", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    voucher_type = models.ForeignKey(
        VoucherType, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    fiscal_year = models.ForeignKey(
        "accounting.FiscalYear",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    number = models.PositiveIntegerField(_("number"))
    date = models.DateField(_("date"))
    period = models.ForeignKey(
        "accounting.Period", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    document_date = models.DateField(_("document date"), null=True)
    text = models.CharField(_("text"), max_length=255, blank=True)
    document = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    stamp_number = models.BigIntegerField(_("stamp number"), null=True)
    source_key = models.CharField(max_length=120, null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    registered_at = models.DateTimeField(_("registered"), db_default=models.functions.Now())
    registered_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Half of a key: every voucher has an entry with this line (see the migration of the ledger's promises).
    first_line = models.GeneratedField(
        expression=models.Value(1), output_field=models.PositiveIntegerField(), db_persist=True
    )
    xact = TransactionIdField(db_default=models.Func(function="pg_current_xact_id"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["voucher_type", "fiscal_year", "number"], name="voucher_number_once"
            ),
            models.UniqueConstraint(
                fields=["company", "source_key"], name="voucher_once_per_source"
            ),
            models.UniqueConstraint(fields=["reverses"], name="voucher_reversed_at_most_once"),
            models.CheckConstraint(
                name="voucher_reversal_has_a_reason",
                condition=models.Q(reverses=None) | ~models.Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "date", "id"], name="voucher_by_date"),
            models.Index(
                fields=["company", "stamp_number"],
                name="voucher_by_stamp",
                condition=~models.Q(stamp_number=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class VatRole(models.TextChoices):
    """What an entry is to the VAT return."""

    NONE = "", _("None")
    BASE = "base", _("Basis")
    OUTPUT = "output", _("Output VAT")
    INPUT = "input", _("Input VAT")
    COST = "cost", _("VAT that is not deducted")


class Entry(CompanyOwned):
    """An entry (postering) of a voucher. Units: kroner, debit positive; `rate` is kroner per unit of currency."""

    company = models.ForeignKey(
        "companies.Company", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    # A plain key: the trigger compares companies, and its check has only one index to choose.
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="entries", db_index=False)
    line = models.PositiveIntegerField()
    period = models.ForeignKey(
        "accounting.Period", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    date = models.DateField(_("date"))
    account = models.ForeignKey(
        "accounting.Account",
        models.PROTECT,
        related_name="entries",
        db_constraint=False,
        db_index=False,
    )
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    debit = models.GeneratedField(
        expression=Greatest(models.F("amount"), 0),
        output_field=models.DecimalField(max_digits=18, decimal_places=2),
        db_persist=True,
    )
    credit = models.GeneratedField(
        expression=Greatest(-models.F("amount"), 0),
        output_field=models.DecimalField(max_digits=18, decimal_places=2),
        db_persist=True,
    )
    amount_ore = models.GeneratedField(
        expression=Cast(models.F("amount") * 100, models.BigIntegerField()),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    currency = models.CharField(_("currency"), max_length=3, default="NOK")
    currency_amount = models.DecimalField(_("currency amount"), max_digits=18, decimal_places=2)
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8, default=1)
    rate_date = models.DateField(_("rate's date"), null=True)
    vat_code = models.ForeignKey(
        "accounting.VatCode",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    vat_role = models.CharField(max_length=6, choices=VatRole, blank=True, default="")
    vat_rate = models.DecimalField(_("VAT rate"), max_digits=5, decimal_places=2, null=True)
    vat_base = models.DecimalField(_("VAT basis"), max_digits=18, decimal_places=2, null=True)
    vat_amount = models.DecimalField(_("VAT amount"), max_digits=18, decimal_places=2, null=True)
    vat_specification = models.CharField(max_length=60, blank=True, default="")
    vat_term = models.ForeignKey(
        "accounting.VatTerm",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    department = models.ForeignKey(
        "accounting.DimensionValue",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    project = models.ForeignKey(
        "accounting.DimensionValue",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    free_values = ArrayField(models.BigIntegerField(), default=list)
    party = models.ForeignKey(
        "crm.Party",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    invoice_number = models.CharField(_("invoice number"), max_length=60, blank=True, default="")
    kid = models.CharField("KID", max_length=25, blank=True, default="")
    due_date = models.DateField(_("due date"), null=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4, null=True)
    text = models.CharField(_("text"), max_length=255, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voucher", "line"], name="entry_line_once"),
            models.CheckConstraint(name="entry_is_never_zero", condition=~models.Q(amount=0)),
            models.CheckConstraint(
                name="entry_in_kroner_has_rate_one",
                condition=~models.Q(currency="NOK")
                | models.Q(rate=1, currency_amount=models.F("amount")),
            ),
            models.CheckConstraint(
                name="entry_in_currency_has_the_day_of_its_rate",
                condition=models.Q(currency="NOK") | models.Q(rate_date__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_with_vat_role_has_a_code",
                condition=models.Q(vat_role="")
                | models.Q(vat_code__isnull=False, vat_rate__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "account", "date", "id"], name="entry_by_account"),
            models.Index(
                fields=["company", "party", "date", "id"],
                name="entry_by_party",
                condition=~models.Q(party=None),
            ),
            models.Index(
                fields=["company", "project", "date", "id"],
                name="entry_by_project",
                condition=~models.Q(project=None),
            ),
            models.Index(
                fields=["company", "vat_term", "vat_code"],
                name="entry_by_vat_term",
                condition=~models.Q(vat_term=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id}/{self.line}"


class VoucherAttachment(CompanyOwned):
    """A file that documents a voucher (vedlegg); may come after posting, is never taken away."""

    voucher = models.ForeignKey(
        Voucher, models.PROTECT, related_name="attachments", db_constraint=False, db_index=False
    )
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voucher", "file"], name="voucher_attachment_once")
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id}: {self.file_id}"
