"""Where the figures of a Word file stand: their bookmarks, and the content controls around them,
which carry the same name as their tag."""

from typing import NamedTuple

from lxml import etree

from documents.bookmarks import said_by


class Mark(NamedTuple):
    """The characters ``start`` to ``end`` of the text; ``is_control``: by the tag of a control."""

    name: str
    start: int
    end: int
    is_control: bool


MOST = 5_000


class Marks:
    """Collects them while a reader goes through the text."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[etree._Element, int]] = {}
        self._controls: list[int] = []
        self._found: list[tuple[Mark, etree._Element]] = []

    def see(self, event: str, kind: str, element: etree._Element, place: int) -> None:
        if kind == "sdt":
            self._see_control(event, element, place)
        elif event == "end":
            return
        elif kind == "bookmarkStart":
            self._open[_value(element, "id")] = (element, place)
        elif kind == "bookmarkEnd" and (begun := self._open.pop(_value(element, "id"), None)):
            self._keep(begun[0], "name", begun[1], place, is_control=False)

    def told(self, text: str) -> list[Mark]:
        """In the order of the text, the first ``MOST``. What ends behind a line ends with it."""
        found = [
            mark._replace(end=mark.start + len(text[mark.start : mark.end].rstrip("\n")))
            for mark, _ in self._found[:MOST]
        ]
        return sorted(found, key=lambda mark: (mark.start, mark.end))

    def rename(self, start: int, end: int, name: str) -> bool:
        """Give the marks at a place another name; False where there are none."""
        here = [each for mark, each in self._found if (mark.start, mark.end) == (start, end)]
        for element in here:
            key = next(key for key in element.attrib if key.endswith(("}name", "}val")))
            element.set(key, name)
        return bool(here)

    def _see_control(self, event: str, element: etree._Element, place: int) -> None:
        if event == "start":
            self._controls.append(place)
            return
        start = self._controls.pop()
        for tag in element.iterfind("{*}sdtPr/{*}tag"):
            self._keep(tag, "val", start, place, is_control=True)

    def _keep(
        self, element: etree._Element, attribute: str, start: int, end: int, *, is_control: bool
    ) -> None:
        name = _value(element, attribute)
        if said_by(name) is not None:
            self._found.append((Mark(name, start, end, is_control), element))


def _value(element: etree._Element, attribute: str) -> str:
    """Of an attribute, whatever its namespace."""
    found = (value for key, value in element.items() if etree.QName(key).localname == attribute)
    return next(found, "")
