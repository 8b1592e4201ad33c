"""An issued paper held against the same cut-off as known now, and against another cut-off."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import filterfalse

from accounts.errors import DomainError
from accounts.trail.unwinding import AsKnown
from figures.book import Book, FigureBook, UnknownFigure
from figures.facts import Facts, load_facts
from figures.figure import Figure
from figures.keys import Key
from figures.plan_fact import PlanFact
from figures.subjects import TOPICS
from figures.subjects.plan_lines import PLAN_LINES
from figures.words import spoken
from measures.months import Month
from measures.rounding import NO_VALUE
from projects.models import AdjustmentState, PlanAdjustment
from reports.outside.book import PaperBook
from reports.outside.models import is_outside
from reports.papers.causes import Cause, Causes, Facet, adjustment_words, causes_between
from reports.papers.choices import PaperChoices
from reports.papers.frozen import FrozenFigures
from reports.papers.kinds import kind_named
from reports.papers.models import FileForm, IssuedPaper
from reports.papers.told_deeds import ENTERED_SINCE, moved_deeds, stepped_deeds
from reports.prose.choices import Chapter

UPGRADED = Cause("程序升级", "同样的数据，现在的算法得出另一个数")
OUTSIDE_CORRECTED = Cause("更正", "外部数据里登记的数已作废或重新登记")
OF_ANOTHER_ROW = "所比的基数有变动"
OF_A_TOPIC = "印发之后登记或更正了{}台账"

PARTS = {
    Facet.MONTH: ("standing", "is_waiting", "is_to_review", "is_started", "started_on"),
    Facet.PLAN: (
        "planned",
        "planned_start",
        "planned_completion",
        "category",
        "phases",
        "first",
        "position",
        "listed_name",
    ),
}
BY_RULES = ("light", "pace", "pacing", "target", "base", "month")
"""What follows from the rest of a line and from rules."""


@dataclass(frozen=True)
class Changed:
    """A figure that moved, as pages print it. A count of deeds has no key and is ``called`` so."""

    key: str
    unit: str
    then: str
    now: str
    causes: tuple[Cause, ...]
    called: str = ""

    @property
    def name(self) -> str:
        return self.called or spoken(self.key)


@dataclass(frozen=True)
class Step:
    """A figure from one cut-off to the next: as the first paper printed it, as the same cut-off was
    known when the second was issued, as the second printed it. A count of deeds has no key
    and is ``called`` so."""

    key: str
    unit: str
    first: str
    restated: str
    last: str
    called: str = ""

    @property
    def name(self) -> str:
        return self.called or spoken(self.key)


@dataclass(frozen=True)
class Bridge:
    """``restated`` moved at the first cut-off between the two papers; ``adjustments`` took force
    after the first cut-off and by the second, ``renamed`` are names that changed between them."""

    first: IssuedPaper
    last: IssuedPaper
    steps: tuple[Step, ...]
    restated: tuple[Changed, ...]
    adjustments: tuple[str, ...]
    renamed: tuple[str, ...]


def frozen_of(paper: IssuedPaper) -> FrozenFigures:
    return FrozenFigures.read(paper.files.get(form=FileForm.FIGURES).content())


def cut_off_of(paper: IssuedPaper) -> Month:
    return paper.month


def differences_of(paper: IssuedPaper) -> tuple[Changed, ...]:
    """The figures that the paper prints and that are others now, for the same cut-off; then the
    deeds that it tells of."""
    month, county = cut_off_of(paper), paper.county
    choices = PaperChoices.read(paper.choices)
    by, day = choices.reckoning, choices.until
    then = load_facts(county, month, AsKnown(county, paper.known_at), day=day, reckoning=by)
    now = load_facts(county, month, day=day, reckoning=by)
    causes = causes_between(county, month, paper.known_at, basis=by.basis)
    frozen = frozen_of(paper)
    figures = (*_Comparison(then, now, causes).changed(frozen), *_outside(frozen, now))
    return (*figures, *_deeds(paper, then))


def _deeds(paper: IssuedPaper, then: Facts, later: AsKnown | None = None) -> Iterator[Changed]:
    for called, unit, was, now in moved_deeds(then, _chapters(paper), later):
        yield Changed("", unit, str(was), str(now), (ENTERED_SINCE,), called)


def _chapters(paper: IssuedPaper) -> set[Chapter]:
    left_out = PaperChoices.read(paper.choices).for_prose().left_out
    return {each for each in kind_named(paper.kind).chapters if each not in left_out}


def _outside(frozen: FrozenFigures, now: Facts) -> Iterator[Changed]:
    """The facts from outside that were taken back, or entered anew, since they were printed."""
    book = PaperBook(now)
    for key in filter(is_outside, frozen.printed):
        printed, figure = frozen.figures[key], _get(book, key)
        exact = None if figure is None else figure.exact
        if exact != printed.exact:
            then, ended = _print(figure, printed.exact), _print(figure, exact)
            yield Changed(key, printed.unit, then, ended, (OUTSIDE_CORRECTED,))


def bridge_of(first: IssuedPaper, last: IssuedPaper) -> Bridge:
    """Raises DomainError for papers of two counties or years, and for those that do not follow one
    another."""
    if first.county_id != last.county_id or first.as_of.year != last.as_of.year:
        raise DomainError("只能比较同一个县、同一年度的两份公文")
    if first.as_of >= last.as_of or first.known_at > last.known_at:
        raise DomainError("请把截止日较早、印发较早的一份写在前面")
    county, month = first.county, cut_off_of(first)
    choices = PaperChoices.read(first.choices)
    by, day = choices.reckoning, choices.until
    then = load_facts(county, month, AsKnown(county, first.known_at), day=day, reckoning=by)
    known = AsKnown(county, last.known_at)
    restated = load_facts(county, month, known, day=day, reckoning=by)
    reached = load_facts(county, cut_off_of(last), known)
    causes = causes_between(county, month, first.known_at, last.known_at, basis=by.basis)
    comparison = _Comparison(then, restated, causes)
    both = _chapters(first) & _chapters(last)
    deeds = [
        Step("", unit, str(begun), str(again), str(ended), called)
        for called, unit, (begun, again, ended) in stepped_deeds(both, then, restated, reached)
    ]
    return Bridge(
        first,
        last,
        (*_steps(frozen_of(first), comparison.book, frozen_of(last)), *deeds),
        (*comparison.changed(frozen_of(first)), *_deeds(first, then, known)),
        tuple(_in_force_between(first, last)),
        tuple(_renamed(restated, reached)),
    )


def _steps(first: FrozenFigures, restated: Book[PlanFact], last: FrozenFigures) -> Iterator[Step]:
    for key in dict.fromkeys((*last.printed, *first.printed)):
        figure = _get(restated, key)
        if figure is None or key not in first.figures or key not in last.figures:
            continue
        begun, ended = first.figures[key].exact, last.figures[key].exact
        if begun == figure.exact == ended:
            continue
        printed = (_print(figure, exact) for exact in (begun, figure.exact, ended))
        yield Step(key, figure.unit.label, *printed)


def _in_force_between(first: IssuedPaper, last: IssuedPaper) -> Iterator[str]:
    """By what the last paper knew."""
    known = AsKnown(last.county, last.known_at)
    found = known.rows(
        PlanAdjustment,
        "pk",
        "effective_on",
        county="plan__county",
        state=AdjustmentState.IN_FORCE,
        effective_on__gt=first.as_of,
    )
    days = {pk: day for pk, day in found if day <= last.as_of}
    for adjustment in PlanAdjustment.objects.filter(pk__in=days).order_by("effective_on", "pk"):
        yield adjustment_words(adjustment, days[adjustment.pk].isoformat())


def _renamed(then: Facts, now: Facts) -> Iterator[str]:
    before = {row.item_id: row for row in then.rows}
    told: dict[str, None] = {}
    for row in now.rows:
        old = before.get(row.item_id)
        if old is not None and old.project_name != row.project_name:
            told[f"项目更名：{old.project_name}→{row.project_name}"] = None
        if old is None or old.unit_name == row.unit_name:
            continue
        if old.unit_id == row.unit_id:
            told[f"单位更名：{old.unit_name}→{row.unit_name}"] = None
        else:
            told[f"{row.project_name}的填报单位：{old.unit_name}→{row.unit_name}"] = None
    yield from told


class _Comparison:
    """The same cut-off as it was known at two moments. A cause is told of a figure only where the
    figure is another without what it changed."""

    def __init__(self, then: Facts, now: Facts, causes: Causes) -> None:
        self.then, self.now, self.causes = then, now, causes
        self.book = FigureBook(now)
        self._beside = self.book.beside
        self._was = FigureBook(then)
        self._reverted: dict[tuple[int, Facet | None], Book[PlanFact]] = {}
        self._moved = dict(_moved(then, now))

    def changed(self, frozen: FrozenFigures) -> Iterator[Changed]:
        for key in filterfalse(is_outside, frozen.printed):
            printed, was, now = frozen.figures[key], _get(self._was, key), _get(self.book, key)
            exact = None if now is None else now.exact
            if exact == printed.exact:
                continue
            shown = now or was
            yield Changed(
                key,
                printed.unit,
                _print(shown, printed.exact),
                _print(shown, exact),
                tuple(dict.fromkeys(self._causes_of(key, printed.exact))),
            )

    def _causes_of(self, key: str, printed: Fraction | None) -> Iterator[Cause]:
        was, now = _exact(self._was, key), _exact(self.book, key)
        if was != printed:
            yield UPGRADED
        if was == now:
            return
        if (topic := Key.parse(key).start) in TOPICS:
            yield Cause("台账", OF_A_TOPIC.format(topic))
            return
        found = [cause for project in self._moved for cause in self._of_project(key, project, now)]
        yield from found or self.causes.of_rules or [Cause("其他", OF_ANOTHER_ROW)]

    def _of_project(self, key: str, project: int, now: Fraction | None) -> Iterator[Cause]:
        if _exact(self._without(project, None), key) == now:
            return
        parts = self._moved[project]
        alone = [part for part in parts if _exact(self._without(project, part), key) != now]
        for part in alone or parts:
            yield from self.causes.of(project, part)

    def _without(self, project: int, part: Facet | None) -> Book[PlanFact]:
        """What is known now, with the project's lines, or a part of them, as they were then."""
        if (project, part) not in self._reverted:
            facts = replace(
                self.now,
                rows=tuple(_reverted(self.then.rows, self.now.rows, project, part)),
                at_first=tuple(_reverted(self.then.at_first, self.now.at_first, project, part)),
            )
            self._reverted[project, part] = Book(PLAN_LINES, facts, {**self._beside})
        return self._reverted[project, part]


def _moved(then: Facts, now: Facts) -> Iterator[tuple[int, list[Facet]]]:
    """The projects whose lines moved, each with the parts of them that did."""
    before, after = _lines(then.rows), _lines(now.rows)
    parts: dict[int, set[Facet]] = {}
    for item in {**before, **after}:
        old, new = before.get(item), after.get(item)
        row = new or old
        assert row is not None
        parts.setdefault(row.project_id, set()).update(_parts(old, new))
    for project, found in parts.items():
        if found:
            yield project, sorted(found, key=list(Facet).index)


def _lines(rows: Iterable[PlanFact]) -> Mapping[int, PlanFact]:
    return {row.item_id: row for row in rows}


def _parts(old: PlanFact | None, new: PlanFact | None) -> Iterator[Facet]:
    if old is None or new is None:
        yield Facet.PLAN
        return
    for each in fields(PlanFact):
        if each.name in BY_RULES or getattr(old, each.name) == getattr(new, each.name):
            continue
        yield next((part for part, names in PARTS.items() if each.name in names), Facet.DATA)


def _reverted(
    then: Iterable[PlanFact], now: Iterable[PlanFact], project: int, part: Facet | None
) -> Iterator[PlanFact]:
    before = {item: row for item, row in _lines(then).items() if row.project_id == project}
    for row in now:
        if row.project_id != project:
            yield row
            continue
        old = before.pop(row.item_id, None)
        if old is not None:
            yield old if part is None else _with_part_of(row, old, part)
        elif part not in (None, Facet.PLAN):
            yield row
    if part in (None, Facet.PLAN):
        yield from before.values()


def _with_part_of(row: PlanFact, old: PlanFact, part: Facet) -> PlanFact:
    others = [name for names in PARTS.values() for name in names]
    names = PARTS.get(part) or [
        each.name
        for each in fields(PlanFact)
        if each.name not in others and each.name not in BY_RULES
    ]
    return row.with_values(**{name: getattr(old, name) for name in names})


def _get(book: Book[PlanFact], key: str) -> Figure[PlanFact] | None:
    try:
        return book[key]
    except UnknownFigure:
        return None


def _exact(book: Book[PlanFact], key: str) -> Fraction | None:
    figure = _get(book, key)
    return None if figure is None else figure.exact


def _print(figure: Figure[PlanFact] | None, exact: Fraction | None) -> str:
    if figure is None:
        return NO_VALUE if exact is None else str(exact)
    return figure.unit.on_page(exact)
