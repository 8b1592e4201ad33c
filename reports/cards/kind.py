"""Cards as a kind of paper."""

from collections.abc import Mapping
from functools import partial

from accounts.errors import DomainError
from accounts.models import Unit, User
from documents.paragraphs import Block, Document
from figures.book import UnknownFigure
from figures.plan_fact import PlanFact
from projects.models import Project
from reports.cards.laying_out import card_blocks
from reports.cards.reading import cards_of
from reports.outside.book import PaperBook
from reports.papers.kinds import OF_SHEETS, KindOfPaper, Matter, ToCompose
from reports.papers.models import PaperKind


def projects_offered(county: Unit, user: User | None) -> Mapping[str, str]:
    """Those that the user sees, by name, in the order of the register."""
    seen = Project.objects.all() if user is None else Project.objects.visible_to(user)
    projects = seen.filter(county=county)
    return {str(pk): name for pk, name in projects.order_by("pk").values_list("pk", "name")}


def compose_cards(asked: ToCompose) -> Document:
    """A page each. Raises DomainError (Chinese) where the projects are no longer there."""
    cards = cards_of(asked.facts, [int(each) for each in asked.choices.about])
    if not cards:
        raise DomainError("没有所选的项目", field="about")
    keys = partial(_key, asked.book)
    blocks: list[Block] = []
    for card in cards:
        blocks += card_blocks(card, asked.choices, keys, on_new_page=bool(blocks))
    of_several = f"{cards[0].project.name}等{len(cards)}个项目简介卡"
    name = of_several if len(cards) > 1 else ""
    return Document(asked.facts.month, tuple(blocks), name=name)


def _key(book: PaperBook, row: PlanFact, indicator: str) -> str:
    """ "" where the figure is not known, or another line of the list is called the same."""
    key = book.key_of_project(row, row.plan_key, "合计", indicator)
    try:
        return key if key and book[key].value is not None else ""
    except UnknownFigure:
        return ""


CARDS = KindOfPaper(
    PaperKind.CARD,
    compose_cards,
    about=Matter("项目", projects_offered, is_several=True),
    chosen=OF_SHEETS,
    chapters=(),
    needs_lists=False,
    is_signed=False,
)
