"""The form behind the button that has the books checked."""

import uuid

from django import forms


class BookCheckForm(forms.Form):
    """Only a key, so that a double click asks once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
