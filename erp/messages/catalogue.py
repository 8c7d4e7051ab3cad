"""Finding source strings in Python and templates, and keeping `locale/nb` complete."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "locale" / "nb" / "LC_MESSAGES" / "django.po"
PACKAGES = ("accounting", "crm", "erp", "inbox", "integrations", "invoicing", "projects")
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
TEMPLATE_CALL = re.compile(r"(?<![\w.])((?:_|gettext|ngettext|pgettext|npgettext)\()")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def python_calls(source: str) -> Iterator[ast.Call]:
    """Yield the calls of gettext and its kin in a Python source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SINGULAR | PLURAL | WITH_CONTEXT:
                yield node


def template_calls(source: str) -> Iterator[ast.Call]:
    """Yield the calls that Django makes of a template's translate and blocktranslate tags."""
    marked = templatize(source)
    for start in TEMPLATE_CALL.finditer(marked):
        end = start.end()
        while (end := marked.find(")", end) + 1) > 0:
            try:
                call = ast.parse(marked[start.start(1) : end], mode="eval").body
            except SyntaxError:
                continue
            if isinstance(call, ast.Call):
                yield call
            break


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield (path, call) for every source string in the project's Python and templates."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                for call in python_calls(path.read_text(encoding="utf-8")):
                    yield str(path.relative_to(ROOT)), call
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            for call in template_calls(path.read_text(encoding="utf-8")):
                yield str(path.relative_to(ROOT)), call


def extracted() -> Catalog:
    """Return all source strings with the files they stand in."""
    catalogue = Catalog(locale="nb", project="Regna", charset="utf-8")
    for path, call in calls():
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        values = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        texts = [value for value in values if isinstance(value, str)]
        context = texts.pop(0) if name in WITH_CONTEXT and texts else None
        if not texts or not texts[0].strip():
            continue
        identity = (texts[0], texts[1]) if name in PLURAL and len(texts) > 1 else texts[0]
        catalogue.add(identity, locations=[(path, 0)], context=context)
    return catalogue


def stored() -> Catalog:
    """Return the catalogue as it stands in the project."""
    with PO.open("rb") as file:
        return read_po(file, locale="nb")


def update(translations: dict[str, str] | None = None) -> Catalog:
    """Bring the stored catalogue up to date with the sources, adding translations where they are given."""
    catalogue = stored() if PO.exists() else Catalog(locale="nb")
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        given = [(translations or {}).get(source, "") for source in sources]
        if message.id and all(given) and not any(message.string or ()):
            message.string = given[0] if len(given) == 1 else tuple(given)
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(
            file, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False
        )
    return catalogue


def compile_catalogue() -> Path:
    """Write the compiled catalogue beside the stored one when it is older."""
    mo = PO.with_suffix(".mo")
    if not mo.exists() or mo.stat().st_mtime < PO.stat().st_mtime:
        temporary = mo.with_suffix(f".{os.getpid()}.tmp")  # Two starts may do this at once.
        with temporary.open("wb") as file:
            write_mo(file, stored())
        temporary.replace(mo)
    return mo


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a message, sorted."""
    return sorted(match.group(0) for match in PLACEHOLDER.finditer(text))


def faults() -> list[str]:
    """Return what is wrong with the stored catalogue: missing, fuzzy, left over, or other placeholders."""
    wanted = {(m.context, key(m)) for m in extracted() if m.id}
    catalogue = stored()
    have = {(m.context, key(m)): m for m in catalogue if m.id}
    found = [
        f"not in the catalogue: {text!r}"
        for _context, text in sorted(wanted - have.keys(), key=str)
    ]
    found += [
        f"no longer in the sources: {text!r}"
        for _context, text in sorted(have.keys() - wanted, key=str)
    ]
    for message in have.values():
        found += message_faults(message)
    return found


def key(message: Message) -> str:
    """Return the (singular) source string of a message."""
    return message.id if isinstance(message.id, str) else message.id[0]


def message_faults(message: Message) -> list[str]:
    """Return what is wrong with one message."""
    texts = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if not all(texts):
        return [f"not translated: {key(message)!r}"]
    if message.fuzzy:
        return [f"fuzzy: {key(message)!r}"]
    source = message.id if isinstance(message.id, str) else message.id[-1]
    if any(not set(placeholders(text)) <= set(placeholders(source)) for text in texts):
        return [f"other placeholders: {key(message)!r}"]
    return []
