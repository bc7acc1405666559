"""Which wings of the house an instance runs, and the one list of apps of those that it may leave out."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, include, path

ALWAYS = ("foundation", "directory", "web")
# wing → its apps, the highest first; this list alone decides what is installed and mounted
APPS: dict[str, tuple[str, ...]] = {"region": (), "care": (), "gatherings": ()}
STANDS_ON = {"region": "gatherings", "care": "gatherings"}  # imports go down, so the lower wing has to be there


def running(names: list[str]) -> frozenset[str]:
    """Wings of the instance: those named and those that always run; raises ImproperlyConfigured with a sentence."""
    known = (*ALWAYS, *APPS)
    for name in names:
        if name not in known:
            raise ImproperlyConfigured(f"OPORA_WINGS zná jen: {', '.join(known)}; ne „{name}“.")
        if (lower := STANDS_ON.get(name)) and lower not in names:
            raise ImproperlyConfigured(f"V OPORA_WINGS chybí „{lower}“, bez kterého „{name}“ neběží.")
    return frozenset({*ALWAYS, *names})


def apps(wings: frozenset[str]) -> list[str]:
    """Apps to install, higher ones first."""
    return [app for wing, names in APPS.items() if wing in wings for app in names]


def addresses(wings: frozenset[str]) -> list[URLPattern | URLResolver]:
    """Addresses of those of the apps that have any."""
    return [path("", include(f"{app}.urls")) for app in apps(wings) if find_spec(f"{app}.urls")]
