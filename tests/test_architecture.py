"""The shape of the code: sizes, forbidden names, and that every table that can change has a history."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
OUR_APPS = ("erp", "accounting", "crm", "inbox", "integrations", "invoicing", "projects")
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEST_FILE = 400, 70, 300

# Rows that are only ever added, or that another row's history tells of; each with its reason.
WITHOUT_HISTORY = {
    "access.Letter": "gone when it is sent",
    "accounting.AccountBalance": "kept by trigger, and recomputed by check_books",
    "accounting.BookState": "a version number for caches",
    "accounting.Entry": "never changes",
    "accounting.OpenItem": "kept by triggers from entries and settlement lines",
    "accounting.Settlement": "never changes",
    "accounting.SettlementLine": "never changes",
    "accounting.VatRate": "dated facts that migrations bring",
    "accounting.Voucher": "never changes",
    "accounting.VoucherAttachment": "only ever added",
    "accounting.VoucherSeries": "a counter, proved by the vouchers' numbers",
    "companies.NumberSeries": "a counter, proved by the numbers given",
    "files.StoredFile": "never changes",
    "jobs.Job": "its own account of what happened",
}


def sources(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def test_files_can_be_held_in_the_head() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in sources(*OUR_APPS)
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    long |= {
        str(path.relative_to(ROOT)): count
        for path in sources("tests")
        if (count := len(path.read_text().splitlines())) > LONGEST_TEST_FILE
    }
    assert long == {}


def test_functions_are_short() -> None:
    long = []
    for path in sources(*OUR_APPS):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}: {node.name} {lines}")
    assert long == []


def test_public_functions_and_classes_say_what_they_are() -> None:
    bare = []
    for path in sources(*OUR_APPS):
        if "management" in path.parts or path.name == "apps.py":
            continue
        for node in ast.parse(path.read_text()).body:
            named = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if named and not ast.get_docstring(node) and len(node.body) > 3:
                bare.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert bare == []


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "common", "helpers", "misc", "manager", "base", "lib"}
    assert [str(p) for p in sources(*OUR_APPS) if {p.stem, *p.parts[:-1]} & drawers] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"except Exception\b",
        r"\bmark_safe\(",
        r"\beval\(",
        r"\bfloat\(",
        r"TODO|FIXME|XXX",
        r"datetime\.now\(\)|date\.today\(\)",
    ],
)
def test_nothing_forbidden_is_written(pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources(*OUR_APPS)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(pattern, line)
    ]
    assert found == []


def test_templates_have_no_inline_script_style_or_handler() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|\|safe\b|javascript:")
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if inline.search(path.read_text())
    ]
    assert found == []


def test_every_table_that_can_change_has_a_history() -> None:
    ours = {app.label for app in apps.get_app_configs() if app.name.split(".")[0] in OUR_APPS}
    tracked = {
        event.pgh_tracked_model
        for event in apps.get_models()
        if hasattr(event, "pgh_tracked_model")
    }
    bare = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ours
        and model not in tracked
        and not hasattr(model, "pgh_tracked_model")
    }
    assert bare == set(WITHOUT_HISTORY)


def test_the_project_names_no_machine_and_no_registry() -> None:
    words = re.compile(r"/work/main|/root/|pypi\.org|files\.pythonhosted|--index-url|--extra-index")
    tracked = [
        path
        for folder in (
            *OUR_APPS,
            "tests",
            "docs",
            "bin",
            ".ci",
            "templates",
            "static",
            "benchmarks",
        )
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".md", ".html", ".css", ".js", ".sh", ".yml", ""}
    ]
    tracked += [*ROOT.glob("*.txt"), *ROOT.glob("*.toml"), *ROOT.glob("*.md")]
    found = [
        str(path.relative_to(ROOT))
        for path in tracked
        if path.name != Path(__file__).name and words.search(path.read_text(errors="replace"))
    ]
    assert found == []


def test_settings_name_every_setting_of_the_environment() -> None:
    assert len(set(settings.ENVIRONMENT_NAMES)) == len(settings.ENVIRONMENT_NAMES)
