"""What a person is asked of an adopted document, in words."""

from collections.abc import Iterable, Iterator

from figures.book import FigureBook, UnknownFigure
from figures.words import spoken, with_unit
from measures.parts import PartsDoNotAddUp
from reports.adopted.models import AdoptedFigure
from reports.adopted.stated import STATED

STAYS = "按原样保留"
MOST_OTHERS = 3


def meaning(key: str, book: FigureBook) -> str:
    """县级重点项目的完成投资：596,000 万元; 截止月份; 按原样保留."""
    if not key:
        return STAYS
    if key in STATED:
        return f"随{key}变"
    try:
        return f"{spoken(key)}：{with_unit(book[key])}"
    except (UnknownFigure, PartsDoNotAddUp):
        return key


def questions(figures: Iterable[AdoptedFigure], book: FigureBook) -> Iterator[str]:
    """A line a figure: where it stands, what is proposed, and what else comes near."""
    for figure in figures:
        others = [key for key in figure.offered if key != figure.key][:MOST_OTHERS]
        told = f"{figure.clause}：“{figure.printed}”，提议：{meaning(figure.key, book)}"
        also = "；".join(meaning(key, book) for key in others)
        yield f"{told}。也可能是：{also}" if also else told
