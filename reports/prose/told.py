"""What sentences are told of: a paper, and a list of it or a group of that list."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from documents.runs import mark, unmarked
from figures import words
from figures.book import FigureBook
from figures.figure import Figure
from figures.keys import Narrowing, with_cuts
from figures.plan_fact import PlanFact
from investment.basis import Basis
from investment.models import PaceKind
from measures.months import Month
from measures.rates import NEAR
from measures.rounding import NO_VALUE
from reports.prose.choices import Choices, PaceWord, PlanVersion
from supervision.deeds import NO_DEEDS, Deeds

HALF_YEAR, MONTHS = 6, 12
# A rate this near to the pace, in 百分点, is printed finer, or it would seem to be there; nearer
# than the finest decimal tells it is said to be there, without a number.
FINER = 2
NEAREST = Fraction(1, 100)


@dataclass(frozen=True)
class Paper:
    """A paper over the figures of ``book``. ``own`` is the county's own list, "" where there is
    none; ``is_kept``: the county is, so that other months and the units above may be read."""

    book: FigureBook
    choices: Choices
    issuer: str = ""
    own: str = ""
    deeds: Deeds = NO_DEEDS
    is_kept: bool = False

    @property
    def month(self) -> Month:
        return self.book.facts.month

    @property
    def word(self) -> str:
        """县, 区, 市, 州, 旗."""
        return self.book.facts.county.word

    @property
    def whole(self) -> str:
        return self.book.facts.county.whole

    @property
    def cut_off(self) -> str:
        """截至6月底."""
        return f"截至{self.book.facts.cut_off.in_year}"

    @property
    def is_half_year(self) -> bool:
        return self.month.month == HALF_YEAR and self.book.facts.cut_off.day is None

    @property
    def pace_word(self) -> str:
        """序时进度 or 均衡进度; of a whole year 年度计划, which is then due."""
        if self.is_whole_year:
            return "年度计划"
        chosen = self.book.facts.reckoning.pace
        return self.choices.pace_word if chosen is None else _word_of(chosen, self.choices)

    @property
    def is_whole_year(self) -> bool:
        return self.month.month == MONTHS

    def of(self, plan: str, called: str = "", group: str = "全部") -> "Told":
        return Told(self, plan, group, called)


@dataclass(frozen=True)
class Told:
    """A group of a list, or the part of it that ``cuts`` hold, whose projects are ``called`` so:
    市级重点建设项目. Prints figures by the choices of its paper, each with its mark."""

    paper: Paper
    plan: str
    group: str = "全部"
    called: str = ""
    cuts: tuple[Narrowing, ...] = ()

    @property
    def choices(self) -> Choices:
        return self.paper.choices

    def figure(self, name: str, group: str = "") -> Figure[PlanFact]:
        return self.paper.book.of(self.plan, with_cuts(group or self.group, self.cuts), name)

    def narrowed(self, cut: Narrowing) -> "Told":
        return replace(self, cuts=(*self.cuts, cut))

    def of_group(self, group: str) -> "Told":
        return replace(self, group=group)

    def cut(self, name: str, value: str) -> "Told":
        return self.of_group(with_cuts(self.group, [Narrowing(name, value)]))

    @property
    def basis(self) -> Basis:
        return self.paper.book.facts.reckoning.basis

    @property
    def classes(self) -> "list[tuple[str, Told]]":
        """新建 and 续建, as far as there are any."""
        names = [name for name in ("新建", "续建") if self.figure("项目数", name)]
        return [(name, self.of_group(name)) for name in names]

    # --- what is planned and completed, by the plan that was chosen ---

    @property
    def is_by_first(self) -> bool:
        return self.choices.plan is PlanVersion.FIRST

    @property
    def cut_off(self) -> str:
        """截至6月底; where nothing of the month is approved, the end of the last of which something
        is."""
        if self.figure("报送数") or not self.done:
            return self.paper.cut_off
        stands = "审定" if self.figure("待审定数") else "报送"
        if self.basis is Basis.RECOGNISED:
            stands = "认定"
        last = max(filter(None, (row.standing.last_known for row in self.done.rows)))
        return f"截至{last}月底（{self.paper.month.month}月进度尚未{stands}）"

    @property
    def planned(self) -> Figure[PlanFact]:
        return self.figure("年初计划投资" if self.is_by_first else "年度计划投资")

    @property
    def done(self) -> Figure[PlanFact]:
        return self.figure("完成投资")

    @property
    def rate(self) -> Figure[PlanFact]:
        return self.figure("年初计划完成率" if self.is_by_first else "完成率")

    @property
    def lead(self) -> Figure[PlanFact] | None:
        """None where there is none beside the rate that is printed."""
        changed = self.is_by_first and self.paper.book.facts.adjusted_by(self.plan)
        lead = self.figure("超序时")
        return None if changed or lead.value is None else lead

    @property
    def pace(self) -> Figure[PlanFact]:
        return self.figure("序时进度")

    @property
    def is_on_pace(self) -> bool:
        return self.lead is not None and (self.lead.exact or 0) >= 0

    # --- in print ---

    def count(self, name: str, group: str = "") -> str:
        return counted(self.figure(name, group))

    def percentage(self, figure: Figure[PlanFact], *, is_held: bool = True) -> str:
        """53.8%, always with as many decimals; near to the pace 49.97%, where it ``is_held``
        against it."""
        return mark(figure.key, self.percentage_text(figure, is_held=is_held))

    def percentage_text(self, figure: Figure[PlanFact], *, is_held: bool = True) -> str:
        if figure.exact is None:
            return NO_VALUE
        is_held = is_held and figure.name == "完成率" and self.lead is not None
        pace = self.pace.exact if is_held else None
        return words.rate_with(figure.exact, self.digits(figure.exact, pace))

    def digits(self, rate: Fraction | None, pace: Fraction | None) -> int:
        return digits_beside(rate, pace, self.choices.decimals)

    def points(self, figure: Figure[PlanFact]) -> str:
        return mark(figure.key, words.distance(figure.exact, self.choices.decimals))

    def against_pace(self, *, with_own: bool = False) -> str:
        """超序时进度6.5个百分点, 明显低于序时进度23.3个百分点; "" where there is no lead. Asked
        ``with_own``, a pace that is not the months of the year is told: 超序时进度（70.0%）1.7…."""
        if self.lead is None or self.lead.exact is None:
            return ""
        if abs(self.lead.exact) < NEAREST:
            word = "略低于" if self.lead.exact < 0 else "达到"
            return mark(self.lead.key, f"{word}{self.paper.pace_word}")
        word, number = words.held_against_pace(
            self.lead.exact, self.pace.exact, self.paper.pace_word, self.choices.decimals
        )
        own = self._own_pace() if with_own and word else ""
        return word + own + mark(self.lead.key, number)

    def _own_pace(self) -> str:
        pace = self.pace
        month = self.paper.month.month
        if pace.exact is None or pace.exact == Fraction(month, MONTHS):
            return ""
        return f"（{self.percentage(pace)}）"

    def of_project(self, row: PlanFact, name: str, text: str) -> str:
        """A number of one project, so that it opens its row; plain where another has its name."""
        group = with_cuts(self.group, self.cuts)
        key = self.paper.book.key_of_project(row, self.plan, group, name)
        return mark(key, text) if key else text


def _word_of(chosen: PaceKind, choices: Choices) -> str:
    """What the pace that was chosen for a paper is called: even only where it is."""
    match chosen:
        case PaceKind.QUARTERS:
            return "季度目标"
        case PaceKind.FIXED:
            return "目标进度"
        case PaceKind.CURVE:
            return PaceWord.PACE
        case _:
            return choices.pace_word


def counted(figure: Figure[PlanFact]) -> str:
    return mark(figure.key, figure.text())


def amount(figure: Figure[PlanFact], beside: Figure[PlanFact] | None = None) -> str:
    """A part ``beside`` its whole is in the unit of the whole."""
    whole = (beside.yuan or 0) if beside else 0
    return mark(figure.key, words.amount(figure.yuan, whole))


def names_of(rows: Iterable[PlanFact], at_most: int | None = None) -> str:
    """The names of the lines' projects, joined, in the order in which they come."""
    return "、".join(unmarked(row.project_name) for row in [*rows][:at_most])


def parts_of(whole: Figure[PlanFact], part: Figure[PlanFact], what: str) -> str:
    """42个X; 均X where it is all of several; "" of none: never 0个, never 126个中126个."""
    if not part:
        return ""
    if part.value == whole.value:
        return f"均{what}" if int(whole) > 1 else what
    return f"{counted(part)}个{what}"


def closed(*clauses: str) -> str:
    """Clauses as one sentence, "" where there are none."""
    told = "，".join(filter(None, clauses)).rstrip("，；、。")
    return f"{told}。" if told else ""


def digits_beside(rate: Fraction | None, pace: Fraction | None, decimals: int) -> int:
    """With how many decimals a rate is printed beside the pace that it is held against."""
    if rate is None or pace is None:
        return decimals
    return FINER if NEAREST <= abs(rate - pace) * 100 < NEAR else decimals
