"""A document as marked paragraphs, tables and rows of photos, each paragraph with its style."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from documents.runs import Run
from measures.months import Month
from measures.rounding import NO_VALUE
from workbooks.charts import ChartKind, ChartPart


class Style(enum.Enum):
    TITLE = "# "
    CHAPTER = "## "
    SECTION = "### "
    NOTE = "> "
    BODY = ""


@dataclass(frozen=True)
class Paragraph:
    style: Style
    runs: tuple[Run, ...]
    on_new_page: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


Words = tuple[Run, ...]
"""What stands in a cell; a line break in its text is one on paper."""


@dataclass(frozen=True)
class Table:
    """A ruled table. ``widths`` in mm, together at most 156, the width of the text; ``heads``: the
    rows that are repeated on each page; ``right``: the columns, counted from 0, that hold numbers;
    ``heights`` in mm: what a row has at least, for a hand that writes in it. ``title`` and ``unit``
    (单位：万元) stand above, ``note`` below. A table without heads is a form, in larger type unless
    it ``is_dense``. The last cell of a row that has fewer than the others takes the rest of it.
    ``large``: the columns that are read from a lectern."""

    heads: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[int, ...]
    right: frozenset[int] = frozenset()
    title: str = ""
    unit: str = ""
    note: str = ""
    heights: tuple[int, ...] = ()
    is_dense: bool = False
    large: frozenset[int] = frozenset()

    @property
    def spanned(self) -> list[list[tuple[Words, int]]]:
        """The rows, each cell with the number of columns that it takes."""
        lacking = [len(self.widths) - len(row) for row in self.rows]
        return [
            [*((cell, 1) for cell in row[:-1]), (row[-1], 1 + missing)]
            for row, missing in zip(self.rows, lacking, strict=True)
        ]

    @property
    def text(self) -> str:
        """A line a row, its cells apart by tabs, as they are pasted into a sheet."""
        rows = [list(head) for head in self.heads]
        rows += [["".join(run.text for run in cell) for cell in row] for row in self.rows]
        lines = ["\t".join(" ".join(cell.split("\n")) for cell in row) for row in rows]
        return "\n".join(filter(None, [self.title, self.unit, *lines, self.note]))


TEXT_WIDTH = 156
"""Of the text, in mm."""
BETWEEN_PHOTOS = 6
LOST = "照片缺失"


@dataclass(frozen=True)
class Photo:
    """A kept picture (``files``) with its ``caption``. ``place``: where it lies in the data folder;
    ``instead`` stands where there is none, or where it is lost."""

    place: str
    caption: str
    instead: str = LOST

    @property
    def text(self) -> str:
        told = self.caption if self.place else f"{self.caption}（{self.instead}）"
        return " ".join(told.split("\n"))


@dataclass(frozen=True)
class PhotoRow:
    """Photos side by side in ``columns`` of the same width, each within ``height`` mm."""

    photos: tuple[Photo, ...]
    columns: int
    height: int

    @property
    def width(self) -> int:
        """Of a column, in mm."""
        return (TEXT_WIDTH - BETWEEN_PHOTOS * (self.columns - 1)) // self.columns

    @property
    def text(self) -> str:
        return "\t".join(photo.text for photo in self.photos)


_ROLES = {ChartPart.DONE: "done", ChartPart.PLANNED: "plan", ChartPart.PACE: "pace"}


@dataclass(frozen=True)
class ChartSeries:
    """``numbers``: as they are printed, without their unit, one a category; "—" where none is."""

    name: str
    part: ChartPart
    numbers: Words

    @property
    def drawn(self) -> list[str]:
        """As they are drawn: ASCII, without separators; "" where none is."""
        told = ("" if run.text == NO_VALUE else run.text for run in self.numbers)
        return [text.replace(",", "").replace("−", "-") for text in told]


@dataclass(frozen=True)
class Chart:
    """A chart of what the ``categories`` are ``called`` (单位). ``number``: 图1, 0 where it has
    none. It draws the numbers that it prints; where nothing can be drawn it is its table."""

    kind: ChartKind
    title: str
    unit: str
    called: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    number: int = 0

    @property
    def caption(self) -> str:
        """图1　各单位完成率（单位：%）."""
        label = f"图{self.number}　" if self.number else ""
        return f"{label}{self.name}"

    @property
    def name(self) -> str:
        """By which it is known again in a file that comes back."""
        return f"{self.title}（单位：{self.unit}）"

    @property
    def payload(self) -> dict[str, Any]:
        """As a page draws it: static/js/charts/option.js."""
        series = [
            {
                "name": each.name,
                "data": [number or None for number in each.drawn],
                "role": _ROLES[each.part],
            }
            for each in self.series
        ]
        return {"categories": self.categories, "series": series, "unit": self.unit}

    @property
    def payload_id(self) -> str:
        return f"chart-{self.number}"

    @property
    def is_line(self) -> bool:
        return self.kind is ChartKind.LINES

    @property
    def is_lying(self) -> bool:
        return self.kind is ChartKind.BARS

    @property
    def table(self) -> Table:
        columns = [each.numbers for each in self.series]
        rows = zip(self.categories, *columns, strict=True)
        width = TEXT_WIDTH // (len(columns) + 2)
        return Table(
            heads=((self.called, *(each.name for each in self.series)),),
            rows=tuple((plain(str(name)), *((run,) for run in runs)) for name, *runs in rows),
            widths=(TEXT_WIDTH - width * len(columns), *[width] * len(columns)),
            right=frozenset(range(1, len(columns) + 1)),
            title=self.caption,
        )

    @property
    def text(self) -> str:
        return self.table.text


Block = Paragraph | Table | PhotoRow | Chart


@dataclass(frozen=True)
class Annex:
    """What is bound behind a document, on a page of its own: 附件."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ComposedSentence:
    """A sentence that may be worded anew. ``name`` is what it is known by, whatever its figures
    say; ``chapter``: the heading under which it stands, "" before the first. ``text`` is as it was
    composed, ``words`` the same with its figures as {keys}; both "" of one that has nothing to say
    now."""

    name: str
    chapter: str
    text: str
    words: str


@dataclass(frozen=True)
class Document:
    """``month``: at whose end its figures are cut off; the keys of its runs are of that month.
    ``name``: what it is called where its heading names but a part of it. ``sentences`` are those of
    its text that may be worded anew."""

    month: Month
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()
    name: str = ""
    sentences: tuple[ComposedSentence, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Without the tables."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def title(self) -> str:
        return self.name or self.heading

    @property
    def heading(self) -> str:
        """What stands on top of it."""
        return next((p.text for p in self.paragraphs if p.style is Style.TITLE), "")

    @property
    def text(self) -> str:
        lines = [block.text for block in self.blocks]
        for number, annex in enumerate(self.annexes, 1):
            which = number if len(self.annexes) > 1 else ""
            lines += [f"附件{which}：{annex.title}", *(block.text for block in annex.blocks)]
        return "\n".join(lines) + "\n"

    @property
    def all_blocks(self) -> Iterator[Block]:
        """Those of the annexes as well."""
        yield from self.blocks
        for annex in self.annexes:
            yield from annex.blocks

    @property
    def charts(self) -> "tuple[Chart, ...]":
        return tuple(block for block in self.all_blocks if isinstance(block, Chart))

    @property
    def figures(self) -> Iterator[Run]:
        """The runs that open rows, in the order in which they are printed."""
        for block in self.all_blocks:
            for words in _words_in(block):
                yield from (run for run in words if run.key)


def plain(text: str) -> Words:
    """Words without a figure."""
    return (Run(text),)


def _words_in(block: Block) -> Iterator[Words]:
    if isinstance(block, Paragraph):
        yield block.runs
    elif isinstance(block, Table | Chart):
        for row in (block.table if isinstance(block, Chart) else block).rows:
            yield from row
