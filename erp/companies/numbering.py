"""Gapless numbers per company (stempelnummer, kundenummer ...)."""

from django.db import connection

from erp.companies.models import Company

TAKE = """
    INSERT INTO companies_numberseries (company_id, key, last_number) VALUES (%s, %s, %s)
    ON CONFLICT (company_id, key) DO UPDATE SET last_number = companies_numberseries.last_number + 1
    RETURNING last_number
"""


def take_number(*, company: Company, key: str, first: int = 1) -> int:
    """Return the next number of a series, starting at `first`.

    Call it late in the transaction that uses the number: the series is locked until it ends, and a rollback
    gives the number back, so that no gap can come.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [company.pk, key, first])
        return int(cursor.fetchone()[0])
