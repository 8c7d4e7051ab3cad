"""Reading the history (historikk) of an object: what changed, from what to what, by whom, when and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.access.models import User
from erp.audit.names import field_name, is_named
from erp.audit.registry import Part, Subject, word_for
from erp.companies.models import Company
from erp.dates import format_date
from erp.db.versions import event_model
from erp.money import format_amount

LATEST = 50
MANY = 4  # So many rows made at once are told as one event.

# What changes by itself, or says nothing to a reader.
UNSAID = frozenset({"id", "company", "created_at", "last_login", "key"})


@dataclass(frozen=True)
class Change:
    """A field of an object: its name, and what it was and became, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryEvent:
    """One change of an object or of something that belongs to it."""

    what: str
    who: str
    at: datetime
    reason: str
    changes: Sequence[Change]
    icon: str
    kind: str = ""


@dataclass
class Version:
    """A row of an event table, and the one before it."""

    row: Any
    model: type[models.Model]
    part: str = ""
    group: str = ""  # What rows of its part are called, where each has a name of its own.
    named: str = ""
    owner: str = ""  # The field that points at the object whose history this is.
    before: Any = None
    context: dict[str, Any] = field(default_factory=dict)


def history_of(company: Company, subject: Subject, pk: int) -> list[HistoryEvent]:
    """Return the latest changes of an object and its parts, the newest first; at most `LATEST` + 1.

    Four queries plus one for each part, and one for each kind of row that a changed key points at.
    """
    versions = versions_of(company, subject.model, {"pgh_obj_id": pk})
    for part in subject.parts:
        versions += versions_of(company, part.model, {f"{part.field}_id": pk}, part)
    versions.sort(
        key=lambda version: (version.row.pgh_created_at, version.row.pgh_id), reverse=True
    )
    latest = versions[: LATEST + 1]
    names = Names(latest)
    events = [event_of_group(group, names) for group in together(latest)]
    return [event for event in events if event.changes or event.kind]


def versions_of(
    company: Company, model: type[models.Model], of: dict[str, int], part: Part | None = None
) -> list[Version]:
    """Return the latest versions of the rows of a model, each with the version before it."""
    events = event_model(model)
    isolated = {} if model is Company else {"company_id": company.pk}
    rows = list(events.objects.filter(**isolated, **of).order_by("-pgh_id")[: LATEST * 2])
    versions: list[Version] = []
    earlier: dict[int, Any] = {}
    for row in reversed(rows):
        before = earlier.get(row.pgh_obj_id)
        name = name_of(row, part) if part else ""
        owner = part.field if part else ""
        own = str(getattr(row, part.named_by)) if part and part.named_by else ""
        group = str(part.label) if part and own else ""
        told = row.pgh_context or {}
        versions.append(Version(row, model, name, group, own, owner, before, told))
        earlier[row.pgh_obj_id] = row
    return versions


def name_of(row: Any, part: Part) -> str:
    """Return what a row that belongs to an object is called: "period 11"."""
    named = getattr(row, part.named_by) if part.named_by else ""
    return f"{part.label} {named}" if named else str(part.label)


class Names:
    """Names of users and of the rows that changed keys point at, read together."""

    def __init__(self, versions: Iterable[Version]) -> None:
        versions = list(versions)
        people = {v.context["user"] for v in versions if v.context.get("user")}
        self.users = {user.pk: str(user) for user in User.objects.filter(pk__in=people)}
        wanted: dict[type[models.Model], set[int]] = {}
        for version in versions:
            for column in changed_fields(version):
                if isinstance(column, models.ForeignKey):
                    keys = {key_of(row, column) for row in (version.before, version.row) if row}
                    wanted.setdefault(column.related_model, set()).update(filter(None, keys))
        self.rows = {
            model: {row.pk: str(row) for row in model._default_manager.filter(pk__in=keys)}
            for model, keys in wanted.items()
            if keys
        }

    def text(self, column: Any, row: Any) -> str:
        """Return the value of a field of a version as people read it."""
        value = getattr(row, column.attname)
        if value in (None, "", {}):
            return ""
        if isinstance(column, models.ForeignKey):
            return self.rows.get(column.related_model, {}).get(value, str(value))
        return shown(column, value)


def key_of(row: Any, column: Any) -> int | None:
    """Return the key that a version's field held."""
    value: int | None = getattr(row, column.attname)
    return value


def shown(column: Any, value: Any) -> str:
    """Return a plain value as people read it."""
    if column.name.endswith("sha256"):
        return str(value)[:8]  # Enough to tell one content from another.
    if word := word_for(column.model, column.name, value):
        return word
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in sorted(value.items()))
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%d.%m.%Y %H:%M")
    if isinstance(value, date):
        return format_date(value)
    return format_amount(value) if isinstance(value, Decimal) else str(value)


def changed_fields(version: Version) -> list[Any]:
    """Return the fields of the tracked model that differ from the version before; for a deletion none."""
    if version.row.pgh_label == "delete":
        return []
    kept = {column.name for column in version.row._meta.concrete_fields}
    columns = [
        column
        for column in version.model._meta.concrete_fields
        if column.name in kept and column.name not in UNSAID | {version.owner} and is_named(column)
    ]
    if version.before is None:
        empty: tuple[object, ...] = (None, "", False, {})
        return [column for column in columns if getattr(version.row, column.attname) not in empty]
    return [
        column
        for column in columns
        if getattr(version.row, column.attname) != getattr(version.before, column.attname)
    ]


def together(versions: Iterable[Version]) -> list[list[Version]]:
    """Return versions in groups: many rows of one part that were made at one moment stand together."""
    groups: list[list[Version]] = []
    for version in versions:
        own = next((group for group in groups if made_at_once(group[0], version)), None)
        if own:
            own.append(version)
        else:
            groups.append([version])
    return [
        part
        for group in groups
        for part in ([group] if len(group) >= MANY else [[v] for v in group])
    ]


def made_at_once(one: Version, other: Version) -> bool:
    """Tell whether two versions are of new rows of the same part, made at one moment by the same."""
    told = [
        (v.row.pgh_label, v.model, v.group, v.row.pgh_created_at, v.context) for v in (one, other)
    ]
    return bool(one.group) and one.row.pgh_label == "insert" and told[0] == told[1]


def event_of_group(group: Sequence[Version], names: "Names") -> HistoryEvent:
    """Return versions that stand together as one event: "Made: period 1–12"."""
    event = event_of(group[0], names)
    if len(group) == 1:
        return event
    own = sorted(version.named for version in group)
    if all(name.isdecimal() for name in own):
        own.sort(key=int)
        own = [own[0], own[-1]] if int(own[-1]) - int(own[0]) == len(own) - 1 else own
    listed = "–".join(own) if len(own) == 2 else ", ".join(own)
    what = f"{_('Made')}: {group[0].group} {listed}"
    return replace(event, what=what, changes=())


LABELS = {"insert": ("plus", "pos"), "update": ("edit", ""), "delete": ("trash", "neg")}


def event_of(version: Version, names: Names) -> HistoryEvent:
    """Return a version as people read it."""
    icon, kind = LABELS[version.row.pgh_label]
    done = {"insert": _("Made"), "update": _("Changed"), "delete": _("Deleted")}
    what = done[version.row.pgh_label]
    if version.part:
        what = f"{what}: {version.part}"
    user = version.context.get("user")
    changes = [
        Change(
            field_name(column),
            names.text(column, version.before) if version.before else "",
            names.text(column, version.row) or "–",
        )
        for column in changed_fields(version)
    ]
    who = names.users.get(user, "") if user else "Regna"
    reason = str(version.context.get("reason") or "")
    return HistoryEvent(what, who, version.row.pgh_created_at, reason, changes, icon, kind)
