"""What stands in templates, styles and scripts: nothing inline, nothing unsafe, nothing too long, no missing icon."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
STYLES = sorted((ROOT / "static").rglob("*.css"))
ICONS = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', (ROOT / "static/ui/icons.svg").read_text()))

FORBIDDEN = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style[\s>]", re.I),
    "inline handler": re.compile(r"<[a-z][^>{]*\son[a-z]+\s*=", re.I),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "htmx handler": re.compile(r"hx-on[:-]", re.I),
    "htmx script": re.compile(r"\bjs:\{?|hx-trigger=\"[^\"]*\[", re.I),
    "unsafe text": re.compile(r"\|\s*safe\b|autoescape\s+off|\bsafeseq\b"),
    "foreign address": re.compile(r"(?:src|href)=\"(?:https?:)?//", re.I),
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_nothing_inline_and_nothing_unsafe(path: Path) -> None:
    text = path.read_text()
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []
    assert len(text.splitlines()) <= 120


def test_the_patterns_find_what_they_forbid() -> None:
    bad = [
        '<p style="x">',
        "<style>",
        '<a href="#" onclick="x()">',
        "<script>x</script>",
        '<a href="javascript:x">',
        '<a hx-on:click="x">',
        '<i hx-trigger="click[ctrlKey]">',
        "{{ x|safe }}",
        '<script src="https://x">',
    ]
    for text in bad:
        assert any(pattern.search(text) for pattern in FORBIDDEN.values()), text


def test_every_icon_exists() -> None:
    pattern = re.compile(r'{% icon "([^"]+)"|(?:icon_name|action_icon|empty_icon)="([^"]+)"')
    used = {
        (a or b, name_of(path)) for path in TEMPLATES for a, b in pattern.findall(path.read_text())
    }
    assert {(icon, path) for icon, path in used if icon not in ICONS} == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_scripts_are_short_and_evaluate_nothing(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) < 80
    assert not re.search(
        r"\beval\(|new Function|document\.write|outerHTML\s*=|insertAdjacentHTML", text
    )


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_styles_are_short_and_stand_in_a_layer(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    assert "@layer" in text
    assert "@import" not in text
    assert text.count("{") == text.count("}")
    if path.name != "tokens.css":
        assert not re.search(r"#[0-9a-f]{3,8}\b(?![^;]*url)", text, re.I)


def test_every_script_and_style_is_loaded_by_a_page() -> None:
    pages = "".join(path.read_text() for path in TEMPLATES)
    unused = [
        path.name
        for path in SCRIPTS + STYLES
        if f'"{path.relative_to(ROOT / "static")}"' not in pages
    ]
    assert unused == []
