"""Fiscal years (regnskapsår) and their months, with the locks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned
from erp.db.history import tracked


@tracked
class FiscalYear(CompanyOwned):
    """A fiscal year (regnskapsår), named by the calendar year it ends in; both dates inclusive."""

    year = models.PositiveSmallIntegerField(_("year"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "year"], name="fiscal_year_once"),
            models.CheckConstraint(
                name="fiscal_year_ends_after_start", condition=models.Q(end__gt=models.F("start"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


@tracked
class Period(CompanyOwned):
    """A month of a fiscal year (periode); both dates inclusive.

    `is_locked` closes it for everything; the other two for vouchers of types in that area. VAT is locked by
    term (`accounting.vat.VatTerm`), since a term need not be a month.
    """

    fiscal_year = models.ForeignKey(
        FiscalYear,
        models.PROTECT,
        related_name="periods",
        db_constraint=False,
        verbose_name=_("fiscal year"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    is_locked = models.BooleanField(_("locked"), default=False)
    is_sales_locked = models.BooleanField(_("locked for sales"), default=False)
    is_purchase_locked = models.BooleanField(_("locked for purchases"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "number"], name="period_once_per_year"),
            models.CheckConstraint(
                name="period_ends_after_start", condition=models.Q(end__gt=models.F("start"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start:%m.%Y}"
