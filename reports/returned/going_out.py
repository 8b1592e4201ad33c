"""The Word file as which a paper goes out to be edited, and the figures that stand in it."""

import datetime
from typing import NamedTuple

from documents.word import word_document
from measures.months import Month
from reports.papers.choices import PaperChoices
from reports.papers.comparing import frozen_of
from reports.papers.composing import compose
from reports.papers.models import FileForm, IssuedPaper, WorkingPaper
from reports.papers.outfit import vessel_of
from reports.returned.models import AnyPaper


class WentOut(NamedTuple):
    """``keys`` are those of its figures, ``month`` is their cut-off."""

    content: bytes
    keys: tuple[str, ...]
    month: Month


def went_out(paper: AnyPaper, today: datetime.date) -> WentOut:
    """An issued paper as it is kept, one that is worked on as it is composed now. Raises LostFile,
    and as ``compose`` does."""
    if isinstance(paper, IssuedPaper):
        content = paper.files.get(form=FileForm.DOCX).content()
        return WentOut(content, frozen_of(paper).printed, paper.month)
    return _composed(paper, today)


def _composed(paper: WorkingPaper, today: datetime.date) -> WentOut:
    month, choices = paper.month, PaperChoices.read(paper.choices)
    composed = compose(paper.county, paper.kind, month, choices, today)
    vessel = vessel_of(paper.county, paper.kind, choices)
    return WentOut(word_document(composed.document, vessel), composed.figures.printed, month)
