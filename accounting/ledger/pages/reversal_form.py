"""The form of a reversal."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erp.ui.forms import DateField, set_today


class ReversalForm(forms.Form):
    """When and why a voucher is reversed."""

    on = DateField(label=_("Date of the reversal"))
    reason = forms.CharField(label=_("Reason"), max_length=255)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today)
