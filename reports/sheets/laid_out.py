"""A sheet as a document: its title, its sentences, its tables, and what people wrote below them."""

from collections.abc import Iterable

from documents.paragraphs import Block, Document, Paragraph, Style, Table
from reports.papers.kinds import ToCompose
from reports.prose.arranging import paragraphs
from reports.prose.choices import Chapter
from reports.prose.sentences.opening import not_issued
from reports.prose.told import Paper

WRITTEN = (Chapter.NEXT,)
"""Where people may write on a sheet."""


def paper_of(asked: ToCompose) -> Paper:
    return Paper(asked.book, asked.choices.for_prose(), asked.choices.issuer, is_kept=True)


def laid_out(
    asked: ToCompose, title: str, told: Iterable[str], tables: Iterable[Table | None]
) -> Document:
    """``told`` are marked lines; what is "" or None is left out."""
    paper = paper_of(asked)
    note = not_issued(paper)
    lines = [f"# {title}", *told, note and f"> {note}", *(f"## {each.value}" for each in WRITTEN)]
    marked = "\n".join(filter(None, lines))
    blocks: list[Block] = list(paragraphs(marked, paper.choices))
    at = next((n for n, block in enumerate(blocks) if _is_chapter(block)), len(blocks))
    blocks[at:at] = [table for table in tables if table is not None]
    return Document(asked.facts.month, tuple(blocks))


def _is_chapter(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style is Style.CHAPTER
