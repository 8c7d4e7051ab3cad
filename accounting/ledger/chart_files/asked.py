"""What an account asks of dimensions, in two cells of a file: those that are required, and what is given unless said.

    required dimensions   DEPARTMENT; CAMPAIGN
    default dimensions    DEPARTMENT=10; CAMPAIGN=SUMMER

Dimensions by code or name, values by code. An empty cell says nothing; "-" says none. Pure: no database.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from erp.errors import Problem

REQUIRED, DEFAULTS = "required_dimensions", "default_dimensions"
NOTHING = frozenset({"-", "\N{EN DASH}", "\N{MINUS SIGN}", "ingen", "none"})


@dataclass(frozen=True)
class Asked:
    """What an account asks of one dimension; a default by its code."""

    is_required: bool = False
    default: str = ""


# By the code of the dimension; of what is not there nothing is asked.
Rules = Mapping[str, Asked]


@dataclass(frozen=True)
class KnownDimension:
    """A dimension of the company, with those of its values that the file names: code to whether it is in use."""

    code: str
    name: str
    is_active: bool = True
    values: Mapping[str, bool] = field(default_factory=dict)


def pieces_of(text: str) -> list[str]:
    """Return the parts of a cell: by semicolon or line, or where there is none by comma.

    >>> pieces_of("A; B"), pieces_of("A,B"), pieces_of("A;B,C"), pieces_of("-")
    (['A', 'B'], ['A', 'B'], ['A', 'B,C'], [])
    """
    if text.strip().casefold() in NOTHING:
        return []
    parts = re.split(r"[;\n]", text)
    parts = parts if len(parts) > 1 else text.split(",")
    return [part.strip() for part in parts if part.strip()]


def codes_in(text: str) -> set[str]:
    """Return the codes of values that a cell of defaults names."""
    return {piece.partition("=")[2].strip() for piece in pieces_of(text)} - {""}


def asked_by(
    texts: Mapping[str, str],
    before: Rules,
    known: Mapping[str, KnownDimension],
    problems: list[Problem],
) -> Rules:
    """Return what an account asks of dimensions when the cells of a row are followed."""
    rules = dict(before)
    if required := texts.get(REQUIRED):
        codes = required_in(required, known, problems)
        told: dict[str, Callable[[Asked], Asked]] = {
            code: lambda rule: replace(rule, is_required=True) for code in codes
        }
        rules = put(rules, told, lambda rule: replace(rule, is_required=False))
    if defaults := texts.get(DEFAULTS):
        values = defaults_in(defaults, known, problems)
        rules = put(
            rules,
            {code: with_default(value) for code, value in values.items()},
            with_default(""),
        )
    return {code: rule for code, rule in rules.items() if rule != Asked()}


def with_default(value: str) -> Callable[[Asked], Asked]:
    """Return what gives a rule its default."""
    return lambda rule: replace(rule, default=value)


def put(
    rules: Rules, told: Mapping[str, Callable[[Asked], Asked]], other: Callable[[Asked], Asked]
) -> dict[str, Asked]:
    """Return rules with what is told of some dimensions, and of all others."""
    return {code: told.get(code, other)(rules.get(code, Asked())) for code in [*rules, *told]}


def required_in(
    text: str, known: Mapping[str, KnownDimension], problems: list[Problem]
) -> list[str]:
    """Return the dimensions that a cell requires."""
    found = []
    for piece in pieces_of(text):
        if dimension := find(piece, known, problems, REQUIRED):
            found.append(dimension.code)
    return found


def defaults_in(
    text: str, known: Mapping[str, KnownDimension], problems: list[Problem]
) -> dict[str, str]:
    """Return the default value of each dimension that a cell names."""
    found: dict[str, str] = {}
    for piece in pieces_of(text):
        name, sign, value = (part.strip() for part in piece.partition("="))
        if not sign or not value:
            message = _("Write dimension=value, not %(text)s.") % {"text": piece}
            problems.append(Problem(message, DEFAULTS))
        elif dimension := find(name, known, problems, DEFAULTS):
            if dimension.code in found:
                message = _("%(name)s stands twice.") % {"name": dimension.name}
                problems.append(Problem(message, DEFAULTS))
            found[dimension.code] = value
            problems += value_problems(dimension, value)
    return found


def find(
    text: str, known: Mapping[str, KnownDimension], problems: list[Problem], column: str
) -> KnownDimension | None:
    """Return the dimension with a code or a name. One that an account asks for is never out of use."""
    names = {dimension.name.casefold(): dimension for dimension in known.values()}
    codes = {code.casefold(): dimension for code, dimension in known.items()}
    dimension = known.get(text) or codes.get(text.casefold()) or names.get(text.casefold())
    if dimension is None:
        message = _("There is no dimension %(text)s.") % {"text": text}
        problems.append(Problem(message, column))
    elif not dimension.is_active:
        message = _("%(code)s is no longer in use.") % {"code": dimension.name}
        problems.append(Problem(message, column))
    return dimension


def value_problems(dimension: KnownDimension, value: str) -> list[Problem]:
    """Return what is wrong with a default. One that an account has is never out of use."""
    is_active = dimension.values.get(value)
    if is_active is None:
        message = _("%(value)s is not a value of %(dimension)s.")
        text = message % {"value": value, "dimension": dimension.name}
        return [Problem(text, DEFAULTS)]
    if not is_active:
        return [Problem(_("%(code)s is no longer in use.") % {"code": value}, DEFAULTS)]
    return []


def written(rules: Rules) -> dict[str, str]:
    """Return rules as the two cells of a file, in the order of the codes.

    >>> written({"B": Asked(True), "A": Asked(True, "10")})
    {'required_dimensions': 'A; B', 'default_dimensions': 'A=10'}
    """
    asked = sorted(rules.items())
    return {
        REQUIRED: joined([code for code, rule in asked if rule.is_required]),
        DEFAULTS: joined([f"{code}={rule.default}" for code, rule in asked if rule.default]),
    }


def joined(pieces: list[str]) -> str:
    """Return the parts of a cell as its text; a comma inside of the only one does not part it."""
    return "; ".join(pieces) + (";" if len(pieces) == 1 and "," in pieces[0] else "")
