"""A document as marked paragraphs, tables and rows of photos, each paragraph with its style."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from documents.runs import Run
from measures.months import Month


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
    it ``is_dense``. The last cell of a row that has fewer than the others takes the rest of it."""

    heads: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[int, ...]
    right: frozenset[int] = frozenset()
    title: str = ""
    unit: str = ""
    note: str = ""
    heights: tuple[int, ...] = ()
    is_dense: bool = False

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


Block = Paragraph | Table | PhotoRow


@dataclass(frozen=True)
class Annex:
    """What is bound behind a document, on a page of its own: 附件."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """``month``: at whose end its figures are cut off; the keys of its runs are of that month."""

    month: Month
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Without the tables."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def title(self) -> str:
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
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row
