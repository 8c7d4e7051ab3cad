"""Account (konto) of the chart (kontoplan)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned
from erp.db.history import tracked


class PartyRole(models.TextChoices):
    """Whose sub-ledger (reskontro) a control account is."""

    NONE = "", _("None")
    CUSTOMER = "customer", _("Customers")
    SUPPLIER = "supplier", _("Suppliers")
    EMPLOYEE = "employee", _("Employees")
    GROUP = "group", _("Group companies")


@tracked
class Account(CompanyOwned):
    """An account (konto). Its number's first digit is the class of NS 4102: 1-2 balance sheet, 3-8 result."""

    number = models.CharField(_("account number"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    grouping_category = models.CharField(_("SAF-T grouping category"), max_length=60, blank=True)
    grouping_code = models.CharField(_("SAF-T grouping code"), max_length=20, blank=True)
    default_vat_code = models.ForeignKey(
        "accounting.VatCode",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("default VAT code"),
    )
    party_role = models.CharField(
        _("sub-ledger"), max_length=10, choices=PartyRole, blank=True, default=""
    )
    is_vat_account = models.BooleanField(_("VAT account"), default=False)
    requires_vat_code = models.BooleanField(_("requires a VAT code"), default=False)
    is_locked = models.BooleanField(_("locked for posting by hand"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="account_number_once"),
            models.CheckConstraint(
                name="account_number_is_digits", condition=models.Q(number__regex=r"^[0-9]{3,20}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_balance_sheet(self) -> bool:
        """True for assets, equity and debt, whose balance is carried into the next year."""
        return self.number[0] in "12"


@tracked
class AccountDimension(CompanyOwned):
    """What an account asks of a dimension: that it is given, or what it is unless said otherwise."""

    account = models.ForeignKey(
        Account,
        models.CASCADE,
        related_name="dimension_rules",
        db_constraint=False,
        verbose_name=_("account"),
    )
    dimension = models.ForeignKey(
        "accounting.Dimension",
        models.CASCADE,
        related_name="+",
        db_constraint=False,
        verbose_name=_("dimension"),
    )
    is_required = models.BooleanField(_("required"), default=False)
    default_value = models.ForeignKey(
        "accounting.DimensionValue",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("default value"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "dimension"], name="account_dimension_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.dimension_id}"
