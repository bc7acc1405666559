"""What is wrong with values of the provider's layer, as sentences at fields."""

from collections.abc import Mapping
from typing import Any

from opora.directory.catalog.models import Service
from opora.directory.catalog.selectors.card_parts import betrays_address
from opora.directory.catalog.selectors.record_fields import REACH
from opora.directory.catalog.selectors.scope import is_narrow

SECRET = "Adresa této služby je utajená. Smažte ji i z tohoto textu."
SECRET_REACH = "Adresa této služby je utajená, uvádějte nejméně celý okres."
NO_BEGINNING = "Napište i den, od kterého je služba přerušená."
WRONG_ORDER = "Přerušení nemůže skončit dřív, než začne."
END_BEFORE = "Konec nemůže být dřív, než služba začala."


def wrong_values(service: Service, values: Mapping[str, Any]) -> dict[str, str]:
    """Field → sentence; nothing when all is well."""
    wrong = _secrets(values) if service.hidden_address else {}
    starts, ends = values["pause_from"], values["pause_to"]
    if ends and not starts:
        wrong["pause_from"] = NO_BEGINNING
    elif ends and ends < starts:
        wrong["pause_to"] = WRONG_ORDER
    if values["planned_end"] and values["planned_end"] < service.starts_on:
        wrong["planned_end"] = END_BEFORE
    return wrong


def _secrets(values: Mapping[str, Any]) -> dict[str, str]:
    """Texts that the card would withhold, as they look like an address, and areas finer than okres."""
    found = {}
    for name, value in values.items():
        if name == "phone":
            continue  # digits in pairs look like a postal code
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(text, str) and betrays_address(text) for text in texts):
            found[name] = SECRET
    if any(is_narrow(key) for key in values[REACH]):
        found[REACH] = SECRET_REACH
    return found
