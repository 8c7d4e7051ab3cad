"""Tags and filters that every template has: icons, numbers, dates, keys, form controls."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.context import Context
from django.template.defaultfilters import date as django_date
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from erp.dates import format_date
from erp.identifiers import format_bank_account, format_orgnr
from erp.money import format_amount
from erp.ui.controls import control_attrs, kind_of
from erp.ui.registry import PanelLink, panels_for_request
from erp.ui.requests import CompanyLike, home_of
from erp.ui.shell import Shell, shell_of
from erp.ui.tables.bound import BoundTable, Row
from erp.ui.tables.drawing import draw_rows

register = template.Library()

# What stands on the key cap, where it is not the name of the key itself.
CAPS = {
    "ENTER": "↵",
    "UP": "↑",
    "DOWN": "↓",
    "LEFT": "←",
    "RIGHT": "→",
    "DELETE": "Del",
    "SPACE": "Space",
}


@register.simple_tag
def icon(name: str, size: str = "", css: str = "") -> SafeString:
    """Draw a symbol of icons.svg: `{% icon "inbox" %}`, `{% icon "check" "sm" "pos" %}`."""
    classes = " ".join(filter(None, ["icon", f"icon--{size}" if size else "", css]))
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        classes,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def keys(shortcut: str) -> SafeString:
    """Draw key caps: `{% keys "Ctrl+S" %}` is held together, `{% keys "g i" %}` one after the other."""
    names = shortcut.split("+") if "+" in shortcut.strip("+") else shortcut.split()
    caps = ((CAPS.get(name.upper(), name.upper() if len(name) == 1 else name),) for name in names)
    return format_html(
        '<span class="kbds">{}</span>', format_html_join("", '<kbd class="kbd">{}</kbd>', caps)
    )


@register.filter
def amount(value: Decimal | Literal[""] | None) -> str:
    """Write an amount as 1 234,50; nothing for None and for what the template does not know."""
    return "" if value is None or value == "" else format_amount(value)


@register.filter("date")
def date_filter(value: date | datetime | None, style: str | None = None) -> str:
    """Write a date as 23.11.2026; with a format it is Django's own filter."""
    if style is not None:
        return str(django_date(value, style))
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return format_date(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment as 23.11.2026 08:52, in the time of the place."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{format_date(local.date())} {local:%H:%M}"


@register.filter
def orgnr(value: str | None) -> str:
    """Write an organisation number as 312 418 088."""
    return format_orgnr(value) if value else ""


@register.filter
def bank_account(value: str | None) -> str:
    """Write a bank account as 1503.88.19043."""
    return format_bank_account(value) if value else ""


@register.filter
def initials(value: object) -> str:
    """Return the one or two letters that stand in an avatar."""
    words = [word for word in str(value).split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def filesize(value: int | Literal[""] | None) -> str:
    """Write a file's size as 14 kB or 1,2 MB."""
    if not isinstance(value, int):
        return ""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))}\N{NO-BREAK SPACE}kB"
    return f"{value / 1_000_000:.1f}\N{NO-BREAK SPACE}MB".replace(".", ",")


@register.filter
def filetype(mime: str) -> str:
    """Return what a file's mark says of its type: PDF, XML, JPG, XLSX; the type's last word for the rest."""
    last = mime.rsplit("/", 1)[-1].split(";")[0]
    if last == "octet-stream":
        return _("File").upper()
    known = {"jpeg": "JPG", "plain": "TXT", "rfc822": "EML"}
    return known.get(last, "XLSX" if "sheet" in last else last.rsplit(".", 1)[-1][:4].upper())


@register.filter
def thousands(value: int) -> str:
    """Write a whole number as 1 234."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


@register.filter
def in_thousands(value: Decimal) -> str:
    """Write a round amount on an axis in thousands: 1 500, \N{MINUS SIGN}50, 0,5."""
    text = f"{(value / 1000).normalize() + 0:,f}"
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",").replace("-", "\N{MINUS SIGN}")


@register.filter
def lines(value: object) -> list[str]:
    """Split a toast into its message and its detail."""
    return str(value).split("\n", 1)


@register.simple_tag
def control(field: BoundField, css: str = "", **attrs: Any) -> SafeString:
    """Draw a form field's control with the classes and ARIA of the design; underscores in names become hyphens."""
    return field.as_widget(attrs=control_attrs(field, css, attrs))


@register.filter
def home(company: CompanyLike | None) -> str:
    """Return the address of a company's overview; without a company the one where companies are chosen."""
    return home_of(company)


@register.filter
def layout(field: BoundField) -> str:
    """Return how a field is laid out: control, check, choices or hidden."""
    return kind_of(field)


@register.simple_tag(takes_context=True)
def shell(context: Context) -> Shell:
    """Return the shell; a page says `nav="url_name"` in its context where the path does not tell its place."""
    return shell_of(context["request"], context.get("nav") or "")


@register.simple_tag
def upload_limits() -> dict[str, int]:
    """Return how large a file, and files that are sent together, may be. Units: MB."""
    return {"file": settings.UPLOAD_LIMIT_MB, "at_once": settings.REQUEST_LIMIT_MB}


@register.simple_tag(takes_context=True)
def table_rows(context: Context, table: BoundTable, rows: Sequence[Row]) -> SafeString:
    """Draw rows of a list."""
    return draw_rows(context, table, rows)


@register.simple_tag(takes_context=True)
def panels(context: Context, subject: str, **where: object) -> Sequence[PanelLink]:
    """Return the panels of a subject: `{% panels "party" pk=party.pk as panels %}`."""
    return panels_for_request(context["request"], subject, **where)
