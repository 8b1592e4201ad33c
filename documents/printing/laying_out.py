"""A document and its vessel as the data that the layouts of typst read."""

from collections.abc import Callable, Iterable, Sequence
from itertools import dropwhile
from typing import Any

from documents.paragraphs import (
    BETWEEN_PHOTOS,
    TEXT_WIDTH,
    Annex,
    Block,
    Chart,
    Document,
    Paragraph,
    Photo,
    PhotoRow,
    Style,
    Table,
    Words,
)
from documents.printing.charts import chart_data
from documents.prints import Prints
from documents.titles import LINE, in_lines, width_of
from documents.vessels import NO_DAY, Vessel, VesselKind, in_full

Printable = Callable[[str], str]
Data = dict[str, Any]

LINE_OF_A_PICTURE = 15
"""Characters of a title on a line of a picture."""
_COPIED = {VesselKind.MINUTES: "分送", VesselKind.BULLETIN: "送"}
# A cell of more lines than these may be broken between two pages, which others never are.
_MOST_LINES_OF_A_CELL = 20
_MM_OF_A_CHARACTER = 3.7  # of 10.5 pt


def paper_data(document: Document, vessel: Vessel, shown: Printable, prints: Prints) -> Data:
    """For layout/paper.typ. ``shown`` is given all that comes from outside; ``prints`` takes the
    photos."""
    blocks = _body_of(document)
    kept = blocks[-1:] if blocks and _stays_with_signature(blocks[-1]) else []
    return {
        "title": _title_lines(document.heading, shown),
        "name": shown(document.title),
        "date": _date(document, vessel),
        "vessel": _vessel_data(vessel, shown),
        "attachments": [shown(name) for name in _attachments(document, vessel)],
        "blocks": _blocks_data(blocks[: len(blocks) - len(kept)], shown, prints),
        "last": _blocks_data(kept, shown, prints),
        "annexes": _annexes_data(document.annexes, shown, prints),
    }


def picture_data(document: Document, foot: Iterable[str], shown: Printable, prints: Prints) -> Data:
    """For layout/picture.typ."""
    return {
        "title": _title_lines(document.heading, shown, LINE_OF_A_PICTURE),
        "blocks": _blocks_data(_body_of(document), shown, prints),
        "annexes": _annexes_data(document.annexes, shown, prints),
        "foot": [shown(line) for line in foot],
    }


def _body_of(document: Document) -> list[Block]:
    """Without the title, which stands above what a vessel puts between them."""
    return list(dropwhile(_is_title, document.blocks))


def _title_lines(title: str, shown: Printable, most: int = LINE) -> list[str]:
    return [shown(line) for line in in_lines(title, most)] if title else []


def _blocks_data(blocks: Iterable[Block], shown: Printable, prints: Prints) -> list[Data]:
    return [_block_data(block, shown, prints) for block in blocks]


def _block_data(block: Block, shown: Printable, prints: Prints) -> Data:
    if isinstance(block, Table):
        return _table_data(block, shown)
    if isinstance(block, PhotoRow):
        return _photos_data(block, shown, prints)
    if isinstance(block, Chart):
        return chart_data(block, shown)
    told: Data = {"kind": block.style.name, "begins": block.on_new_page}
    if block.style is Style.TITLE:
        return told | {"lines": _title_lines(block.text, shown)}
    return told | {"text": shown(block.text)}


def _photos_data(row: PhotoRow, shown: Printable, prints: Prints) -> Data:
    """Lengths as shares of the width of the text, which a long picture has otherwise."""
    return {
        "kind": "PHOTOS",
        "columns": row.columns,
        "between": BETWEEN_PHOTOS / TEXT_WIDTH,
        "height": row.height / TEXT_WIDTH,
        "photos": [_photo_data(photo, row, shown, prints) for photo in row.photos],
    }


def _photo_data(photo: Photo, row: PhotoRow, shown: Printable, prints: Prints) -> Data:
    placed = prints.place(photo, row)
    picture = {"file": "", "width": 0.0, "height": 0.0, "instead": shown(photo.instead)}
    if placed is not None:
        picture["file"] = placed.name
        picture |= {
            "width": float(placed.width / TEXT_WIDTH),
            "height": float(placed.height / TEXT_WIDTH),
        }
    return {
        **picture,
        "told": shown(photo.text),
        "caption": [shown(line) for line in photo.caption.split("\n")],
    }


def _is_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style is Style.TITLE


def _stays_with_signature(block: Block) -> bool:
    return isinstance(block, Paragraph | Table | Chart)


def _date(document: Document, vessel: Vessel) -> list[int]:
    """When the file says it was made: on the day of the paper, else of its cut-off, so that one
    document is the same bytes whenever it is written."""
    day = vessel.day or document.month.last_day
    return [day.year, day.month, day.day]


def _vessel_data(vessel: Vessel, shown: Printable) -> Data:
    return {
        "kind": vessel.kind.name,
        "head": shown(vessel.head),
        "number": shown(vessel.number),
        "issue": shown(vessel.issue),
        "editor": shown(vessel.editor),
        "signer": shown(vessel.printed_signer),
        "addressee": shown(vessel.addressee.rstrip("：:")),
        "offices": [shown(office) for office in vessel.offices],
        "day": in_full(vessel.day) if vessel.day else "",
        "signed_on": in_full(vessel.day) if vessel.day else NO_DAY,
        "copied": _COPIED.get(vessel.kind, "抄送"),
        "copied_to": shown(vessel.copied_to.rstrip("。")),
        "printed_by": shown(vessel.printed_by),
        "printed_on": f"{in_full(vessel.printed_on)}印发" if vessel.printed_on else "",
    }


def _attachments(document: Document, vessel: Vessel) -> Sequence[str]:
    return vessel.attachments or [annex.title for annex in document.annexes]


def _annexes_data(annexes: Sequence[Annex], shown: Printable, prints: Prints) -> list[Data]:
    return [
        {
            "label": f"附件{number}" if len(annexes) > 1 else "附件",
            "title": _title_lines(annex.title, shown),
            "blocks": [
                _untitled(block, annex.title) for block in _blocks_data(annex.blocks, shown, prints)
            ],
        }
        for number, annex in enumerate(annexes, 1)
    ]


def _untitled(block: Data, title: str) -> Data:
    """A table that is called as its annex is does not say so again."""
    return block | {"title": ""} if block.get("title") == title else block


def _table_data(table: Table, shown: Printable) -> Data:
    rows = [[_text(cell) for cell in row] for row in table.rows]
    return {
        "kind": "TABLE",
        "heads": [_row(head, table.widths, shown) for head in table.heads],
        "rows": [_row(row, table.widths, shown) for row in rows],
        "widths": list(table.widths),
        "right": sorted(table.right),
        "title": shown(table.title),
        "unit": shown(table.unit),
        "note": shown(table.note),
        "heights": list(table.heights),
        "dense": table.is_dense,
        "large": sorted(table.large),
    }


def _row(cells: Iterable[str], widths: Iterable[int], shown: Printable) -> list[Data]:
    """The last of fewer cells than there are columns takes the rest of the row."""
    texts, left = list(cells), list(widths)
    spans = [1] * len(texts)
    spans[-1] = len(left) - len(texts) + 1
    rooms = [*left[: len(texts) - 1], sum(left[len(texts) - 1 :])]
    return [
        _cell(text, room, shown) | {"span": span}
        for text, room, span in zip(texts, rooms, spans, strict=True)
    ]


def _cell(text: str, width: int, shown: Printable) -> Data:
    lines = text.split("\n")
    room = width / _MM_OF_A_CHARACTER
    return {
        "lines": [shown(line) for line in lines],
        "long": sum(width_of(line) / room + 1 for line in lines) > _MOST_LINES_OF_A_CELL,
    }


def _text(words: Words) -> str:
    return "".join(run.text for run in words)
