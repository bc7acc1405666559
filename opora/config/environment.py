"""Reads the environment: the only place that knows names of variables and the files that stand behind them."""

import os
from pathlib import Path
from secrets import token_hex

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

ROOT = Path(__file__).resolve().parents[2]
MODES = ("demo", "production")


def text(name: str, default: str = "") -> str:
    """Value of `OPORA_<name>`, stripped; the default when unset or empty."""
    return os.environ.get(f"OPORA_{name}", "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """True for 1/true/yes/ano, False for 0/false/no/ne; raises ImproperlyConfigured otherwise."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "ano"}:
        return True
    if value in {"0", "false", "no", "ne"}:
        return False
    raise ImproperlyConfigured(f"OPORA_{name} má být 1 nebo 0, ne „{value}“.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """Whole number, at least `least`; raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"OPORA_{name} má být celé číslo, ne „{value}“.")
    if int(value) < least:
        raise ImproperlyConfigured(f"OPORA_{name} má být nejméně {least}, ne {value}.")
    return int(value)


def idle_minutes() -> int:
    """Minutes without an act after which a person is signed out; half an hour at least, also for who reads slowly."""
    return number("IDLE_MINUTES", 60, least=30)


def names(name: str, default: str = "") -> list[str]:
    """Comma-separated values."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def own_address(hosts: list[str], *, https: bool, demo: bool) -> str:
    """Address people reach the system at, without a slash at its end; a guess for those who have not said it."""
    if demo:
        return f"http://localhost:{os.environ.get('PORT', '8000')}"
    host = hosts[0].lstrip(".*") if hosts else "localhost"
    return f"{'https' if https else 'http'}://{host or 'localhost'}"


def mode() -> str:
    """`demo` (default) or `production`."""
    value = text("MODE", "demo")
    if value not in MODES:
        raise ImproperlyConfigured(f"OPORA_MODE má být jedno z: {', '.join(MODES)}; je „{value}“.")
    return value


def var_folder() -> Path:
    """Folder of the database and files; made with mode 700 when missing. Raises ImproperlyConfigured."""
    folder = Path(text("VAR", str(ROOT / "var"))).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise ImproperlyConfigured(f"Složku {folder} nelze založit. Zvolte jinou v OPORA_VAR.") from None
    if not os.access(folder, os.W_OK):
        raise ImproperlyConfigured(f"Do složky {folder} nelze zapisovat. Zvolte jinou v OPORA_VAR.")
    return folder


def secret(name: str, folder: Path) -> str:
    """Secret from the environment, else from a file of mode 600 made on first start."""
    if value := text(name):
        return value
    path = folder / f"{name.lower()}.txt"
    if not path.exists():
        _offer(path, get_random_secret_key())
    return path.read_text().strip()


def _offer(path: Path, value: str) -> None:
    """Put the whole file there at once, unless another process was first: two that start together share one secret."""
    fresh = path.with_name(f".{path.name}.{token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(value)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
