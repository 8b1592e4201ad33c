"""What pages read of adopted documents."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.forms import BoundField

from accounts.models import User
from figures.facts import load_facts
from measures.months import Month
from reports.adopted.forms import SettleForm
from reports.adopted.models import AdoptedDocument, AdoptedFigure
from reports.adopted.wording import meaning
from reports.outside.book import PaperBook


class OfferedFigure(NamedTuple):
    key: str
    words: str


class FigureLine(NamedTuple):
    """A figure of a document, its box, what its key means, and what may be chosen."""

    figure: AdoptedFigure
    field: BoundField
    words: str
    offered: Sequence[OfferedFigure]


def documents_of(user: User) -> QuerySet[AdoptedDocument]:
    """Those in use, with the number of figures that ``waits`` for an answer."""
    waits = Count("figures", filter=Q(figures__is_settled=False))
    rows = AdoptedDocument.objects.visible_to(user).in_use().select_related("adopted_by")
    return rows.annotate(waits=waits)


def lines_of(document: AdoptedDocument, form: SettleForm) -> list[FigureLine]:
    """As the text has them, in the values of the document's own cut-off."""
    book = PaperBook(load_facts(document.county, Month.of(document.as_of)))
    return [
        FigureLine(
            figure,
            form[figure.box],
            meaning(figure.key, book),
            [OfferedFigure(key, meaning(key, book)) for key in figure.offered],
        )
        for figure in form.figures
    ]
