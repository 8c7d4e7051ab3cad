"""The picture that is to be a logo."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from erp.logo.pictures import MOST_BYTES, READ

KINDS = _("PNG, JPEG or WebP, at most {limit} MB.")


class LogoForm(forms.Form):
    """A picture; what it is, its content tells."""

    logo = forms.FileField(
        label=_("Picture"),
        help_text=format_lazy(KINDS, limit=MOST_BYTES // 1024 // 1024),
        allow_empty_file=True,  # So that one text says what a logo must be.
        widget=forms.FileInput(attrs={"accept": ",".join(READ)}),
        error_messages={"required": _("Choose a picture.")},
    )

    def content(self) -> bytes:
        """Return the picture, or one byte more than is taken."""
        read: bytes = self.cleaned_data["logo"].read(MOST_BYTES + 1)
        return read
