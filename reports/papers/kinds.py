"""Kinds of papers (文种): what each is called, what it is about, how it is composed, in what it
goes out, and what may be chosen of it.

A kind is registered once, in ``reports/apps.py``. Drafting, issuing, reissuing, differences and
bridges, the pages and ``issue_report`` ask the register and know no kind by its name.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.people.selectors import bureau_name
from documents.paragraphs import Document
from documents.vessels import VesselKind
from figures.facts import Facts
from measures.months import Month
from reports.outside.book import PaperBook
from reports.papers.choices import PaperChoices
from reports.papers.models import PaperKind
from reports.prose.choices import Chapter, Naming

RECKONED = ("basis", "pace")
OF_SUMMARIES = (
    *("decimals", "pace_word", "plan", "naming", "charts", "left_out", "lists", "ticked"),
    *RECKONED,
)
OF_SHEETS = ("decimals", "pace_word", *RECKONED)
"""What of ``PaperChoices`` a person chooses of a summary, and of a table of figures."""


@dataclass(frozen=True)
class Matter:
    """What papers of a kind are about: 单位, 领导, 项目. ``offered`` says about what in the county
    a user may ask for one (None: the system's own operator), in words, by what
    ``PaperChoices.about`` keeps of it: the key of a row as text. What is not offered does not exist
    for the user.
    ``is_several``: a paper may be about several together."""

    label: str
    offered: Callable[[Unit, User | None], Mapping[str, str]]
    is_several: bool = False


@dataclass(frozen=True)
class ToCompose:
    """What a paper is composed of: its figures, and what was chosen, of which ``choices.about`` is
    what it is about. ``today`` is the day on which it is written."""

    book: PaperBook
    choices: PaperChoices
    today: datetime.date

    @property
    def facts(self) -> Facts:
        return self.book.facts

    @property
    def county(self) -> Unit:
        return self.facts.county


@dataclass(frozen=True)
class KindOfPaper:
    """``compose`` makes the document; every figure in it is a run with its key. It raises
    DomainError (Chinese) where there is nothing to tell, PartsDoNotAddUp where parts do not make
    their whole. ``about``: None of a paper on the county. ``vessel`` is in what it goes out unless
    something else is chosen, ``naming`` whom it names, ``charts`` whether it has 附图, until
    something else is chosen; ``chosen``: what else a person chooses of it,
    ``chapters`` where they may write. ``needs_lists``: without a line of a plan there is none.
    ``weight``: how many lines of lists the files of one about this weigh as they are written, where
    that is told by something else (``reports.papers.selectors.lines_told``).
    ``is_signed``: as plain material it ends with who issues it.
    ``is_of_county``: its figures are the county's, whose reports its files say to be in."""

    kind: PaperKind
    compose: Callable[[ToCompose], Document]
    about: Matter | None = None
    vessel: VesselKind = VesselKind.MATERIAL
    naming: Naming = Naming.TICKED
    charts: bool = False
    chosen: tuple[str, ...] = OF_SHEETS
    chapters: tuple[Chapter, ...] = (Chapter.OPENING, Chapter.NEXT)
    needs_lists: bool = True
    is_of_county: bool = False
    is_signed: bool = True
    weight: Callable[[Unit, Month, tuple[str, ...]], int] | None = None

    @property
    def label(self) -> str:
        return str(self.kind.label)

    def offered(self, county: Unit, user: User | None) -> Mapping[str, str]:
        """What it may be about for the user; nothing of a paper on the county."""
        return self.about.offered(county, user) if self.about else {}

    def begun(self, county: Unit, about: tuple[str, ...] = (), called: str = "") -> PaperChoices:
        """As papers of the kind are before anything is chosen."""
        return PaperChoices(
            bureau_name(county),
            naming=self.naming,
            charts=self.charts,
            about=about,
            called=called,
        )


_registered: dict[str, KindOfPaper] = {}


def register(kind: KindOfPaper) -> None:
    """Each once; pages offer them in the order of ``PaperKind``."""
    assert kind.kind not in _registered, kind.kind
    _registered[kind.kind] = kind


def kinds() -> Iterator[KindOfPaper]:
    yield from (_registered[kind] for kind in PaperKind if kind in _registered)


def kind_named(name: str) -> KindOfPaper:
    """Raises DomainError (Chinese) for a kind that cannot be composed."""
    if name not in _registered:
        label = PaperKind(name).label if name in PaperKind else name
        known = "、".join(each.label for each in kinds())
        raise DomainError(f"{label}还不能成文，目前可以印发的有：{known}", field="kind")
    return _registered[name]


def about_words(kind: KindOfPaper, county: Unit, user: User | None, about: tuple[str, ...]) -> str:
    """What a paper is about, in words, for who drafts it: 交通运输局. Raises DomainError where it
    is about nothing, about more than it may be, or about what is not offered to the user."""
    if kind.about is None:
        if about:
            raise DomainError(f"{kind.label}是全县的，不用选对象", field="about")
        return ""
    offered = kind.about.offered(county, user)
    if not about or not set(about) <= set(offered):
        raise DomainError(f"请选择{kind.about.label}", field="about")
    if len(about) > 1 and not kind.about.is_several:
        raise DomainError(f"{kind.label}一次只能选一个{kind.about.label}", field="about")
    first = offered[about[0]]
    return first if len(about) == 1 else f"{first}等{len(about)}个{kind.about.label}"


def about_named(
    kind: KindOfPaper, county: Unit, user: User | None, names: list[str]
) -> tuple[str, ...]:
    """What is meant by names that were typed: what is kept, the words, or a part of the words that
    only one has. Raises DomainError for a name that means none or several."""
    return tuple(_meant(kind, kind.offered(county, user), name) for name in names)


def _meant(kind: KindOfPaper, offered: Mapping[str, str], name: str) -> str:
    exact = [key for key, words in offered.items() if name in (key, words)]
    found = exact or [key for key, words in offered.items() if name in words]
    if len(found) == 1:
        return found[0]
    label = kind.about.label if kind.about else "对象"
    fault = "不止一个，请写全名" if found else f"不是可选的{label}"
    raise DomainError(f"“{name}”{fault}", field="about")
