"""Where a running copy keeps its state: database, broker, files, secrets."""

import hashlib
import os
import pwd
import secrets
import stat
import sys
import tempfile
from pathlib import Path

from erp.run.processes import MARK

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_STATE = Path("/var/lib/regna")
# A socket in it has a name of up to 20 bytes. Units: bytes.
LONGEST_SOCKET_FOLDER = 80


def state_folder() -> Path:
    """Return ERP_STATE, else .state in the checkout, else (where that cannot serve) a system folder.

    As root the database runs as a user of its own, who must be able to reach the folder: not below a home that
    is closed to others.
    """
    if chosen := os.environ.get("ERP_STATE"):
        return Path(chosen).resolve()
    local = ROOT / ".state"
    if local.is_dir() or (os.access(ROOT, os.W_OK) and (os.geteuid() or open_to_all(ROOT))):
        return local
    return SYSTEM_STATE / hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]


def open_to_all(folder: Path) -> bool:
    """Tell whether every user may pass through a folder and those above it."""
    return all(each.stat().st_mode & stat.S_IXOTH for each in (folder, *folder.parents))


def socket_folder(state: Path) -> Path:
    """Return a folder for sockets: their paths end at about 104 bytes, so not below a deep checkout."""
    name = "regna-" + hashlib.sha256(str(state).encode()).hexdigest()[:10]
    chosen = Path(tempfile.gettempdir()) / name
    return chosen if len(os.fsencode(chosen)) <= LONGEST_SOCKET_FOLDER else Path("/tmp") / name


def make_private(folder: Path, owner: pwd.struct_passwd | None = None) -> None:
    """Make a folder that is ours (or the owner's) alone; one that somebody else has put there is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    found = folder.lstat()
    trusted = {0, os.geteuid()} | ({owner.pw_uid} if owner else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in trusted:
        sys.exit(f"{folder} is not ours: start Regna as its owner, or take it away.")
    folder.chmod(0o700)
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)


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
        MARK: str(state),
        "PYTHONUNBUFFERED": "1",
        "OMP_THREAD_LIMIT": "1",
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
    }


def python() -> str:
    """Return the interpreter that everything is run with."""
    return sys.executable
