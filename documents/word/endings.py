"""What stands below the text: 附件说明, 署名, 成文日期, the heads of annexes, 版记 (GB/T 9704-2012,
7.3 and 7.4)."""

from collections.abc import Iterator, Sequence

from documents.paragraphs import Annex, Document
from documents.titles import width_of
from documents.vessels import NO_DAY, Vessel, VesselKind, in_full
from documents.word.blocks import title_xml
from documents.word.markup import SLIVER, Layout, paragraph, run_xml
from documents.word.styles import (
    ANNEX,
    BLACK,
    CHARACTER,
    IMPRINT,
    LEFT_MARGIN,
    LINE_PITCH,
    NORMAL,
    TEXT_WIDTH,
)

DATE_FROM_RIGHT = 4
"""Characters that are left free for the seal which is set over the date."""
_LABEL = "附件："
_COPIED = {VesselKind.MINUTES: "分送", VesselKind.BULLETIN: "送"}
_THICK, _THIN = 8, 6
"""Of lines, in eighths of a point: 0.35 and 0.25 mm."""


def addressee(vessel: Vessel) -> Iterator[str]:
    """主送, at the left, with its colon."""
    if vessel.addressee:
        yield paragraph(NORMAL, run_xml(f"{vessel.addressee.rstrip('：:')}："))


def attachments_note(document: Document, vessel: Vessel) -> list[str]:
    """附件说明: a name a line, a long one goes on below its beginning."""
    names = vessel.attachments or tuple(annex.title for annex in document.annexes)
    if len(names) == 1:
        hanging = width_of(_LABEL)
        layout = Layout(left=2 + hanging, hanging=hanging, above=LINE_PITCH, is_kept_with_next=True)
        return [paragraph(NORMAL, run_xml(_LABEL + names[0]), layout)]
    return [*_numbered(names)]


def _numbered(names: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(names, 1):
        label = _LABEL if number == 1 else ""
        hanging = width_of(f"{label}{number}.")
        layout = Layout(
            left=2 + width_of(f"{_LABEL}{number}."),
            hanging=hanging,
            above=LINE_PITCH if number == 1 else 0,
            is_kept_with_next=True,
        )
        yield paragraph(NORMAL, run_xml(f"{label}{number}.{name}"), layout)


def signature(vessel: Vessel) -> list[str]:
    """署名 and the day: each office centred over the date, which stands four characters from the
    right, or further in where an office is so long that it asks for it."""
    if not vessel.offices:
        return []
    lines = [*vessel.offices, in_full(vessel.day) if vessel.day else NO_DAY]
    widest = max(map(width_of, vessel.offices))
    middle = max(DATE_FROM_RIGHT + width_of(lines[-1]) / 2, widest / 2)
    return [
        paragraph(
            NORMAL,
            run_xml(line),
            Layout(
                side="right",
                right=middle - width_of(line) / 2,
                above=0 if place else 2 * LINE_PITCH,
                is_kept_with_next=place < len(vessel.offices),
            ),
        )
        for place, line in enumerate(lines)
    ]


def annex_head(annex: Annex, number: int, of: int) -> str:
    """附件1 in the upper left corner of a new page, the title in the third line."""
    label = f"附件{number}" if of > 1 else "附件"
    corner = Layout(on_new_page=True, below=LINE_PITCH, is_kept_with_next=True)
    return paragraph(ANNEX, run_xml(label), corner) + title_xml(annex.title)


def imprint(vessel: Vessel) -> str:
    """版记, at the foot of the last page: a table that floats at the bottom of the text area. From
    the edge of the page: LibreOffice lets no table float that is as wide as the text."""
    if not vessel.has_imprint:
        return ""
    cells = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{TEXT_WIDTH}"'
        f' w:type="dxa"/></w:tcPr>{row}</w:tc></w:tr>'
        for row in _imprint_lines(vessel)
    )
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{BLACK}"/>'
        for side, size in (("top", _THICK), ("bottom", _THICK), ("insideH", _THIN))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin"'
        f' w:horzAnchor="page" w:tblpX="{LEFT_MARGIN}" w:tblpYSpec="bottom"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{TEXT_WIDTH}"/></w:tblGrid>{cells}</w:tbl>{SLIVER}'
    )


def _imprint_lines(vessel: Vessel) -> Iterator[str]:
    if vessel.copied_to:
        label = f"{_COPIED.get(vessel.kind, '抄送')}："
        text = f"{label}{vessel.copied_to.rstrip('。')}。"
        hanging = width_of(label)
        layout = Layout(left=1 + hanging, right=1, hanging=hanging)
        yield paragraph(IMPRINT, run_xml(text), layout)
    if vessel.printed_by:
        day = f"{in_full(vessel.printed_on)}印发" if vessel.printed_on else ""
        layout = Layout(left=1, right=1, stop=TEXT_WIDTH - CHARACTER)
        yield paragraph(IMPRINT, run_xml(f"{vessel.printed_by}\t{day}"), layout)
