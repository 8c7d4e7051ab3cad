"""`python -m erp.messages update [FILE.tsv ...] | compile | check`."""

import sys
from pathlib import Path

import django
from django.conf import settings

from erp.messages.catalogue import compile_catalogue, faults, update


def read_translations(paths: list[str]) -> dict[str, str]:
    """Read `source<TAB>translation` lines."""
    pairs: dict[str, str] = {}
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            source, tab, translation = line.partition("\t")
            if tab and translation.strip():
                pairs[source.replace("\\n", "\n")] = translation.strip().replace("\\n", "\n")
    return pairs


def main(arguments: list[str]) -> int:
    """Do what is asked; `check` answers 1 when the catalogue is not complete."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    command, *paths = arguments or ["check"]
    if command == "update":
        update(read_translations(paths))
    elif command == "compile":
        compile_catalogue()
    else:
        found = faults()
        sys.stderr.write("".join(f"{fault}\n" for fault in found))
        return 1 if found else 0
    return 0


sys.exit(main(sys.argv[1:]))
