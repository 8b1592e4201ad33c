"""A document as .docx, laid out after GB/T 9704-2012, in the vessel in which it goes out."""

from collections.abc import Iterator, Sequence
from itertools import count

from documents.paragraphs import Block, Chart, Document, Paragraph, PhotoRow, Style
from documents.prints import Prints
from documents.vessels import MATERIAL, Vessel
from documents.word.blocks import block_xml
from documents.word.charts import chart_block, chart_parts
from documents.word.endings import addressee, annex_head, attachments_note, imprint, signature
from documents.word.heads import head
from documents.word.markup import PLAIN, Figures, Layout
from documents.word.package import packed
from documents.word.photos import photos_xml
from documents.word.tables import table_xml


def word_document(document: Document, vessel: Vessel = MATERIAL) -> bytes:
    """The bytes of the file: the same for the same document and vessel."""
    prints = Prints()
    body = "".join(_body(document, vessel, prints))
    return packed(body, document.title, prints.files, tuple(chart_parts(document.charts)))


def _body(document: Document, vessel: Vessel, prints: Prints) -> Iterator[str]:
    """A title stands before 主送, all else behind it."""
    figures, charts = count(1), count(1)
    ending = [*attachments_note(document, vessel), *signature(vessel)]
    title, text = _parted(document.blocks)
    yield from head(vessel)
    yield from _blocks(title, figures, charts, prints)
    yield from addressee(vessel)
    yield from _blocks(text, figures, charts, prints, is_kept_with_next=bool(ending))
    yield from ending
    for number, annex in enumerate(document.annexes, 1):
        yield annex_head(annex, number, len(document.annexes))
        yield from _blocks(annex.blocks, figures, charts, prints)
    yield imprint(vessel)


def _parted(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    for place, block in enumerate(blocks):
        if not (isinstance(block, Paragraph) and block.style is Style.TITLE):
            return blocks[:place], blocks[place:]
    return blocks, ()


def _blocks(
    blocks: Sequence[Block],
    figures: Figures,
    charts: Iterator[int],
    prints: Prints,
    *,
    is_kept_with_next: bool = False,
) -> Iterator[str]:
    """``is_kept_with_next``: the last of them stands on one page with what follows, so that a
    signature is never alone on one."""
    for place, block in enumerate(blocks, 1):
        is_kept = is_kept_with_next and place == len(blocks)
        if isinstance(block, Paragraph):
            yield block_xml(block, figures, _layout(block, is_kept=is_kept))
        elif isinstance(block, PhotoRow):
            yield photos_xml(block, prints, figures, is_kept_with_next=is_kept)
        elif isinstance(block, Chart):
            yield chart_block(block, next(charts), figures, is_kept_with_next=is_kept)
        else:
            yield table_xml(block, figures, is_kept_with_next=is_kept)


def _layout(block: Paragraph, *, is_kept: bool) -> Layout:
    if not is_kept and not block.on_new_page:
        return PLAIN
    return Layout(is_kept_with_next=is_kept, on_new_page=block.on_new_page)
