"""What a notice says, as it is kept when it is issued: a document, and what its lights go by."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.frozen import freeze, thaw
from documents.paragraphs import Annex, Document, Paragraph, Style, Table, plain
from measures.months import Month

TABLE_WIDTHS = (11, 38, 14, 21, 21, 18, 21, 12)
NUMBERS_FROM = 2
"""The first of the columns that hold numbers."""


@dataclass(frozen=True)
class NoticeBody:
    """``document``: the text without its title, and the table of the units as its annex."""

    document: Document
    light_source: str

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return self.document.paragraphs

    @property
    def table_title(self) -> str:
        return self.document.annexes[0].title

    @property
    def table(self) -> Table:
        table = self.document.annexes[0].blocks[0]
        assert isinstance(table, Table)
        return table

    @property
    def digest(self) -> str:
        """What a person has read, in a word: an approver issues no other text."""
        kept = json.dumps(self.as_kept(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(kept.encode()).hexdigest()

    def as_kept(self) -> dict[str, Any]:
        return {"document": freeze(self.document), "light_source": self.light_source}

    @classmethod
    def read(cls, kept: Mapping[str, Any], month: Month) -> "NoticeBody":
        """``month``: its cut-off, which the first shape did not keep."""
        if "document" in kept:
            return cls(thaw(kept["document"]), kept["light_source"])
        return _first_shape(kept, month)


def ranking_table(
    title: str, unit: str, head: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Annex:
    """The units from low to high; a cell is words or plain text."""
    table = Table(
        heads=(tuple(head),),
        rows=tuple(
            tuple(plain(cell) if isinstance(cell, str) else cell for cell in row) for row in rows
        ),
        widths=TABLE_WIDTHS,
        right=frozenset(range(NUMBERS_FROM, len(TABLE_WIDTHS))),
        unit=unit,
    )
    return Annex(title, (table,))


def _first_shape(kept: Mapping[str, Any], month: Month) -> NoticeBody:
    """Paragraphs as ["chapter" or "body", text], and the table as rows of words; the first of
    all did not say what their lights go by."""
    styles = {"chapter": Style.CHAPTER, "body": Style.BODY}
    blocks = tuple(Paragraph(styles[style], plain(text)) for style, text in kept["paragraphs"])
    told = kept["table"]
    annex = ranking_table(told["title"], told["unit"], told["head"], told["rows"])
    return NoticeBody(Document(month, blocks, (annex,)), kept.get("light_source", ""))
