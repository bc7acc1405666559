"""The record of processing for a spreadsheet."""

from collections.abc import Iterator

from opora.foundation.privacy.selectors.processing import activities

HEADERS = [
    "Účel", "Právní základ", "Záznam", "Osobní údaje", "Zvláštní kategorie", "Měsíců", "Od kdy", "Co se po lhůtě stane",
    "Odkud lhůta plyne", "Lhůta ověřena",
]  # fmt: skip


def processing_rows() -> Iterator[list[str]]:
    """One row for each kind of records that holds personal data."""
    for activity in activities():
        for held in activity.held:
            one, rule = held.declared, held.rule
            term = (
                [
                    str(rule.months), rule.trigger, str(rule.get_action_display()), rule.legal_reference,
                    "ano" if rule.verified else "ne",
                ]
                if rule
                else [""] * 5
            )  # fmt: skip
            yield [activity.purpose, activity.legal_basis, one.name, one.personal, one.special, *term]
