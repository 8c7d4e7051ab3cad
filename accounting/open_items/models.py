"""Open items and settlements."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models.vouchers import TransactionIdField
from erp.companies.models import CompanyOwned


class OpenItem(CompanyOwned):
    """An entry on a control account and what is left of it (åpen post).

    Units: kroner, debit positive. Made by the trigger on entries, lowered by the trigger on settlement lines.
    """

    company = models.ForeignKey(
        "companies.Company", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    # Plain keys: the row is made from the entry's own by the trigger.
    entry = models.OneToOneField("accounting.Entry", models.PROTECT, related_name="open_item")
    voucher = models.ForeignKey(
        "accounting.Voucher", models.PROTECT, related_name="+", db_index=False
    )
    account = models.ForeignKey(
        "accounting.Account", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    party = models.ForeignKey(
        "crm.Party", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    date = models.DateField(_("date"))
    due_date = models.DateField(_("due date"), null=True)
    invoice_number = models.CharField(_("invoice number"), max_length=60, blank=True)
    kid = models.CharField("KID", max_length=25, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    remaining = models.DecimalField(_("remaining"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    currency_amount = models.DecimalField(_("currency amount"), max_digits=18, decimal_places=2)
    currency_remaining = models.DecimalField(
        _("remaining in currency"), max_digits=18, decimal_places=2
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="open_item_remaining_between_zero_and_amount",
                condition=models.Q(
                    amount__gt=0, remaining__gte=0, remaining__lte=models.F("amount")
                )
                | models.Q(amount__lt=0, remaining__lte=0, remaining__gte=models.F("amount")),
            ),
            models.CheckConstraint(
                name="open_item_currency_remaining_between_zero_and_amount",
                condition=models.Q(
                    currency_amount__gt=0,
                    currency_remaining__gte=0,
                    currency_remaining__lte=models.F("currency_amount"),
                )
                | models.Q(
                    currency_amount__lt=0,
                    currency_remaining__lte=0,
                    currency_remaining__gte=models.F("currency_amount"),
                )
                | models.Q(currency_amount=0, currency_remaining=0),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "account", "party", "due_date"],
                name="open_item_open",
                condition=~models.Q(remaining=0),
            ),
            models.Index(
                fields=["company", "date", "id"],
                name="open_item_open_by_date",
                condition=~models.Q(remaining=0),
            ),
            models.Index(fields=["company", "party", "date", "id"], name="open_item_by_party"),
            models.Index(fields=["voucher"], name="open_item_by_voucher"),
            models.Index(
                fields=["company", "kid"], name="open_item_by_kid", condition=~models.Q(kid="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_number or self.voucher_id}: {self.remaining}"

    @property
    def is_difference(self) -> bool:
        """Whether it is an exchange difference: kroner, and nothing in its currency."""
        return self.currency != "NOK" and self.currency_amount == 0


class Settlement(CompanyOwned):
    """Items of one party on one account set against each other (utligning); only ever added to.

    What was wrong is undone by a settlement with the opposite lines, which points at it.
    """

    date = models.DateField(_("date"))
    reason = models.CharField(_("reason"), max_length=255)
    source_key = models.CharField(max_length=120, null=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by", db_constraint=False
    )
    registered_at = models.DateTimeField(db_default=models.functions.Now())
    registered_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    xact = TransactionIdField(db_default=models.Func(function="pg_current_xact_id"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "source_key"], name="settlement_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.reason}"


class SettlementLine(CompanyOwned):
    """How much of an item a settlement takes; of the item's sign, or the opposite when it undoes."""

    # Plain keys: the trigger compares companies.
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="lines", db_index=False)
    open_item = models.ForeignKey(OpenItem, models.PROTECT, related_name="settlement_lines")
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    currency_amount = models.DecimalField(_("currency amount"), max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "open_item"], name="settlement_line_once_per_item"
            ),
            models.CheckConstraint(
                name="settlement_line_is_never_zero", condition=~models.Q(amount=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.open_item_id}: {self.amount}"
