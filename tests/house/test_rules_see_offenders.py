"""Each rule of the house sees an offender when there is one, and lets a good example be."""

import pytest
from django.db import models as db

from opora.foundation.privacy.fields import EncryptedTextField
from tests.support.rules import code, models, texts
from tests.support.rules.sources import Source

pytestmark = pytest.mark.sqlite_only
OPERATIONS = "opora/directory/catalog/operations.py"
VIEWS = "opora/directory/catalog/views.py"
SELECTORS = "opora/directory/catalog/selectors.py"
GOOD_OPERATION = """
@transaction.atomic
def end_service(service, *, actor):
    \"\"\"End it.\"\"\"
    require(actor, "catalog.end_service", service)
    service.save()
"""


def source(text: str, path: str = SELECTORS) -> list[Source]:
    return [Source(path, text)]


def function(lines: int, arguments: str = "") -> str:
    return f"def long({arguments}):\n" + "    x = 1\n" * (lines - 1)


@pytest.mark.parametrize(
    ("text", "path", "offenders"),
    [
        (function(40), SELECTORS, 0),
        (function(41), SELECTORS, 1),
        (function(30), VIEWS, 0),
        (function(31), VIEWS, 1),
        (function(41), "tests/test_a.py", 1),
        ("x = 1\n" * 400, SELECTORS, 0),
        ("x = 1\n" * 401, SELECTORS, 1),
        ("class A:\n" + "    x = 1\n" * 200, "opora/directory/catalog/models.py", 1),
        (function(2, "self, a, b, c, d, e, f"), SELECTORS, 0),
        (function(2, "a, b, c, d, *, e, f, g"), SELECTORS, 1),
    ],
)
def test_sizes(text, path, offenders):
    assert len(code.sizes(source(text, path))) == offenders


@pytest.mark.parametrize(
    ("spoilt", "offence"),
    [
        (GOOD_OPERATION.replace("@transaction.atomic\n", ""), "is not @transaction.atomic"),
        (GOOD_OPERATION.replace("*, actor", "actor"), "has no keyword-only actor"),
        (GOOD_OPERATION.replace('require(actor, "catalog.end_service", service)', "pass"), "checks no right"),
    ],
)
def test_operations(spoilt, offence):
    assert code.operations(source(GOOD_OPERATION, OPERATIONS), {}) == []
    assert [found.partition("end_service ")[2] for found in code.operations(source(spoilt, OPERATIONS), {})] == [
        offence
    ]


def test_excuse_of_operation_covers_only_what_it_names():
    bare = "def end_service(service):\n    pass\n"

    found = code.operations(source(bare, OPERATIONS), {"catalog.end_service": "atomic, actor: stages by itself"})

    assert found == [f"{OPERATIONS}:1: catalog.end_service checks no right"]


def test_parts_of_an_operation_are_no_operations_until_somebody_else_calls_them():
    part = Source("opora/directory/catalog/operations/writer.py", "def write(rows):\n    pass\n")
    inside = Source("opora/directory/catalog/operations/register.py", "from . import writer\nwriter.write([])")
    outside = Source(SELECTORS, "from opora.directory.catalog.operations import writer\nwriter.write([])")

    assert code.operations([part, inside], {}) == []
    assert len(code.operations([part, inside, outside], {})) == 3


@pytest.mark.parametrize("call", ["service.save()", "Service.objects.create(a=1)", "found.delete()", "row.update(a=1)"])
def test_views_that_write(call):
    assert len(code.writing_views(source(call, VIEWS))) == 1
    assert code.writing_views(source(call, OPERATIONS)) == []


@pytest.mark.parametrize(
    ("call", "offenders"),
    [
        ("service.save()", 1),
        ("Service.objects.bulk_create(rows)", 1),
        ("Service.objects.filter(a=1).update(b=2)", 1),
        ("service.forms.all().delete()", 1),
        ("values.update(other)", 0),
        ("Service.objects.filter(a=1)", 0),
    ],
)
def test_writes_outside_operations(call, offenders):
    assert len(code.writes_outside_operations(source(call), [])) == offenders
    assert code.writes_outside_operations(source(call), [SELECTORS]) == []


def test_audit_actions():
    text = 'log.record("catalog.ended", actor=a)\nlog.record("catalog.lost", actor=a)\nlog.record(action, actor=a)'

    assert code.unreadable_actions(source(text), {"catalog.ended"}) == [
        f"{SELECTORS}:2: „catalog.lost“ has no sentence",
        f"{SELECTORS}:3: the action is not written out",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Area.objects.filter(name__icontains=q)",
        'Q(("name__istartswith", q))',
        "Area.objects.annotate(a=Lower('name'))",
        'cursor.execute("SELECT upper(name) FROM territory_area")',
    ],
)
def test_lookups_that_know_ascii_only(text):
    assert len(code.loose_lookups(source(text))) == 1
    assert code.loose_lookups(source("Area.objects.filter(folded_name=fold(q).upper())")) == []


@pytest.mark.parametrize("call", ["date.today()", "datetime.now()", "datetime.datetime.utcnow()", "datetime.today()"])
def test_own_clocks(call):
    assert len(code.own_clocks(source(call))) == 1
    assert code.own_clocks(source("dates.today(), timezone.now()")) == []


def test_undescribed():
    assert code.undescribed(source("def places(q):\n    pass\n")) == [f"{SELECTORS}:1: places has no docstring"]
    assert code.undescribed(source('def places(q):\n    """Places."""\ndef _inner():\n    pass\n')) == []


@pytest.mark.parametrize(
    "text",
    ["<script>x</script>", "<style>p{}</style>", '<p style="x">', '<b onclick="x">', '<b hx-on:click="x">',
     '<a href="javascript:x">'],
)  # fmt: skip
def test_inline_in_templates(text):
    assert len(texts.inline_in_templates([Source("a.html", text)])) == 1


def test_links_to_scripts_and_data_are_not_inline():
    good = '<script src="a.js" defer></script><script type="application/ld+json">{}</script><p class="on">style = x</p>'

    assert texts.inline_in_templates([Source("a.html", good)]) == []


def test_long_templates():
    assert texts.long_templates([Source("a.html", "\n" * 201), Source("b.html", "\n" * 200)]) == ["a.html: 201 lines"]


def test_pages_without_frame():
    folder = "opora/web/site/templates/"
    files = {"site/a.html": "<p>", "site/b.html": '{% extends "core/base.html" %}{% include "site/c.html" %}',
             "site/c.html": "<p>", "cotton/d.html": "<p>"}  # fmt: skip

    assert texts.pages_without_frame([Source(folder + name, text) for name, text in files.items()], []) == [
        folder + "site/a.html"
    ]


@pytest.mark.parametrize("word", ["/tm" + "p/w", "pypi" + ".org", "Clau" + "de", "/wor" + "k/main", "sub" + "agent"])
def test_forbidden_words(word):
    assert texts.forbidden_words([Source("a.md", f"Nic\nViz {word} zde")]) == [f"a.md:2: {word}"]


class _Model:
    """A stand-in with what the rules read of a model."""

    def __init__(self, label: str, *fields: db.Field, name: str = "věc") -> None:
        self._meta = self
        self.label, self.verbose_name = label, name
        self.local_fields = self.local_concrete_fields = list(fields)
        self.local_many_to_many: list[db.Field] = []


def relation(target: _Model, on_delete, related_name: str | None = None) -> db.ForeignKey:
    field = db.ForeignKey("self", on_delete, related_name=related_name)
    field.name = "target"
    field.__dict__["related_model"] = target
    return field


def test_ways_through_the_wall():
    area = _Model("territory.Area")
    person = _Model("clients.Person", relation(area, db.PROTECT), relation(area, db.PROTECT, "+"))

    found = models.ways_through_the_wall([person], lambda model: "care" if model is person else "directory")

    assert found == ["clients.Person.target"]


def test_careless_deletion():
    run = _Model("catalog.ImportRun")
    row = _Model("catalog.Row", relation(run, db.CASCADE))

    assert models.careless_deletion([row], set()) == ["catalog.Row.target → catalog.ImportRun: CASCADE"]
    assert models.careless_deletion([row], {("catalog.Row", "catalog.ImportRun")}) == []


def test_names_of_models_and_fields():
    first, second = db.TextField(), db.TextField("jméno")
    first.set_attributes_from_name("full_name")
    second.set_attributes_from_name("name")
    model = _Model("a.B", first, second)

    assert models.unnamed_fields([model]) == ["a.B.full_name"]
    assert models.outside_glossary([model], "| věc | thing | `a.B` | x |") == []
    assert models.outside_glossary([model], "| jiná věc | thing | `a.C` | x |") == ["a.B: „věc“"]


def test_undeclared_personal_data():
    class Declared:
        none = ""
        personal, special, impersonal = {"email"}, set(), {"code"}
        basis = retention = "x"

    class Thing(_Model):
        PersonalData = Declared

        @classmethod
        def get_fields(cls):
            return [_field("email"), _field("phone"), _field("version")]

    Thing._meta = Thing
    Thing.label = "a.Thing"

    assert models.undeclared([Thing]) == ["a.Thing.phone"]


def test_plain_special_category():
    fields = {"diagnosis": db.TextField(), "faith": EncryptedTextField()}
    declared = type("Declared", (), {"special": set(fields)})
    person = type("Person", (_Model,), {"PersonalData": declared, "get_field": staticmethod(fields.get)})
    person._meta = person
    person.label = "clients.Person"

    assert models.plain_special([person]) == ["clients.Person.diagnosis"]


def _field(name: str) -> db.Field:
    field = db.TextField()
    field.name = name
    field.concrete = True
    return field
