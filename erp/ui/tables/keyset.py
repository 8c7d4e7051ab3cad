"""Paging by key: the next page begins after the last row's sort values, so page 20 000 costs what page 1 costs.

PostgreSQL's own place for NULL is kept (last when ascending, first when descending), so that plain indexes serve.
The rows after a cursor are cut into segments that each are one range of an index, and follow each other in order:
with three sort values (a, b, id), all in one direction and none of them NULL, that is one row comparison.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.utils import timezone

LONGEST = 2000
Condition = Q | Func


@dataclass(frozen=True)
class Term:
    """One field of a sort."""

    path: str
    descending: bool
    nullable: bool
    field: Any

    def turned(self) -> "Term":
        """Return the same field in the other direction."""
        return Term(self.path, not self.descending, self.nullable, self.field)


@dataclass(frozen=True)
class Cursor:
    """A place in a sorted list: the sort values of a row, and the number that the row next to it has, if known."""

    values: tuple[Any, ...]
    position: int | None = None


def terms_of(
    queryset: QuerySet[Any], sort: Sequence[str], *, descending: bool = False
) -> list[Term]:
    """Return the terms of a sort, ended by the primary key, which makes every place unique.

    A path may begin with "-"; `descending` turns all of them.
    """
    paths = [(path.lstrip("-"), path.startswith("-") != descending) for path in sort]
    key = queryset.model._meta.pk.name
    if key not in [path for path, _ in paths]:
        paths.append((key, paths[0][1] if paths else descending))
    return [
        Term(path, down, is_nullable(queryset, path), field_of(queryset, path))
        for path, down in paths
    ]


def encode(terms: Sequence[Term], row: Any, position: int | None) -> str:
    """Write a row's place as text for an address. Nothing in it is secret, and nothing of it is trusted."""
    values = [getattr(row, f"_key{at}") for at in range(len(terms))]
    texts = [None if value is None else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps([position, texts]).encode()).decode().rstrip("=")


def decode(terms: Sequence[Term], text: str) -> Cursor | None:
    """Read a place back; None when it is not one of this sort."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        position, texts = (
            json.loads(base64.urlsafe_b64decode(padded)) if len(text) <= LONGEST else (None, [])
        )
        if len(texts) != len(terms) or not (position is None or type(position) is int):
            return None
        return Cursor(
            tuple(read(term, each) for term, each in zip(terms, texts, strict=True)), position
        )
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        return None


def read(term: Term, text: Any) -> Any:
    """Return the value of one term; raises ValueError or ValidationError for what the field cannot hold."""
    if text is None and term.nullable:
        return None
    if not isinstance(text, str) or "\x00" in text:
        raise ValueError(text)
    text.encode()  # A lone surrogate is no text.
    value = term.field.to_python(text)
    if isinstance(value, datetime) and timezone.is_naive(value):
        raise ValueError(text)
    return value


def fetch(
    queryset: QuerySet[Any], terms: Sequence[Term], cursor: Cursor | None, size: int
) -> list[Any]:
    """Return the first rows after a cursor, or the first of all; each carries its sort values as `_key0`, `_key1` …"""
    ordered = queryset.order_by(
        *(F(t.path).desc() if t.descending else F(t.path).asc() for t in terms)
    )
    ordered = ordered.annotate(**{f"_key{at}": F(term.path) for at, term in enumerate(terms)})
    if cursor is None:
        return list(ordered[:size])
    rows: list[Any] = []
    for conditions in segments(terms, cursor.values):
        rows += ordered.filter(*conditions)[: size - len(rows)]
        if len(rows) >= size:
            break
    return rows


def segments(terms: Sequence[Term], values: Sequence[Any]) -> list[list[Condition]]:
    """Return the conditions of each index range after a place, in order."""
    found: list[list[Condition]] = []
    end = len(terms)
    while end:
        start = end - 1
        while start and runs_on(terms, values, start):
            start -= 1
        same = [
            equal(term, value) for term, value in zip(terms[:start], values[:start], strict=True)
        ]
        term = terms[start]
        if values[start] is not None:
            found.append([*same, beyond(terms[start:end], values[start:end])])
        if term.nullable and (values[start] is None) == term.descending:
            found.append([*same, Q(**{f"{term.path}__isnull": not term.descending})])
        end = start
    return found


def runs_on(terms: Sequence[Term], values: Sequence[Any], at: int) -> bool:
    """Tell whether the term before `at` can stand in one row comparison with it."""
    return (
        values[at - 1] is not None
        and values[at] is not None
        and not terms[at].nullable
        and terms[at - 1].descending == terms[at].descending
    )


def equal(term: Term, value: Any) -> Q:
    """Return the condition that a term has the value, which may be NULL."""
    return Q(**{f"{term.path}__isnull": True}) if value is None else Q(**{term.path: value})


def beyond(terms: Sequence[Term], values: Sequence[Any]) -> Func:
    """Return `(a, b) > (1, 2)`: PostgreSQL compares rows as it sorts them, and finds the first in the index."""
    here = row_of([F(term.path) for term in terms])
    there = row_of(
        [Value(value, output_field=term.field) for term, value in zip(terms, values, strict=True)]
    )
    sign = " < " if terms[0].descending else " > "
    return Func(
        here, there, arg_joiner=sign, template="%(expressions)s", output_field=BooleanField()
    )


def row_of(parts: Sequence[Any]) -> Func:
    """Return `(a, b)`."""
    return Func(*parts, template="(%(expressions)s)", output_field=BooleanField())


def field_of(queryset: QuerySet[Any], path: str) -> Any:
    """Return the field that a path leads to, which reads its values from text."""
    resolved: Any = F(path).resolve_expression(queryset.query.clone())
    field = resolved.output_field
    return field.output_field if isinstance(field, models.GeneratedField) else field


def is_nullable(queryset: QuerySet[Any], path: str) -> bool:
    """Tell whether a path may lead to NULL; what is computed may."""
    if path in queryset.query.annotations:
        return True
    model: Any = queryset.model
    for name in path.split("__"):
        try:
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if field.null or field.auto_created and field.is_relation:
            return True
        model = field.related_model
    return False
