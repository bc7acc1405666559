"""A task that shows how many times it ran."""

from django.conf import settings
from django.tasks import task


@task
def note(word: str = "periodic") -> None:
    """Leave a line; short writes at the end of a file never mix."""
    with open(settings.FOLDER / "notes", "ab", buffering=0) as notes:
        notes.write(f"{word}\n".encode())
