"""Coding defaults (konteringsforslag) of a party."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned
from erp.db.history import tracked


@tracked
class PartyDefaults(CompanyOwned):
    """How a party's invoices are coded unless somebody says otherwise; shown on its card."""

    party = models.ForeignKey("crm.Party", models.CASCADE, related_name="+", db_constraint=False)
    account = models.ForeignKey(
        "accounting.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    vat_code = models.ForeignKey(
        "accounting.VatCode",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    department = models.ForeignKey(
        "accounting.DimensionValue",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    project = models.ForeignKey(
        "accounting.DimensionValue",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party"], name="party_defaults_once")]
        verbose_name = _("coding defaults")

    def __str__(self) -> str:
        return str(self.account or "")


@tracked
class PartyDefaultValue(CompanyOwned):
    """The value of a free dimension (fri dimensjon) that a party's invoices are coded with unless somebody says otherwise."""

    party = models.ForeignKey("crm.Party", models.CASCADE, related_name="+", db_constraint=False)
    dimension = models.ForeignKey(
        "accounting.Dimension",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        verbose_name=_("dimension"),
    )
    value = models.ForeignKey(
        "accounting.DimensionValue",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        verbose_name=_("value"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "dimension"], name="party_default_value_once_per_dimension"
            )
        ]
        verbose_name = _("default dimension")

    def __str__(self) -> str:
        return str(self.value)
