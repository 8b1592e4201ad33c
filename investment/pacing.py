"""The rule of pace by which a list is held: its own over the county's, by the day.

A month goes by the rule of its last day, or of the day of a cut-off that is one; so what is set
later moves no month before. Where nothing is set, it is months ÷ 12. Where a kind is chosen
(进度=季度目标 of a key), it is the latest rule of this kind, whatever else is in force.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from accounts.models import Unit
from accounts.trail.reader import Reader
from investment.models import PaceKind, PaceRule
from measures.months import Month, cut_off_by
from measures.pace import HALVES, LINEAR, PaceCurve, by_quarters, fixed
from measures.rates import percent
from projects.models import AnnualPlan
from projects.reading import terms_on

_COLUMNS = ("pk", "from_date", "plan_id", "kind", "shares", "source", "is_for_choice")

SHARES_ASKED = {PaceKind.QUARTERS: 4, PaceKind.CURVE: 12, PaceKind.FIXED: 1}
"""How many cumulative per cents a kind has; the others have none."""

WITHOUT_SHARES = (PaceKind.MONTHS, PaceKind.HALVES)
"""What is known of every month, whether or not a rule was set."""

_CURVES: dict[str, Callable[[tuple[Fraction, ...]], PaceCurve]] = {
    PaceKind.MONTHS: lambda shares: LINEAR,
    PaceKind.HALVES: lambda shares: HALVES,
    PaceKind.QUARTERS: by_quarters,
    PaceKind.CURVE: PaceCurve,
    PaceKind.FIXED: lambda shares: fixed(*shares),
}


LINEAR_WORDS = "已过月数 ÷ 12"
HALVES_WORDS = "已过半月数 ÷ 24"


def shares_of(rule: PaceRule) -> tuple[Fraction, ...]:
    """Exact: 62.5 is 5/8."""
    return tuple(Fraction(share) / 100 for share in rule.shares.split(",")) if rule.shares else ()


def curve_of_rule(rule: PaceRule) -> PaceCurve:
    """Raises ValueError (Chinese) where its shares are none."""
    return _CURVES[rule.kind](shares_of(rule))


def rule_words(rule: PaceRule) -> str:
    """A rule in a sentence, with its numbers."""
    told = [f"{percent(share, 4, trim=True)}%" for share in shares_of(rule)]
    match rule.kind:
        case PaceKind.MONTHS:
            return LINEAR_WORDS
        case PaceKind.HALVES:
            return "已过半月数 ÷ 24，当月15日起计半个月"
        case PaceKind.QUARTERS:
            return "各月按本季度目标：" + "、".join(
                f"{number}季度{share}" for number, share in enumerate(told, 1)
            )
        case PaceKind.CURVE:
            return "各月底累计：" + "、".join(
                f"{month}月{share}" for month, share in enumerate(told, 1)
            )
        case PaceKind.FIXED:
            return f"当月定为{told[0]}，只用于当月"
        case _:
            return "随全县的规则"


def basis_words(rule: PaceRule | None) -> str:
    """已过月数 ÷ 12, 按进度曲线（县政发〔2019〕3号）: what a pace is, as a basis has it."""
    if rule is None or rule.kind == PaceKind.MONTHS:
        return LINEAR_WORDS
    if rule.kind == PaceKind.HALVES and not rule.source:
        return HALVES_WORDS
    if rule.kind == PaceKind.FIXED:
        (share,) = shares_of(rule)
        told = f"{rule.from_date.month}月定为{percent(share, 4, trim=True)}%"
    else:
        told = {
            PaceKind.HALVES: HALVES_WORDS,
            PaceKind.QUARTERS: "按季度目标",
            PaceKind.CURVE: "按进度曲线",
        }[PaceKind(rule.kind)]
    return f"{told}（{rule.source}）"


@dataclass(frozen=True)
class Pacing:
    """The rules of one list and of its county, each the latest first. ``day`` is that of a cut-off
    after the end of its month, None where months end. ``kind`` is what was chosen, of which kind
    the rules then are; ``usual`` is by what the months go of which they do not tell."""

    own: tuple[PaceRule, ...] = ()
    of_county: tuple[PaceRule, ...] = ()
    day: datetime.date | None = None
    kind: PaceKind | None = None
    usual: "Pacing | None" = None
    _known: dict[Month, Fraction] = field(default_factory=dict, compare=False, repr=False)

    def rule(self, month: Month) -> PaceRule | None:
        """None where none is set, and by months ÷ 12."""
        on = self._cut_off(month) or month.last_day
        if self.usual is not None:
            return self._chosen(month, on) if self.tells(month) else self.usual.rule(month)
        own = _in_force(self.own, month, on)
        if own is not None and own.kind != PaceKind.OF_COUNTY:
            return own
        return _in_force(self.of_county, month, on)

    def tells(self, month: Month) -> bool:
        """Whether there is a rule of the kind that was chosen; of no choice there always is."""
        on = self._cut_off(month) or month.last_day
        return self.kind in (None, *WITHOUT_SHARES) or self._chosen(month, on) is not None

    def _chosen(self, month: Month, on: datetime.date) -> PaceRule | None:
        of_kind = _in_force(self.own, month, on) or _in_force(self.of_county, month, on)
        if of_kind is None and self.kind is PaceKind.HALVES:
            return PaceRule(kind=PaceKind.HALVES)
        return of_kind

    def at(self, month: Month) -> Fraction:
        """The pace at the end of the month, or by the day of a cut-off after it."""
        if month not in self._known:
            rule = self.rule(month)
            curve = LINEAR if rule is None else curve_of_rule(rule)
            self._known[month] = curve.at(month, self._cut_off(month))
        return self._known[month]

    def is_linear(self, month: Month) -> bool:
        rule = self.rule(month)
        return rule is None or rule.kind == PaceKind.MONTHS

    def words(self, month: Month) -> str:
        """By which rule that is, as a basis has it."""
        return basis_words(self.rule(month))

    def _cut_off(self, month: Month) -> datetime.date | None:
        return cut_off_by(month, self.day).day


def _in_force(rules: Iterable[PaceRule], month: Month, on: datetime.date) -> PaceRule | None:
    """The latest by the day; a percentage told for the month goes before it."""
    begun = [rule for rule in rules if rule.from_date <= on]
    told = [r for r in begun if r.kind == PaceKind.FIXED and Month.of(r.from_date) == month]
    lasting = [r for r in begun if r.kind != PaceKind.FIXED]
    return next(iter((*told, *lasting)), None)


LINEAR_PACING = Pacing()


@dataclass(frozen=True)
class Paces:
    """The rules of a county, the latest first; ``day`` and ``kind`` as in ``Pacing``."""

    rules: tuple[PaceRule, ...] = ()
    day: datetime.date | None = None
    kind: PaceKind | None = None
    _made: dict[int | None, Pacing] = field(default_factory=dict, compare=False, repr=False)

    def of_list(self, plan_id: int | None) -> Pacing:
        """None is the county itself."""
        if plan_id not in self._made:
            own = () if plan_id is None else self._of(plan_id)
            usual = Pacing(own, self._of(None), self.day)
            self._made[plan_id] = usual if self.kind is None else self._chosen(plan_id, usual)
        return self._made[plan_id]

    def _chosen(self, plan_id: int | None, usual: Pacing) -> Pacing:
        own = [rule for rule in self.rules if rule.kind == self.kind]
        of_list = tuple(r for r in own if plan_id is not None and r.plan_id == plan_id)
        of_county = tuple(rule for rule in own if rule.plan_id is None)
        return Pacing(of_list, of_county, self.day, self.kind, usual)

    def by(self, kind: PaceKind | None) -> "Paces":
        return Paces(self.rules, self.day, kind)

    def tells(self, plan_ids: Iterable[int], month: Month) -> bool:
        """Whether there is a rule of the kind for each of the lists."""
        return all(self.of_list(pk).tells(month) for pk in plan_ids)

    @property
    def kinds(self) -> list[PaceKind]:
        """Those that may be chosen: what needs no rule, and of what one was set."""
        told = {rule.kind for rule in self.rules}
        return [
            kind
            for kind in PaceKind
            if kind in WITHOUT_SHARES or (kind in told and kind is not PaceKind.OF_COUNTY)
        ]

    @property
    def has_own(self) -> bool:
        """Whether a list has a rule of its own."""
        return any(rule.plan_id is not None and not rule.is_for_choice for rule in self.rules)

    def _of(self, plan_id: int | None) -> tuple[PaceRule, ...]:
        lasting = (rule for rule in self.rules if rule.plan_id == plan_id)
        return tuple(rule for rule in lasting if not rule.is_for_choice)


NO_PACES = Paces()


def paces_of(
    reader: Reader, day: datetime.date | None = None, kind: PaceKind | None = None
) -> Paces:
    """By the rules in force, or by those of a ``kind`` that was chosen. One query."""
    rows = reader.rows(PaceRule, *_COLUMNS)
    rules = [PaceRule(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]
    return Paces(tuple(sorted(rules, key=lambda rule: rule.from_date, reverse=True)), day, kind)


@dataclass(frozen=True)
class ProjectPaces:
    """The pacing of each project by the list that speaks for it (``own_rank``)."""

    of_county: Pacing
    by_project: Mapping[int, Pacing] = field(default_factory=dict)

    def of(self, project_id: int) -> Pacing:
        return self.by_project.get(project_id, self.of_county)

    def over(self, project_ids: Iterable[int], month: Month) -> Fraction | None:
        """The one pace of the projects, that of the county of none; None where they differ."""
        pacings = {id(each): each for each in map(self.of, project_ids)}.values()
        paces = {each.at(month) for each in pacings} or {self.of_county.at(month)}
        return paces.pop() if len(paces) == 1 else None


def paces_of_projects(
    county: Unit, month: Month, project_ids: Collection[int] | None = None
) -> ProjectPaces:
    """One query; four where a list of the county has its own rule."""
    reader, on = Reader(county), month.last_day
    paces = paces_of(reader)
    of_county = paces.of_list(None)
    if not paces.has_own:
        return ProjectPaces(of_county)
    plans = AnnualPlan.objects.filter(county=county, year=month.year).in_use(on).in_bulk()
    lines = terms_on(reader, plans, on, project_ids).values()
    by_rank = sorted(lines, key=lambda line: plans[line["plan_id"]].own_rank, reverse=True)
    # The list of the first rank has the last word.
    return ProjectPaces(
        of_county, {line["project_id"]: paces.of_list(line["plan_id"]) for line in by_rank}
    )
