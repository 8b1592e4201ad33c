"""A .docx of which lines are changed, told again, added and left out, all in its own formatting.

What is only changed keeps every run that it does not touch. A line that is told once more has the
formatting of the one it was told by, and so has one that is new: that of the line before it. Where
all lines of a paragraph are left out the paragraph goes, unless something else needs it: the last
of a cell, one that ends a section, one with a picture.
"""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from documents.refilling import (
    BREAKS,
    NotThere,
    WordChange,
    WordText,
    highlighted,
    line_starts,
)

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_KEEPS = frozenset({"sectPr", "drawing", "pict", "object", "AlternateContent", "sdt"})


@dataclass(frozen=True)
class LineAnew:
    """A line that is to stand there and says ``words``, ``marks`` of them on a yellow ground.
    ``line``: the one of the file that it is, or is told by where it ``is_copy``. ``changes``, at
    places of ``line``, make the words of what ``line`` says; None: it is worded anew."""

    line: int
    words: str
    is_copy: bool = False
    changes: tuple[WordChange, ...] | None = None
    marks: tuple[tuple[int, int], ...] = ()


def rewritten(content: bytes, main_part: str, lines: Sequence[LineAnew]) -> bytes:
    """The file with these lines in its main part. Raises NotThere."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            data = source.read(member)
            if member.filename == main_part:
                words = _Lines(data)
                words.rewrite(lines)
                data = words.xml
            target.writestr(member, data)
    return out.getvalue()


class _Lines(WordText):
    def __init__(self, xml: bytes) -> None:
        super().__init__(xml)
        self._starts = line_starts(self.text)

    def rewrite(self, lines: Sequence[LineAnew]) -> None:
        """Raises NotThere."""
        is_read = self.text.count("\n") == len(self._ends)
        if not is_read or any(line.line >= len(self._ends) for line in lines):
            raise NotThere("")
        # What is told again is taken before anything is changed.
        copies = {place: self._copied(line) for place, line in enumerate(lines) if line.is_copy}
        own = [line for line in lines if not line.is_copy]
        self.change(change for line in own for change in line.changes or ())
        for line in own:
            if line.changes is None:
                self._word(line)
        self._put_in(lines, copies)
        self._leave_out({line.line for line in own})

    def _put_in(self, lines: Sequence[LineAnew], copies: dict[int, etree._Element]) -> None:
        """Each copy behind the line before it, those before all of them in front."""
        last: etree._Element | None = None
        for place, line in enumerate(lines):
            if place not in copies:
                last = self._ends[line.line]
            elif last is None:
                self._paragraph(line.line).addprevious(copies[place])
                last = copies[place]
            elif _local(last) == "p":
                last.addnext(copies[place])
                last = copies[place]
            else:
                last = _put_behind_break(last, line)

    def _leave_out(self, own: set[int]) -> None:
        told = {id(self._paragraph(line)) for line in own}
        gone: set[int] = set()
        for line, end in enumerate(self._ends):
            paragraph = self._paragraph(line)
            if line in own or id(paragraph) in gone:
                continue
            if id(paragraph) not in told and _can_go(paragraph):
                paragraph.getparent().remove(paragraph)
                gone.add(id(paragraph))
                continue
            for element in self._elements(line):
                element.text = ""
            # The last line of a paragraph goes with the break that is left before it.
            breaks = [end] if end is not paragraph else self._ends[:line][::-1]
            for ending in breaks:
                if _is_within(ending, paragraph):
                    if not _is_of_page(ending):
                        ending.getparent().remove(ending)
                    break

    def _word(self, line: LineAnew) -> None:
        first, *others = self._elements(line.line) or [self._added_words(line.line)]
        for element in others:
            element.text = ""
        _say(first, line.words, line.marks)

    def _added_words(self, line: int) -> etree._Element:
        """Of a line that has none, at its end."""
        end, paragraph = self._ends[line], self._paragraph(line)
        run, words = _new_run(paragraph, _formatting(paragraph, None))
        if end is paragraph:
            paragraph.append(run)
        else:
            end.addprevious(words)
        return words

    def _copied(self, line: LineAnew) -> etree._Element:
        paragraph = self._paragraph(line.line)
        if line.changes is not None:
            copy = self._told_again(line.line, line.changes, paragraph)
            if copy is not None:
                return copy
        elements = self._elements(line.line)
        made = _paragraph_like(paragraph)
        run, words = _new_run(made, _formatting(paragraph, elements[0] if elements else None))
        made.append(run)
        _say(words, line.words, line.marks)
        return made

    def _told_again(
        self, line: int, changes: Sequence[WordChange], paragraph: etree._Element
    ) -> etree._Element | None:
        """With all the runs of its words; None where more stands among them than words."""
        made = _paragraph_like(paragraph)
        for element in self._elements(line):
            run, words = _new_run(made, _formatting(paragraph, element))
            words.text = element.text
            words.set(_SPACE, "preserve")
            made.append(run)
        told = WordText(etree.tostring(made))
        if told.text.rstrip("\n") != self._line(line):
            return None
        told.change(replace(each, place=each.place._replace(line=0)) for each in changes)
        return etree.fromstring(told.xml)

    def _line(self, line: int) -> str:
        start = self._starts[line]
        return self.text[start : self._starts[line + 1] - 1]

    def _elements(self, line: int) -> list[etree._Element]:
        start, end = self._starts[line], self._starts[line + 1]
        return [piece.element for piece in self._pieces if start <= piece.start < end]

    def _paragraph(self, line: int) -> etree._Element:
        element = self._ends[line]
        while etree.QName(element).localname != "p":
            parent = element.getparent()
            if parent is None:
                return element
            element = parent
        return element


def _can_go(paragraph: etree._Element) -> bool:
    parent = paragraph.getparent()
    if parent is None or any(_is_needed(each) for each in paragraph.iter()):
        return False
    before, after = _local(paragraph.getprevious()), _local(paragraph.getnext())
    if _local(parent) == "tc":
        return "p" in (before, after) and not (before == "tbl" and not after)
    # Two tables without a paragraph between them are one.
    return _local(parent) == "body" and not before == after == "tbl"


def _is_needed(element: etree._Element) -> bool:
    return _local(element) in _KEEPS or _is_of_page(element)


def _is_of_page(element: etree._Element) -> bool:
    return _local(element) in BREAKS and any(key.endswith("}type") for key in element.attrib)


def _is_within(element: etree._Element, paragraph: etree._Element) -> bool:
    return element is not paragraph and paragraph in element.iterancestors()


def _put_behind_break(last: etree._Element, line: LineAnew) -> etree._Element:
    """A line of its own between two of one paragraph; returns the break that ends it."""
    own = f"{{{etree.QName(last).namespace}}}"
    words, ending = last.makeelement(f"{own}t"), last.makeelement(f"{own}br")
    last.addnext(ending)
    last.addnext(words)
    _say(words, line.words, line.marks)
    return ending


def _paragraph_like(paragraph: etree._Element) -> etree._Element:
    """An empty paragraph of the same formatting."""
    made = paragraph.makeelement(paragraph.tag, None, paragraph.nsmap)
    for properties in paragraph:
        if _local(properties) == "pPr":
            kept = deepcopy(properties)
            for section in [each for each in kept if _local(each) == "sectPr"]:
                kept.remove(section)
            made.append(kept)
    return made


def _formatting(paragraph: etree._Element, element: etree._Element | None) -> etree._Element | None:
    """That of the run in which the words stand; of a paragraph without words its own."""
    if element is not None:
        run = element.getparent()
        return next((each for each in run if _local(each) == "rPr"), None)
    for properties in paragraph:
        if _local(properties) == "pPr":
            return next((each for each in properties if _local(each) == "rPr"), None)
    return None


def _new_run(
    paragraph: etree._Element, formatting: etree._Element | None
) -> tuple[etree._Element, etree._Element]:
    own = f"{{{etree.QName(paragraph).namespace}}}"
    run = paragraph.makeelement(f"{own}r")
    if formatting is not None:
        run.append(deepcopy(formatting))
    words = run.makeelement(f"{own}t")
    run.append(words)
    return run, words


def _say(element: etree._Element, words: str, marks: Sequence[tuple[int, int]]) -> None:
    element.text = words
    element.set(_SPACE, "preserve")
    for start, end in reversed(marks):
        highlighted(element, start, end)


def _local(element: etree._Element | None) -> str:
    if element is None or not isinstance(element.tag, str):
        return ""
    return etree.QName(element).localname
