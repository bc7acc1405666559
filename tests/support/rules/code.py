"""Rules over Python: sizes, who writes, who checks rights, where days come from."""

import ast
from collections.abc import Iterable, Iterator

from tests.support.rules.sources import AnyFunction, Source

LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_MODEL, MOST_ARGUMENTS = 400, 40, 30, 200, 6
WRITES = {"save", "create", "update", "delete"}
FRESH = {"save_fresh", "insert_or_save_fresh"}
QUERYSET_WRITES = WRITES | FRESH | {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ROWS = {"objects", "filter", "exclude", "all", "get", "_base_manager", "_default_manager", "model"}
LOOSE_LOOKUPS = ("__icontains", "__istartswith", "__iendswith", "__iexact", "__iregex")
DAYS = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow")}
DESCRIBED_JOBS = ("operations", "selectors", "permissions", "tasks", "statistics", "notifications")


def lines_of(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def sizes(sources: Iterable[Source]) -> list[str]:
    """Modules, functions, views, models and lists of arguments over their hard limits."""
    return [offence for source in sources for offence in _sizes(source)]


def _sizes(source: Source) -> Iterator[str]:
    length = len(source.text.splitlines())
    if length > LONGEST_MODULE:
        yield f"{source.path}: module of {length} lines"
    longest = LONGEST_VIEW if source.has_job("views", "api") else LONGEST_FUNCTION
    for function in source.functions():
        if lines_of(function) > longest:
            yield f"{source.at(function)}: {function.name} has {lines_of(function)} lines"
        if _arguments(function) > MOST_ARGUMENTS:
            yield f"{source.at(function)}: {function.name} takes {_arguments(function)} arguments"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and lines_of(node) > LONGEST_MODEL:
            yield f"{source.at(node)}: class {node.name} has {lines_of(node)} lines"


def _arguments(function: AnyFunction) -> int:
    listed = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return len([argument for argument in listed if argument.arg not in {"self", "cls"}])


def operations(sources: Iterable[Source], exceptions: dict[str, str]) -> list[str]:
    """Operations that are not atomic, take no keyword-only actor or check no right.

    Every public function of `operations.py` is one. In a package they are the functions that take an actor or that
    somebody outside the package calls; the rest are parts of them.
    """
    sources = list(sources)
    return [
        offence
        for source in sources
        if source.has_job("operations")
        for function in source.public_functions()
        if source.parts[-1] == "operations.py" or _is_operation(function, source, sources)
        for offence in _operation(source, function, exceptions)
    ]


def _is_operation(function: AnyFunction, source: Source, sources: list[Source]) -> bool:
    listed = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    if "actor" in {argument.arg for argument in listed}:
        return True
    package = ".".join(source.parts[:-1])
    outside = [other for other in sources if other.parts[:4] != source.parts[:4] and package in other.text]
    return any(
        (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) == function.name
        for other in outside
        for call in other.calls()
    )


def _operation(source: Source, function: AnyFunction, exceptions: dict[str, str]) -> Iterator[str]:
    name = f"{source.parts[-2] if source.parts[-1] == 'operations.py' else source.parts[2]}.{function.name}"
    excused = exceptions.get(name, "")
    decorators = {ast.unparse(decorator) for decorator in function.decorator_list}
    if "transaction.atomic" not in decorators and "atomic" not in excused:
        yield f"{source.at(function)}: {name} is not @transaction.atomic"
    if "actor" not in {argument.arg for argument in function.args.kwonlyargs} and "actor" not in excused:
        yield f"{source.at(function)}: {name} has no keyword-only actor"
    called = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    if "require" not in called and "right" not in excused:
        yield f"{source.at(function)}: {name} checks no right"


def writing_views(sources: Iterable[Source]) -> list[str]:
    """Views and API endpoints that write instead of calling an operation."""
    return [
        f"{source.at(call)}: {ast.unparse(call)[:80]}"
        for source in sources
        if source.has_job("views", "api")
        for call in source.calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
    ]


def writes_outside_operations(sources: Iterable[Source], writers: Iterable[str]) -> list[str]:
    """Writes through the ORM elsewhere than in operations and the few places that are allowed to."""
    return [
        f"{source.at(call)}: {ast.unparse(call)[:80]}"
        for source in sources
        if not source.has_job("operations") and source.path not in set(writers)
        for call in source.calls()
        if _writes_rows(call)
    ]


def _writes_rows(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in QUERYSET_WRITES:
        return False
    chain = {node.attr for node in ast.walk(call.func.value) if isinstance(node, ast.Attribute)}
    return call.func.attr in FRESH | {"save", "bulk_create", "bulk_update"} or bool(chain & ROWS)


def unreadable_actions(sources: Iterable[Source], sentences: Iterable[str]) -> list[str]:
    """Audit actions without a sentence, or such that nobody can read them in the code."""
    known, offences = set(sentences), []
    for source in sources:
        for call in source.calls():
            if ast.unparse(call.func) != "log.record" or not call.args:
                continue
            action = call.args[0]
            if not isinstance(action, ast.Constant):
                offences.append(f"{source.at(call)}: the action is not written out")
            elif action.value not in known:
                offences.append(f"{source.at(call)}: „{action.value}“ has no sentence")
    return offences


def loose_lookups(sources: Iterable[Source]) -> list[str]:
    """Lookups and SQL functions that know ASCII only: wrong for Czech on SQLite."""
    return [offence for source in sources for offence in _loose_lookups(source)]


def _loose_lookups(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.keyword) and (node.arg or "").endswith(LOOSE_LOOKUPS):
            yield f"{source.at(node.value)}: {node.arg}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.lower()
            if text.endswith(LOOSE_LOOKUPS) or (" from " in text and ("upper(" in text or "lower(" in text)):
                yield f"{source.at(node)}: {node.value.strip()[:60]}"
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Upper", "Lower", "functions.Upper"}:
            yield f"{source.at(node)}: {ast.unparse(node)[:60]}"


def own_clocks(sources: Iterable[Source], clock: str = "opora/foundation/core/dates.py") -> list[str]:
    """Days taken from the machine's clock instead of `core.dates.today()` in Europe/Prague."""
    return [
        f"{source.at(call)}: {ast.unparse(call)[:60]}"
        for source in sources
        if source.path != clock
        for call in source.calls()
        if isinstance(call.func, ast.Attribute)
        and (ast.unparse(call.func.value).rpartition(".")[2], call.func.attr) in DAYS
    ]


def undescribed(sources: Iterable[Source]) -> list[str]:
    """Operations, selectors, permissions, tasks, notifications and statistics without a docstring."""
    return [
        f"{source.at(function)}: {function.name} has no docstring"
        for source in sources
        if source.has_job(*DESCRIBED_JOBS)
        for function in source.public_functions()
        if not ast.get_docstring(function)
    ]
