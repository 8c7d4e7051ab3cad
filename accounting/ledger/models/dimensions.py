"""Dimensions (dimensjoner): department and project always, and any number of free ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned
from erp.db.history import tracked


class DimensionKind(models.TextChoices):
    DEPARTMENT = "department", _("Department")
    PROJECT = "project", _("Project")
    FREE = "free", _("Free dimension")


@tracked
class Dimension(CompanyOwned):
    """A way to sort entries beside the account. A company has one department, one project, many free ones."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=DimensionKind, default=DimensionKind.FREE
    )
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="dimension_code_once"),
            models.UniqueConstraint(
                fields=["company", "kind"],
                name="dimension_department_and_project_once",
                condition=~models.Q(kind="free"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class DimensionValue(CompanyOwned):
    """One department (avdeling), project (prosjekt) or value of a free dimension. Made inactive, never deleted."""

    dimension = models.ForeignKey(
        Dimension,
        models.PROTECT,
        related_name="values",
        db_constraint=False,
        verbose_name=_("dimension"),
    )
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=150)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("below"),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "dimension", "code"], name="dimension_value_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
