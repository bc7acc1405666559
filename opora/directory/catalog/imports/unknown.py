"""Codes that no code list knows: kept, shown as they came, and said in a warning."""

from opora.directory.catalog.imports.records import ServiceRecord
from opora.directory.catalog.selectors.register import Reference


def unknown_codes(record: ServiceRecord, reference: Reference) -> set[str]:
    """Warnings for one service, each code once. A code of an obec is never quoted: it may be a secret address."""
    book = reference.codebook
    used = [
        ("druhu služby", {record.kind_code}, book.kinds),
        ("cílové skupiny", {code for code, _note in record.groups}, book.groups),
        ("formy", {form.form for form in record.forms}, book.forms),
        ("jednotky kapacity", {unit for form in record.forms for unit, _n, _note in form.capacities}, book.units),
        ("věkové skupiny", set(record.age_groups), book.age_groups),
    ]
    texts = {
        f"Neznámý kód {what}: {code or '(prázdný)'}. Ukazuje se tak, jak přišel."
        for what, codes, known in used
        for code in codes
        if code not in known
    }
    if reference.kraje:
        texts |= {f"Neznámý kód kraje: {code}." for code in record.reach_krajs if code not in reference.kraje}
        if any(f.address.obec_code and f.address.obec_code not in reference.obce for f in record.facilities):
            texts.add("Kód obce v adrese zařízení územní číselník nezná, okres se vzal z adresy.")
    return texts
