"""Where a running copy keeps its state: database, broker, files, secrets."""

import hashlib
import os
import secrets
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_STATE = Path("/var/lib/regna")


def state_folder() -> Path:
    """Return ERP_STATE, else .state in the checkout, else (where that cannot be written) a system folder."""
    if chosen := os.environ.get("ERP_STATE"):
        return Path(chosen).resolve()
    local = ROOT / ".state"
    if os.access(ROOT, os.W_OK):
        return local
    return SYSTEM_STATE / hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]


def socket_base(state: Path) -> Path:
    """Return a short path for sockets: their paths end at 107 bytes, so not below a deep checkout."""
    return Path(tempfile.gettempdir()) / (
        "regna-" + hashlib.sha256(str(state).encode()).hexdigest()[:10]
    )


def kept_secret(state: Path, name: str) -> str:
    """Return a secret that was made on the first start and is readable by its owner alone."""
    path = state / name
    if not path.exists() or not path.read_text().strip():
        temporary = state / f"{name}.{os.getpid()}"
        temporary.touch(mode=0o600)
        temporary.write_text(secrets.token_urlsafe(48))
        temporary.replace(path)
    return path.read_text().strip()


def product_environment(state: Path, mode: str) -> dict[str, str]:
    """Return what the product reads of the environment, apart from database and broker."""
    return {
        "REGNA_ENV": mode,
        "SECRET_KEY": kept_secret(state, "secret-key"),
        "STORAGE_URL": (state / "files").as_uri(),
        "PYTHONUNBUFFERED": "1",
        "OMP_THREAD_LIMIT": "1",
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
    }


def python() -> str:
    """Return the interpreter that everything is run with."""
    return sys.executable
