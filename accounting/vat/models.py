"""VAT codes (mva-koder), dated rates and terms (terminer)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned
from erp.db.history import tracked


class RateClass(models.TextChoices):
    """The rate classes of merverdiavgiftsloven chapter 5; what each is in percent is dated data."""

    REGULAR = "regular", _("Regular rate")
    MIDDLE = "middle", _("Middle rate")
    LOW = "low", _("Low rate")
    RAW_FISH = "raw_fish", _("Raw fish")
    ZERO = "zero", _("Zero rate")


class VatRate(models.Model):
    """What a rate class is in percent between two dates; `valid_to` is the first day it no longer holds."""

    rate_class = models.CharField(max_length=10, choices=RateClass)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rate_class", "valid_from"], name="vat_rate_once")
        ]

    def __str__(self) -> str:
        return f"{self.rate_class} {self.percent} %"


class VatKind(models.TextChoices):
    """What posting with a code does."""

    NONE = "none", _("No VAT")
    INPUT = "input", _("Input VAT")
    OUTPUT = "output", _("Output VAT")
    BASIS = "basis", _("Basis without VAT")
    REVERSE = "reverse", _("Reverse charge with deduction")
    REVERSE_NOT_DEDUCTED = "reverse_cost", _("Reverse charge without deduction")


@tracked
class VatCode(CompanyOwned):
    """A VAT code (mva-kode) of a company; maps to exactly one standard code of SAF-T."""

    code = models.CharField(_("code"), max_length=5)
    standard_code = models.CharField(_("standard code"), max_length=2)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=12, choices=VatKind)
    rate_class = models.CharField(_("rate class"), max_length=10, choices=RateClass, blank=True)
    in_return = models.BooleanField(_("in the VAT return"))
    gives_compensation = models.BooleanField(_("gives compensation"), default=False)
    deduction_percent = models.DecimalField(
        _("deducted, percent"), max_digits=5, decimal_places=2, default=100
    )
    output_account = models.ForeignKey(
        "accounting.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("account for output VAT"),
    )
    input_account = models.ForeignKey(
        "accounting.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("account for input VAT"),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="vat_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@tracked
class VatTerm(CompanyOwned):
    """A term (termin) of the VAT return; both dates inclusive. Locked once its return is filed."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("term"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    is_locked = models.BooleanField(_("locked"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "start"], name="vat_term_once"),
            models.CheckConstraint(
                name="vat_term_ends_after_start", condition=models.Q(end__gt=models.F("start"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"
