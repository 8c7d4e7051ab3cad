"""How quantities and units of an electronic invoice are written on paper."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

# UN/ECE Recommendation 20 and 21, the units that Norwegian invoices use.
UNITS = {
    "H87": _("pcs"),
    "EA": _("pcs"),
    "C62": _("pcs"),
    "NAR": _("pcs"),
    "NMP": _("packs"),
    "XPK": _("packs"),
    "PR": _("pairs"),
    "SET": _("sets"),
    "HUR": _("hours"),
    "MIN": _("minutes"),
    "DAY": _("days"),
    "WEE": _("weeks"),
    "MON": _("months"),
    "ANN": _("years"),
    "MTR": "m",
    "KMT": "km",
    "MTK": "m²",
    "MTQ": "m³",
    "LTR": "l",
    "KGM": "kg",
    "GRM": "g",
    "TNE": "t",
    "KWH": "kWh",
    "LS": _("lump sum"),
    "P1": "%",
}


@register.filter
def unit(code: str) -> str:
    """Return a unit as people write it; a code that is not known stays."""
    return str(UNITS.get(code, code))


@register.filter
def price(value: Decimal | None) -> str:
    """Return a price for one unit with at least two decimals, and all that the document has: 0,8512."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(2, -exponent) if isinstance(exponent, int) else 2
    whole = f"{value:,.{decimals}f}".replace(",", "\N{NO-BREAK SPACE}")
    return whole.replace(".", ",").replace("-", "\N{MINUS SIGN}")


@register.filter
def quantity(value: Decimal | None) -> str:
    """Return a quantity or rate with comma and without trailing zeros."""
    if value is None:
        return ""
    return f"{value.normalize():f}".replace(".", ",").replace("-", "\u2212")
