"""Source files of the project as the rules read them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[3]
CODE = ("opora", "tests", "scripts", "bench")
type AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: its path from the root of the project, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.path).parts

    def has_job(self, *jobs: str) -> bool:
        """Is it the app's file (or a module of its package) of one of the jobs, like „operations“?"""
        return any(part.removesuffix(".py") in jobs for part in self.parts[3:])

    def functions(self) -> Iterator[AnyFunction]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def public_functions(self) -> Iterator[AnyFunction]:
        """Functions of the module itself that others may call."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield node

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def code(*folders: str) -> list[Source]:
    """Python files of the folders (default: all), without migrations and caches."""
    found = []
    for folder in folders or CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and "__pycache__" not in path.parts:
                found.append(Source(str(path.relative_to(ROOT)), path.read_text()))
    return found


def templates() -> list[Source]:
    """Every template of the project."""
    return [
        Source(str(path.relative_to(ROOT)), path.read_text())
        for path in sorted((ROOT / "opora").rglob("templates/**/*"))
        if path.suffix in {".html", ".txt", ".xml"}
    ]


def tracked() -> list[Source]:
    """Every text file under version control."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = []
    for name in filter(None, names.split("\0")):
        path = ROOT / name
        if path.suffix in {".gz", ".png", ".ico", ".zip"} or not path.is_file():
            continue
        found.append(Source(name, path.read_text(errors="replace")))
    return found
