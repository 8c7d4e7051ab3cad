"""The rates of VAT, by class (mva-satser): regular and raw fish since 2005, low since 2006, middle since 2012.

A change of rate is a new row, never a change of code. Before its first row a class has no rate, and is refused.

Source: the tax authority's code list of rates (sats); `valid_to` is the first day a rate no longer holds.
"""

from django.db import migrations

RATES = [
    ("regular", "25", "2005-01-01", None),
    ("middle", "15", "2012-01-01", None),
    ("low", "8", "2006-01-01", "2016-01-01"),
    ("low", "10", "2016-01-01", "2018-01-01"),
    ("low", "12", "2018-01-01", "2020-04-01"),
    ("low", "6", "2020-04-01", "2021-10-01"),
    ("low", "12", "2021-10-01", None),
    ("raw_fish", "11.11", "2005-01-01", None),
]


def add_rates(apps, schema_editor):
    VatRate = apps.get_model("accounting", "VatRate")
    VatRate.objects.bulk_create(
        VatRate(rate_class=rate_class, percent=percent, valid_from=since, valid_to=until)
        for rate_class, percent, since, until in RATES
    )


def remove_rates(apps, schema_editor):
    apps.get_model("accounting", "VatRate").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("accounting", "0002_ledger_promises")]
    operations = [migrations.RunPython(add_rates, remove_rates)]
