"""Say in one sentence why the server cannot start, before its three processes say it in a hundred lines."""

import os
import socket
import sys

from django.core.exceptions import ImproperlyConfigured

from opora.config import environment as env
from opora.config import wings


def problem() -> str:
    """What stands in the way, with what to do; empty when nothing does."""
    try:
        mode, _folder, _wings = env.mode(), env.var_folder(), wings.running(env.names("WINGS"))
        env.idle_minutes()
    except ImproperlyConfigured as error:
        return str(error)
    if mode == "production" and not env.names("HOSTS"):
        return (
            "V provozu nastavte OPORA_HOSTS, jinak nepůjde otevřít žádná stránka. Například: OPORA_HOSTS=opora.kraj.cz"
        )
    bind = env.text("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
    if bind.startswith(("unix:", "fd://")):
        return ""
    host, _, port = bind.rpartition(":")
    if not port.isdecimal() or int(port) > 65_535:
        return f"PORT má být číslo od 1 do 65535, ne „{port}“."
    return _port_problem(host.strip("[]"), int(port))


def _port_problem(host: str, port: int) -> str:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except PermissionError:
            return f"Port {port} smí otevřít jen správce počítače. Zvolte vyšší, třeba PORT=8001."
        except OSError:
            return f"Port {port} už používá jiný program. Ukončete jej, nebo zvolte jiný, třeba PORT={port + 1}."
    return ""


if __name__ == "__main__":
    sys.exit(problem() or None)
