"""Company (selskap) and what belongs to one."""

from typing import Self, TypeVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from erp.db.history import tracked


class VatTermKind(models.TextChoices):
    """How often a company files its VAT return (skatteforvaltningsforskriften § 8-3)."""

    TWO_MONTHLY = "two_monthly", _("Two-monthly")
    YEARLY = "yearly", _("Yearly")
    PRIMARY = "primary", _("Primary industry (yearly)")


# The colour of the company's mark in the shell, so that two tabs on two companies look different.
COLOURS = [
    ("a", _("Blue")),
    ("b", _("Green")),
    ("c", _("Amber")),
    ("d", _("Violet")),
    ("e", _("Red")),
]

SLUG_PATTERN = r"^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$"
RESERVED_SLUGS = frozenset(
    [
        "account",
        "accounts",
        "admin",
        "api",
        "static",
        "media",
        "files",
        "healthz",
        "readyz",
        "login",
        "logout",
        "mfa",
        "styleguide",
        "start",
        "companies",
        "settings",
        "help",
        "docs",
        "preferences",
        "favicon.ico",
        "robots.txt",
    ]
)


@tracked
class Company(models.Model):
    """A company (selskap) that keeps its books here; its slug stands first in every address."""

    slug = models.CharField(
        _("short name"), max_length=48, unique=True, validators=[RegexValidator(SLUG_PATTERN)]
    )
    name = models.CharField(_("name"), max_length=200)
    orgnr = models.CharField(_("organisation number"), max_length=9)
    vat_registered = models.BooleanField(_("registered for VAT"), default=False)
    vat_term_kind = models.CharField(
        _("VAT term"), max_length=16, choices=VatTermKind, default=VatTermKind.TWO_MONTHLY
    )
    fiscal_year_start_month = models.PositiveSmallIntegerField(
        _("fiscal year starts in month"), default=1, choices=MONTHS
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="NO")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    colour = models.CharField(_("colour"), max_length=1, default="a", choices=COLOURS)
    logo_sha256 = models.CharField(_("logo"), max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="company_fiscal_year_starts_in_a_month",
                condition=models.Q(fiscal_year_start_month__range=(1, 12)),
            ),
            models.CheckConstraint(
                name="company_orgnr_is_nine_digits", condition=models.Q(orgnr__regex=r"^[0-9]{9}$")
            ),
            models.CheckConstraint(
                name="company_slug_is_short_name", condition=models.Q(slug__regex=SLUG_PATTERN)
            ),
        ]

    def __str__(self) -> str:
        return self.name


M = TypeVar("M", bound=models.Model, covariant=True)


class CompanyQuerySet(models.QuerySet[M]):
    """A queryset of rows that belong to a company."""

    def for_company(self, company: Company) -> Self:
        """Return the rows of one company; the door, where row security is the net."""
        return self.filter(company_id=company.pk)


class CompanyOwned(models.Model):
    """A row that belongs to a company: its table has row security (see `SecureTenantTables`)."""

    # No index of its own: the unique (company_id, id) of every tenant table serves, and a planner without
    # statistics would prefer the single column to the key it should use.
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        abstract = True


class NumberSeries(CompanyOwned):
    """A gapless series of numbers of a company, such as stamp numbers (stempelnummer) or customer numbers.

    Voucher numbers have series of their own, per type and year, in `accounting`.
    """

    key = models.CharField(max_length=40)
    last_number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "key"], name="number_series_once_per_company"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.last_number}"
