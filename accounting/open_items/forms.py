"""The choice of open items, as the page sends it."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _

from accounting.open_items.actions import SettlementRefused
from erp.errors import Problem

MOST = 500


class SettleForm(forms.Form):
    """Which items are settled, and the key of the page that they were chosen on."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    selected = forms.Field(widget=forms.MultipleHiddenInput, required=False)

    def clean_selected(self) -> set[int]:
        """Return the chosen ids; what is no id is left out."""
        sent: Sequence[str] = self.cleaned_data["selected"][:MOST]
        return {int(pk) for pk in sent if pk.isdecimal() and len(pk) < 19}

    def refusal(self) -> SettlementRefused:
        """Return what to say when the page was not whole."""
        return SettlementRefused(Problem(_("Load the page again, and choose once more.")))
