"""Every open item keeps the promise of its currency: read through while others go on writing."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounting", "0013_what_stands_under_entries_keeps_its_meaning")]
    operations = [
        ValidateConstraint(
            model_name="openitem", name="open_item_currency_remaining_between_zero_and_amount"
        ),
    ]
