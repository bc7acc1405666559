"""Print the rules of docs/rules.md that no test is marked with, and marks of rules that do not exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RULE = re.compile(r"^- \*\*(R\d{3})\*\* \[\w+\] (.+)$", re.MULTILINE)
MARK = re.compile(r"mark\.rule\(([^)]*)\)")
NUMBER = re.compile(r"R\d{3}")


def rules() -> dict[str, str]:
    """Number → sentence, in the order of the page."""
    return dict(RULE.findall((ROOT / "docs" / "rules.md").read_text(encoding="utf-8")))


def proven() -> set[str]:
    """Numbers that stand in a mark of some test."""
    sources = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
    return {number for source in sources for mark in MARK.findall(source) for number in NUMBER.findall(mark)}


def main() -> None:
    """Say what is missing; a missing proof is information, not a failure."""
    known, marked = rules(), proven()
    for number, sentence in known.items():
        if number not in marked:
            print(f"{number}  {sentence}")
    for number in sorted(marked - known.keys()):
        print(f"{number}  is marked in a test but is not a rule of docs/rules.md")
    print(f"\n{len(known.keys() & marked)} of {len(known)} rules are proven by a test.")


if __name__ == "__main__":
    main()
