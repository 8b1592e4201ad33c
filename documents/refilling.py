"""A .docx changed in place: some of its words are replaced, all else of it stays as it is.

Word parts a line into runs wherever it likes, also in the middle of a number. The words of the main
part are read as one text, line by line, and a change names a piece of a line; what it covers goes
from every run that holds some of it, and the new words stand in the first, in its formatting. All
other parts of the file are copied byte for byte, but for charts that are drawn anew
(``documents.redrawing``). The file is one that the guard let through.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from documents.marks import Mark, Marks

UNREAD = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
"""Elements whose words nobody reads: what tracked changes took out, what stands for old programs,
the orders of fields."""
BREAKS = frozenset({"br", "cr"})
_MARKER = "yellow"
_AFTER_HIGHLIGHT = frozenset(
    {"u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang"}
    | {"eastAsianLayout", "specVanish", "oMath", "rPrChange"}
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class WordPlace(NamedTuple):
    """The characters ``start`` to ``end`` of a line; lines are counted from 0 and end with a
    paragraph, a cell or a break."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class WordChange:
    """What stands at the place, and what is to stand there; ``is_marked`` with a yellow ground,
    ``name``: in a bookmark of that name. ``marks``: parts of the new words, from where to where,
    that have the yellow ground where the whole has none."""

    place: WordPlace
    was: str
    text: str
    is_marked: bool = False
    name: str = ""
    marks: tuple[tuple[int, int], ...] = ()


class NotThere(ValueError):
    """At the place of a change stand other words than it says."""


class _Piece(NamedTuple):
    """The words of one element, and where in the text they begin."""

    start: int
    element: etree._Element

    @property
    def end(self) -> int:
        return self.start + len(self.element.text or "")


class WordText:
    """The words of the main part of a .docx, which can be changed."""

    def __init__(self, xml: bytes) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        self._root = etree.fromstring(xml, parser)
        self._pieces: list[_Piece] = []
        self._marks = Marks()
        self._ends: list[etree._Element] = []
        self.text = "".join(self._read())

    @property
    def xml(self) -> bytes:
        return etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)

    @property
    def marks(self) -> list[Mark]:
        return self._marks.told(self.text)

    def change(self, changes: Iterable[WordChange]) -> None:
        """Raises NotThere."""
        starts = line_starts(self.text)
        last_first = sorted(changes, key=lambda change: change.place, reverse=True)
        for change in last_first:
            line, start, end = change.place
            if line >= len(starts):
                raise NotThere(change.was)
            self._replace(starts[line] + start, starts[line] + end, change)
        self._forget_fallbacks()

    def _read(self) -> Iterator[str]:
        length = unread = 0
        for event, element in etree.iterwalk(self._root, events=("start", "end")):
            name = _name(element)
            if name in UNREAD:
                unread += 1 if event == "start" else -1
            if unread or name in UNREAD:
                continue
            self._marks.see(event, name, element, length)
            words = self._words(event, name, element, length)
            length += len(words)
            yield words

    def _words(self, event: str, name: str, element: etree._Element, length: int) -> str:
        if event == "end":
            if name == "p":
                self._ends.append(element)
            return "\n" if name == "p" else ""
        if name == "t":
            self._pieces.append(_Piece(length, element))
            return element.text or ""
        if name in BREAKS:
            self._ends.append(element)
            return "\n"
        return " " if name == "tab" else ""

    def _replace(self, start: int, end: int, change: WordChange) -> None:
        if self.text[start:end] != change.was:
            raise NotThere(change.was)
        covered = [piece for piece in self._pieces if piece.start < end and piece.end > start]
        if not covered:
            raise NotThere(change.was)
        first, *others = covered
        for piece in others:
            _put(piece.element, max(start - piece.start, 0), end - piece.start, "")
        place = start - first.start
        _put(first.element, place, end - first.start, change.text)
        is_named = not change.name or self._marks.rename(start, end, change.name)
        for begin, stop in reversed(change.marks):
            highlighted(first.element, place + begin, place + stop)
        if not change.is_marked and is_named:
            return
        run = _parted(first.element, place, place + len(change.text))
        if run is None:
            return
        if change.is_marked:
            _highlight(run)
        if not is_named:
            self._put_in_bookmark(run, change.name)

    def _put_in_bookmark(self, run: etree._Element, name: str) -> None:
        own = f"{{{etree.QName(run).namespace}}}"
        known = self._root.xpath("//*[local-name()='bookmarkStart']/@*[local-name()='id']")
        number = str(max((int(each) for each in known if each.isdigit()), default=0) + 1)
        begin = run.makeelement(f"{own}bookmarkStart", {f"{own}id": number, f"{own}name": name})
        run.addprevious(begin)
        run.addnext(run.makeelement(f"{own}bookmarkEnd", {f"{own}id": number}))

    def _forget_fallbacks(self) -> None:
        """What stands for old programs would go on telling the words of before."""
        for element in list(self._root.iter()):
            if _name(element) == "Fallback":
                element.getparent().remove(element)


def line_starts(text: str) -> list[int]:
    """Where each line of a text begins."""
    return [0, *(place + 1 for place, sign in enumerate(text) if sign == "\n")]


def refilled(
    content: bytes,
    main_part: str,
    changes: Sequence[WordChange],
    parts: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """The file with the changes made in its main part, and other ``parts`` in place of those of
    their names. Raises NotThere."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            data = parts.get(member.filename) or source.read(member)
            if member.filename == main_part:
                words = WordText(data)
                words.change(changes)
                data = words.xml
            target.writestr(member, data)
    return out.getvalue()


def _name(element: etree._Element) -> str:
    """Without its namespace; "" of a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _put(element: etree._Element, start: int, end: int, text: str) -> None:
    words = element.text or ""
    element.text = words[:start] + text + words[end:]
    element.set(_SPACE, "preserve")


def _parted(element: etree._Element, start: int, end: int) -> etree._Element | None:
    """A run for a part of a run's words: it is parted in three, and the first keeps what stands
    before. None of words that stand in no run."""
    run = element.getparent()
    if run is None or _name(run) != "r":
        return None
    middle, rest = _emptied(run), _emptied(run)
    words = deepcopy(element)
    after = deepcopy(element)
    words.text, after.text = (element.text or "")[start:end], (element.text or "")[end:]
    following = list(element.itersiblings())
    element.text = (element.text or "")[:start]
    middle.append(words)
    rest.extend([after, *following])
    run.addnext(rest)
    run.addnext(middle)
    return middle


def highlighted(element: etree._Element, start: int, end: int) -> None:
    """A part of a run's words gets a yellow ground."""
    run = _parted(element, start, end)
    if run is not None:
        _highlight(run)


def _emptied(run: etree._Element) -> etree._Element:
    """A run of the same formatting without words."""
    empty = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
    empty.extend(deepcopy(child) for child in run if _name(child) == "rPr")
    return empty


def _highlight(run: etree._Element) -> None:
    """In the place that the format gives it among a run's properties."""
    own = f"{{{etree.QName(run).namespace}}}"
    properties = run.find(f"{own}rPr")
    if properties is None:
        properties = run.makeelement(f"{own}rPr")
        run.insert(0, properties)
    for former in properties.findall(f"{own}highlight"):
        properties.remove(former)
    place = next(
        (at for at, child in enumerate(properties) if _name(child) in _AFTER_HIGHLIGHT),
        len(properties),
    )
    properties.insert(place, run.makeelement(f"{own}highlight", {f"{own}val": _MARKER}))
