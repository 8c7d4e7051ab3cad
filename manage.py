#!/usr/bin/env python3
"""Django's command line, in the environment's Python; beside a copy that bin/start runs here, in that copy's environment."""

import os
import sys
from pathlib import Path

PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"

if __name__ == "__main__":
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        if Path(sys.prefix) == PYTHON.parents[1] or not PYTHON.exists():
            sys.exit("Django is missing: run bin/start once, which installs what Regna needs.")
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    from erp.run.operating import join_running_copy

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")
    join_running_copy()
    execute_from_command_line(sys.argv)
