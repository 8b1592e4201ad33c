"""Ruled tables, and forms to be filled in by hand."""

from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from documents.paragraphs import Table, Words
from documents.word.markup import (
    KEPT_SLIVER,
    SLIVER,
    Figures,
    Layout,
    figure_xml,
    paragraph,
    run_xml,
    text_xml,
    words_xml,
)
from documents.word.styles import (
    CAPTION,
    DENSE,
    FORM,
    LARGE,
    NOTE,
    RULED,
    TABLE_HEAD,
    TABLE_NUMBER,
    TABLE_TEXT,
    UNIT,
    Face,
    millimetres,
)

FEW = 6
"""Of so many lines all stand on one page with what follows: LibreOffice keeps no last line of a
few."""
_TOGETHER = Layout(is_kept_with_next=True)
_CLOSED = "</w:p></w:tc>"


def table_xml(table: Table, figures: Figures, *, is_kept_with_next: bool = False) -> str:
    """With its title and unit above and its note below. ``is_kept_with_next``: its last line
    stands on one page with what follows."""
    last = Layout(is_kept_with_next=is_kept_with_next)
    above = [(CAPTION, table.title), (UNIT, table.unit)]
    told = [paragraph(face, run_xml(text), _TOGETHER) for face, text in above if text]
    told.append(_grid(table, figures, is_kept_with_next=is_kept_with_next or bool(table.note)))
    below = KEPT_SLIVER if is_kept_with_next else SLIVER
    told.append(paragraph(NOTE, run_xml(table.note), last) if table.note else below)
    return "".join(told)


def _grid(table: Table, figures: Figures, *, is_kept_with_next: bool) -> str:
    widths = [millimetres(width) for width in table.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = "".join(_head_row(head, widths) for head in table.heads)
    rows = "".join(_rows(table, widths, figures, is_kept_with_next=is_kept_with_next))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{RULED}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{heads}{rows}</w:tbl>"
    )


def _head_row(head: Sequence[str], widths: Sequence[int]) -> str:
    """Repeated on each page, and never the last of one."""
    cells = "".join(
        f"{opened}{run_xml(text)}{_CLOSED}"
        for opened, text in zip(
            _openings(widths, [TABLE_HEAD] * len(widths), is_kept_with_next=True),
            head,
            strict=True,
        )
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _rows(
    table: Table, widths: Sequence[int], figures: Figures, *, is_kept_with_next: bool
) -> Iterator[str]:
    """A table without heads is a form, in larger type where it is not dense."""
    text = TABLE_TEXT if table.heads else DENSE if table.is_dense else FORM
    faces = [
        LARGE
        if place in table.large
        else TABLE_NUMBER
        if place in table.right and table.heads
        else text
        for place in range(len(widths))
    ]
    opened = _openings(widths, faces)
    last = len(table.rows) - 1
    heights = chain(table.heights, repeat(0))
    for place, (row, height) in enumerate(zip(table.rows, heights, strict=False)):
        if is_kept_with_next and (place == last or last < FEW):
            opened = _openings(widths, faces, is_kept_with_next=True)
        yield _row(row, height, _joined(opened, widths, len(row)), figures)


def _joined(opened: Sequence[str], widths: Sequence[int], cells: int) -> Sequence[str]:
    """Of a row of fewer cells: the last takes what is left of it."""
    if cells == len(opened):
        return opened
    own, rest = widths[cells - 1], sum(widths[cells - 1 :])
    last = opened[cells - 1].replace(
        f'<w:tcW w:w="{own}" w:type="dxa"/>',
        f'<w:tcW w:w="{rest}" w:type="dxa"/><w:gridSpan w:val="{len(widths) - cells + 1}"/>',
    )
    return [*opened[: cells - 1], last]


def _row(row: Sequence[Words], height: int, opened: Sequence[str], figures: Figures) -> str:
    least = f'<w:trHeight w:val="{millimetres(height)}" w:hRule="atLeast"/>' if height else ""
    cells = "".join(
        [
            f"{before}{_content(words, figures)}{_CLOSED}"
            for before, words in zip(opened, row, strict=True)
        ]
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{least}</w:trPr>{cells}</w:tr>"


def _content(words: Words, figures: Figures) -> str:
    """Most cells are one piece."""
    if len(words) != 1:
        return words_xml(words, figures)
    [run] = words
    return figure_xml(run, figures) if run.key else f"<w:r>{text_xml(run.text)}</w:r>"


def _openings(
    widths: Sequence[int], faces: Sequence[Face], *, is_kept_with_next: bool = False
) -> list[str]:
    """What stands before the words of each column's cells."""
    kept = "<w:keepNext/>" if is_kept_with_next else ""
    return [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{face.key}"/>{kept}</w:pPr>'
        for width, face in zip(widths, faces, strict=True)
    ]
