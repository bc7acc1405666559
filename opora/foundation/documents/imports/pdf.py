"""PDF: read by a process of its own with little memory and time, so that a bomb in it hurts nobody else."""

import subprocess  # nosec B404
import sys
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

from django.core.exceptions import ValidationError

READER = Path(__file__).with_name("pdf_reader.py")
LONGEST = 20  # seconds
EDGES = b"\r\n\t \0"
SENTENCES = {
    "locked": "PDF je zabezpečené nebo chráněné heslem. Uložte ho bez zabezpečení a nahrajte znovu.",
    "active": "V PDF je program, přiložený soubor nebo jiný spustitelný obsah. Vytiskněte ho znovu do PDF a nahrajte.",
    "broken": "PDF je poškozené nebo moc složité. Vytiskněte ho znovu do PDF a nahrajte.",
    "extra": "Před začátkem nebo za koncem PDF jsou další data. Vytiskněte ho znovu do PDF a nahrajte.",
}


def check_pdf(content: bytes) -> None:
    """Raise ValidationError for a PDF that is locked, can run something, or is another file at the same time."""
    if not content.rstrip(EDGES).endswith(b"%%EOF") or is_zipfile(BytesIO(content)):
        raise ValidationError(SENTENCES["extra"])
    try:
        done = subprocess.run(  # nosec B603
            [sys.executable, "-I", str(READER)], input=content, capture_output=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ValidationError(SENTENCES["broken"]) from error
    said = done.stdout.decode("ascii", "replace").strip()
    if done.returncode or said != "fine":
        raise ValidationError(SENTENCES.get(said, SENTENCES["broken"]))
