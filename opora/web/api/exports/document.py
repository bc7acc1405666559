"""The OpenAPI document finished: every answer that can come, in Czech, with its headers."""

from typing import Any

from pydantic import BaseModel

REFERENCE = "#/components/schemas/{model}"
ETAG = {"description": "Otisk odpovědi pro hlavičku If-None-Match.", "schema": {"type": "string"}, "required": True}
CACHE = {"description": "Jak dlouho odpověď platí.", "schema": {"type": "string"}, "required": True}
RETRY = {"description": "Za kolik sekund se ptát znovu.", "schema": {"type": "integer"}, "required": True}
ALLOW = {"description": "Povolené metody.", "schema": {"type": "string"}, "required": True}
KEPT = {"ETag": ETAG, "Cache-Control": CACHE}
OK = "Nalezeno."
GONE = "Služba skončila."
UNCHANGED = "Od minula se nic nezměnilo."
SENTENCES: dict[str, tuple[str, dict[str, Any]]] = {
    "400": ("Adrese nebo dotazu nelze rozumět.", {}),
    "404": ("Nic takového tu není.", {}),
    "405": ("Rozhraní se jen čte.", {"Allow": ALLOW}),
    "422": ("Parametr má chybu nebo ho adresa nezná.", {}),
    "429": ("Příliš mnoho dotazů za minutu.", {"Retry-After": RETRY}),
    "500": ("Chyba na naší straně.", {}),
}


def described(document: dict[str, Any], problem: type[BaseModel]) -> dict[str, Any]:
    """The document with all answers; `problem` is the shape of errors."""
    schema = problem.model_json_schema(ref_template=REFERENCE)
    document["components"]["schemas"] |= schema.pop("$defs", {}) | {problem.__name__: schema}
    for name in [name for name in document["components"]["schemas"] if name.endswith("Query")]:
        del document["components"]["schemas"][name]  # parameters stand with their addresses
    content = {"application/json": {"schema": {"$ref": REFERENCE.format(model=problem.__name__)}}}
    errors = {
        code: {"description": text, "headers": headers, "content": content}
        for code, (text, headers) in SENTENCES.items()
    }
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"] = _responses(operation["responses"], errors)
            for parameter in operation["parameters"]:
                parameter.pop("examples", None)  # they stand in its shape; here they would have to be named
                parameter["schema"] = _shape(parameter["schema"])
    return document


def _responses(own: dict[Any, Any], errors: dict[str, Any]) -> dict[str, Any]:
    """Own answers of the operation first, then those that every address may give."""
    found = {str(code): response | {"headers": KEPT} for code, response in own.items()}
    found["200"]["description"] = OK
    if "410" in found:
        found["410"]["description"] = GONE
    return found | {"304": {"description": UNCHANGED, "headers": {"ETag": ETAG}}} | errors


def _shape(schema: dict[str, Any]) -> dict[str, Any]:
    """Shape of a parameter: nothing is not a value in an address, a parameter that is not there says it."""
    values = [some for some in schema.pop("anyOf", []) if some.get("type") != "null"]
    schema.pop("description", None)
    return schema | values[0] if values else schema
