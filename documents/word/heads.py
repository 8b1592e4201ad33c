"""What stands above the title: the red head by its vessel (GB/T 9704-2012, 7.2 and 10.3)."""

from collections.abc import Callable, Iterator

from documents.titles import width_of
from documents.vessels import Vessel, VesselKind, in_full
from documents.word.markup import Layout, paragraph, run_xml
from documents.word.styles import (
    CHARACTER,
    KAI,
    LINE_PITCH,
    NORMAL,
    POINT,
    RED,
    RED_HEAD,
    TEXT_WIDTH,
    millimetres,
)

FROM_TOP = millimetres(35)
"""From the upper edge of the text area to that of the red words."""
LARGEST, SMALLEST = 48, 22
_KAI = f'<w:rFonts w:ascii="{KAI}" w:hAnsi="{KAI}" w:eastAsia="{KAI}" w:cs="{KAI}"/>'


def head(vessel: Vessel) -> list[str]:
    """Paragraphs; none where the vessel has no head."""
    return [*_HEADS[vessel.kind](vessel)]


def _none(vessel: Vessel) -> Iterator[str]:
    yield from ()


def _of_official(vessel: Vessel) -> Iterator[str]:
    """发文机关标志, 发文字号 and, of what goes upward, 签发人 beside it."""
    if not vessel.head:
        return
    yield _red_words(vessel.head)
    number, signer = vessel.number, vessel.printed_signer
    two_lines = 2 * LINE_PITCH
    if signer:
        beside = Layout(left=1, right=1, above=two_lines, stop=TEXT_WIDTH - CHARACTER)
        yield paragraph(NORMAL, run_xml(f"{number}\t签发人：") + run_xml(signer, _KAI), beside)
    elif number:
        yield paragraph(NORMAL, run_xml(number), Layout(side="center", above=two_lines))
    yield _red_line()


def _of_issue(vessel: Vessel) -> Iterator[str]:
    """报头: the red words, 期号 below, 编发单位 at the left, the day at the right where no
    signature tells it."""
    if not vessel.head:
        return
    yield _red_words(vessel.head)
    above = LINE_PITCH // 2
    for words in filter(None, (vessel.issue, vessel.number)):
        yield paragraph(NORMAL, run_xml(words), Layout(side="center", above=above))
        above = 0
    day = in_full(vessel.day) if vessel.day and not vessel.offices else ""
    if vessel.editor or day:
        beside = Layout(left=1, right=1, above=LINE_PITCH // 2, stop=TEXT_WIDTH - CHARACTER)
        yield paragraph(NORMAL, run_xml(f"{vessel.editor}\t{day}"), beside)
    yield _red_line()


_HEADS: dict[VesselKind, Callable[[Vessel], Iterator[str]]] = {
    VesselKind.MATERIAL: _none,
    VesselKind.OFFICIAL: _of_official,
    VesselKind.BULLETIN: _of_issue,
    VesselKind.NOTICE: _of_issue,
    VesselKind.MINUTES: _of_issue,
}


def _red_words(words: str) -> str:
    """As large as one line holds."""
    points = min(LARGEST, max(SMALLEST, int(TEXT_WIDTH / POINT / width_of(words))))
    size = f'<w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>'
    layout = Layout(above=FROM_TOP)
    return paragraph(RED_HEAD, run_xml(words, size), layout)


def _red_line() -> str:
    """As wide as the text, 4 mm below what stands above it; two lines are left free below."""
    line = f'<w:bottom w:val="single" w:sz="12" w:space="0" w:color="{RED}"/>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{NORMAL.key}"/><w:pBdr>{line}</w:pBdr>'
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="{millimetres(4)}"'
        f' w:after="{2 * LINE_PITCH}" w:line="{POINT}" w:lineRule="exact"/></w:pPr></w:p>'
    )
