"""`python -m benchmarks [--quick] [--check] [posting] [reports] [pages]`; bin/bench comes here.

Needs DATABASE_URL, MIGRATION_DATABASE_URL and ADMIN_DATABASE_URL of a database that nobody else uses.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import django
from django.conf import settings
from django.utils import translation

from erp.environment import Environment

ROOT = Path(__file__).resolve().parent.parent
SIZES = [10_000, 100_000, 1_000_000]
QUICK = [10_000, 30_000]
PARTS = ["posting", "reports", "pages"]


def main(arguments: list[str]) -> int:
    """Measure and print; with `--check` answer 1 when a limit is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure Regna.")
    parser.add_argument("parts", nargs="*", metavar="|".join(PARTS), help="default: all")
    parser.add_argument("--quick", action="store_true", help="small books: 10k and 30k entries")
    parser.add_argument("--check", action="store_true", help="fail when a limit is missed")
    options = parser.parse_args(arguments)
    parts = options.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    set_up()
    from benchmarks.run import run

    with translation.override("nb"):
        report = run(parts, QUICK if options.quick else SIZES)
    return 1 if options.check and report.missed else 0


def set_up() -> None:
    """Bring catalogue and tables up to date, as a start does, and Django with them."""
    names = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "ADMIN_DATABASE_URL")
    if missing := [name for name in names if not os.environ.get(name)]:
        sys.exit(f"The benchmarks need {', '.join(missing)}: bin/bench sets them.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "erp.settings"
    owner = os.environ | {"DATABASE_URL": os.environ["MIGRATION_DATABASE_URL"]}
    for command in (
        ["-m", "erp.messages", "compile"],
        ["manage.py", "migrate", "--verbosity", "0", "--skip-checks"],
    ):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=owner, check=True)
    # The copy that the yardsticks are measured in, known to Django before it connects anywhere.
    copy = Environment(dict(os.environ)).database("ADMIN_DATABASE_URL") | {"NAME": "yardstick"}
    settings.DATABASES["yardstick"] = copy
    django.setup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
