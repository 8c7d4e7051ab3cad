"""Which objects show their history (historikk), and what belongs to them.

    registry.register(Subject("party", Party, "party.view", (Part(PartyAddress, "party", _("address")),)))

Higher apps add parts of their own to a lower app's subject by `add_part`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import models
from django.utils.functional import Promise


@dataclass(frozen=True)
class Part:
    """Rows that belong to an object: their model, the field that points at it, and what one is called.

    `named_by` is the field that tells one from another, such as a number or a code; `permission` is what they need
    beside that of the object.
    """

    model: type[models.Model]
    field: str
    label: str | Promise
    named_by: str = ""
    permission: str = ""


@dataclass(frozen=True)
class Subject:
    """A kind of object with a history; `permission` is what its own page needs."""

    slug: str
    model: type[models.Model]
    permission: str
    parts: tuple[Part, ...] = ()

    def seen_with(self, permissions: frozenset[str]) -> "Subject":
        """Return the subject with those of its parts that somebody may see."""
        return replace(
            self, parts=tuple(p for p in self.parts if p.permission in permissions | {""})
        )


_subjects: dict[str, Subject] = {}
_words: dict[tuple[type[models.Model], str], Mapping[str, str | Promise]] = {}


def register(subject: Subject) -> None:
    """Let a kind of object show its history; once, when its app is ready."""
    _subjects.setdefault(subject.slug, subject)


def add_part(slug: str, part: Part) -> None:
    """Add rows of another app to an object's history."""
    subject = _subjects[slug]
    if part not in subject.parts:
        _subjects[slug] = replace(subject, parts=(*subject.parts, part))


def add_words(model: type[models.Model], field: str, words: Mapping[str, str | Promise]) -> None:
    """Tell what the codes in a field are called, where the field itself has no choices."""
    _words[model, field] = words


def word_for(model: type[models.Model], field: str, value: object) -> str:
    """Return what a value of a field is called, or nothing when it has no word of its own."""
    return str(_words.get((model, field), {}).get(str(value), ""))


def subject_of(slug: str) -> Subject | None:
    """Return a registered subject, or None."""
    return _subjects.get(slug)


def subjects() -> list[Subject]:
    """Return all subjects."""
    return list(_subjects.values())
