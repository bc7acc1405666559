"""Who may store files."""

from opora.foundation.core.permissions import permission


@permission("documents.store_file", "ukládat soubory")
def store_file(actor, _target):
    """People with a membership, and jobs."""
    return actor.membership is not None or actor.is_job
