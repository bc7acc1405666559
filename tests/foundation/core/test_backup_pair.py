"""Archives of a backup that were mixed up are refused before anything is written."""

import pytest

from opora.foundation.core.backup import RING, BackupError, ensure_pair


@pytest.mark.parametrize(("facts", "name"), [({"vendor": "sqlite"}, "opora.sqlite3"), ({"on": "2026-11-23"}, RING)])
def test_archives_mixed_up_are_refused(tmp_path, facts, name):
    (tmp_path / name).touch()

    with pytest.raises(BackupError, match="Zkontrolujte je"):
        ensure_pair(facts, tmp_path)


def test_data_with_their_keys_are_a_pair(tmp_path):
    (tmp_path / RING).touch()

    ensure_pair({"vendor": "sqlite"}, tmp_path)
