"""What pages weigh on the wire: 80 KB at the first visit, 10 KB for each next page."""

import pytest

FIRST, NEXT = 80_000, 10_000
PAGES = ["/", "/sluzby/?q=dluhová+poradna&kde=Děčín", "/sluzby/?kde=Ústecký+kraj", "/sluzby/9900001/",
         "/poskytovatele/00000019/", "/druhy/", "/druhy/pecovatelska-sluzba/",
         "/druhy/pecovatelska-sluzba/roudnice-nad-labem-565555/", "/obce/roudnice-nad-labem-565555/",
         "/krizove-linky/", "/pristupnost/"]  # fmt: skip


class Wire:
    """Bytes that came over the network, headers included, as the browser counts them."""

    def __init__(self, page) -> None:
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event) -> None:
        self.bytes += event["encodedDataLength"]

    def visit(self, page, path: str) -> int:
        """Bytes of one visit."""
        self.bytes = 0
        page.goto(path, wait_until="networkidle")
        return int(self.bytes)


@pytest.mark.parametrize("path", PAGES)
def test_first_visit_is_light(path, page):
    assert 1_000 < Wire(page).visit(page, path) <= FIRST


def test_next_pages_are_lighter(page):
    wire = Wire(page)
    wire.visit(page, "/")

    weights = {path: wire.visit(page, path) for path in PAGES[1:]}

    assert {path: weight for path, weight in weights.items() if weight > NEXT} == {}
