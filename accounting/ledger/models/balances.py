"""Balances per account, period, department and project, kept by the database as entries arrive."""

from django.db import models

from erp.companies.models import CompanyOwned


class AccountBalance(CompanyOwned):
    """What moved on an account in a period (bevegelse), by department and project.

    Written by the trigger on entries alone; `manage.py check_books` compares it with its recomputation.
    """

    company = models.ForeignKey(
        "companies.Company", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        "accounting.Account",
        models.PROTECT,
        related_name="balances",
        db_constraint=False,
        db_index=False,
    )
    period = models.ForeignKey(
        "accounting.Period", models.PROTECT, related_name="+", db_constraint=False, db_index=False
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
    debit = models.DecimalField(max_digits=20, decimal_places=2)
    credit = models.DecimalField(max_digits=20, decimal_places=2)
    entries = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "account", "period", "department", "project"],
                name="account_balance_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period_id}"
