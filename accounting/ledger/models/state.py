"""The version of a company's master data, so that what is kept in memory is known to be fresh."""

import uuid

from django.db import models

from erp.companies.models import CompanyOwned


class BookState(CompanyOwned):
    """One row a company; triggers give it a new version when accounts, codes, periods or dimensions change.

    The version is random, not counted: a number taken by a change that was rolled back would come again.
    """

    company = models.OneToOneField(
        "companies.Company", models.PROTECT, primary_key=True, related_name="+"
    )
    version = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.version)
