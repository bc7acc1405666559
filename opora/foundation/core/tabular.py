"""Tables for spreadsheets: streamed CSV with semicolons, in UTF-8 with a mark, no cell that would be counted."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.http import StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # how a cell begins that a spreadsheet would count


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of the file; cells are texts."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield "\N{BYTE ORDER MARK}"
    for row in chain([headers], rows):
        yield writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])


def csv_response(headers: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> StreamingHttpResponse:
    """The file as a download; rows are read while it goes out."""
    response = StreamingHttpResponse(csv_lines(headers, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
