"""The lines of a rendered template as the paragraphs of a paper: what has nothing to say is left
out, and chapters, sections and points get their numerals, which one alone has not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from types import MappingProxyType

from documents.numerals import in_chinese
from documents.paragraphs import Block, Chart, Paragraph, Style
from documents.runs import runs, unmarked
from reports.prose.charts import MARK
from reports.prose.choices import Chapter, Choices

POINT = "- "
HEADS = (Style.TITLE.value, Style.NOTE.value)


@dataclass
class Division:
    """A chapter or a section: its heading, "" before the first; lines, and the sections in it."""

    heading: str = ""
    lines: list[str] = field(default_factory=list)
    sections: "list[Division]" = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.lines and all(section.is_empty for section in self.sections)


def paragraphs(
    marked: str, choices: Choices, charts: Mapping[str, Chart] = MappingProxyType({})
) -> Iterator[Block]:
    """The paper of rendered lines, by what was chosen of it. A chapter that is alone and is headed
    as the paper is has no heading. Charts are numbered as they come."""
    numbers = count(1)
    for block in _lines(marked, choices):
        if block.text.startswith(MARK):
            yield replace(charts[block.text.removeprefix(MARK)], number=next(numbers))
        else:
            yield block


def _lines(marked: str, choices: Choices) -> Iterator[Paragraph]:
    front, chapters, notes = _parted(marked)
    opening = choices.tells(Chapter.OPENING)
    yield from _styled([line for line in front if opening or line.startswith(HEADS)], choices)
    if opening:
        for line in filter(None, choices.written.get(Chapter.OPENING, ())):
            yield Paragraph(Style.BODY, runs(unmarked(line)))
    told = _headed([part for part in _chosen(chapters, choices) if not part.is_empty])
    title = next((line for line in front if line.startswith(Style.TITLE.value)), "")
    for number, chapter in enumerate(told, 1):
        numeral = f"{in_chinese(number)}、" if len(told) > 1 else ""
        if numeral or chapter.heading not in title:
            yield Paragraph(Style.CHAPTER, runs(f"{numeral}{chapter.heading}"))
        yield from _body(chapter.lines)
        yield from _sections([part for part in chapter.sections if not part.is_empty])
    yield from _styled(notes, choices)


def _headed(told: Sequence[Division]) -> Sequence[Division]:
    """The chapters; the sections of one alone in its place, which says what the title has said."""
    if len(told) != 1 or told[0].lines:
        return told
    sections = [part for part in told[0].sections if not part.is_empty]
    return sections if len(sections) > 1 else told


def _parted(marked: str) -> tuple[list[str], list[Division], list[str]]:
    front: list[str] = []
    chapters: list[Division] = []
    notes: list[str] = []
    for raw in marked.split("\n"):
        line = raw.strip()
        if line.startswith(Style.SECTION.value):
            chapters[-1].sections.append(Division(line.removeprefix(Style.SECTION.value)))
        elif line.startswith(Style.CHAPTER.value):
            chapters.append(Division(line.removeprefix(Style.CHAPTER.value)))
        elif not line or line in (Style.NOTE.value.strip(), POINT.strip()):
            continue
        elif not chapters:
            front.append(line)
        elif line.startswith(Style.NOTE.value):
            notes.append(line)
        else:
            part = chapters[-1].sections[-1] if chapters[-1].sections else chapters[-1]
            part.lines.append(line)
    return front, chapters, notes


def _chosen(chapters: Sequence[Division], choices: Choices) -> Iterator[Division]:
    """Without what was left out, and with what people wrote at the end of each."""
    off = {chapter.value for chapter in choices.left_out}
    written = {chapter.value: lines for chapter, lines in choices.written.items()}
    for chapter in chapters:
        if chapter.heading in off:
            continue
        lines = [unmarked(line) for line in written.get(chapter.heading, ())]
        part = chapter.sections[-1] if chapter.sections else chapter
        part.lines += filter(None, lines)
        yield chapter


def _sections(sections: Sequence[Division]) -> Iterator[Paragraph]:
    for number, section in enumerate(sections, 1):
        if len(sections) > 1:
            heading = f"（{in_chinese(number)}）{section.heading}"
            yield Paragraph(Style.SECTION, runs(heading))
        yield from _body(section.lines)


def _body(lines: Sequence[str]) -> Iterator[Paragraph]:
    points = sum(line.startswith(POINT) for line in lines)
    number = 0
    for line in lines:
        numeral = ""
        if line.startswith(POINT):
            number += 1
            numeral = f"{in_chinese(number)}是" if points > 1 else ""
        yield Paragraph(Style.BODY, runs(numeral + line.removeprefix(POINT)))


def _styled(lines: Sequence[str], choices: Choices) -> Iterator[Paragraph]:
    for line in lines:
        style = next(style for style in Style if line.startswith(style.value))
        if style is not Style.NOTE or choices.working_copy:
            yield Paragraph(style, runs(line.removeprefix(style.value)))
