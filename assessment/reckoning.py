"""A scheme over the facts of a month: every unit's points by rule, its total and its place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from accounts.models import Unit
from accounts.people.names import FormerNames
from assessment.kinds import KINDS
from assessment.models import AssessmentScheme, RuleKind, SchemeRule, ScoreLine
from assessment.working import Given, Worked
from figures.book import Book, FigureBook
from figures.coverage import coverage_of
from figures.facts import Facts, load_facts
from figures.plan_fact import PlanFact
from figures.subjects import TOPICS
from measures.months import Month
from measures.places import places
from measures.scores import to_hundredths
from projects.models import Part, ProjectUnit

# A unit with preliminary projects alone has nothing to complete: it is not ranked last for it.
WITHOUT_TASK = "没有年度投资任务"


@dataclass(frozen=True)
class Cell:
    """What one rule gives one unit; ``evidence`` names the figure, month and unit. ``is_known`` is
    False where the rule had nothing to reckon with."""

    rule: SchemeRule
    hundredths: int
    words: str
    evidence: tuple[str, ...] = ()
    is_known: bool = True


@dataclass(frozen=True)
class UnitScore:
    """``rows``: its projects on the list; ``place`` is None for a unit that is excused."""

    unit_id: int
    unit_name: str
    cells: tuple[Cell, ...]
    rows: tuple[PlanFact, ...] = field(default=(), repr=False)
    place: int | None = None
    excused: str = ""

    @property
    def total(self) -> int:
        return sum(cell.hundredths for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """The units in the order of their places, the excused last."""

    scheme: AssessmentScheme
    term: int
    month: Month
    rules: tuple[SchemeRule, ...]
    units: tuple[UnitScore, ...]
    coverage: str
    light_source: str

    @property
    def ranked(self) -> tuple[UnitScore, ...]:
        return tuple(unit for unit in self.units if unit.place is not None)


@dataclass
class _Contestant:
    """A unit while it is reckoned. ``book`` is of its projects on the list, None where it has
    none; ``excused`` says why it takes no part, "" of one that does."""

    unit_id: int
    name: str
    book: FigureBook | None
    excused: str = ""
    cells: list[Cell] = field(default_factory=list)

    @property
    def score(self) -> UnitScore:
        rows = self.book.facts.rows if self.book else ()
        return UnitScore(
            self.unit_id, self.name, tuple(self.cells), rows=rows, excused=self.excused
        )


def reckon(
    scheme: AssessmentScheme,
    term: int,
    month: Month,
    *,
    until: date,
    today: date | None = None,
) -> Table:
    """The term on the facts of ``month``, with what notices and events entered by ``until``; what
    is due by ``today`` (``until`` where none is given) and was not sent is silence. A
    constant number of queries."""
    rules = tuple(scheme.rules.all())
    facts = load_facts(scheme.county, month)
    entered = _entered(scheme, term, until)
    contestants = _contestants(scheme, term, facts, entered)
    topics = _topics(scheme, rules, month, today or until)
    for rule in rules:
        work = KINDS[rule.kind].work
        if work is None:
            for unit in contestants:
                unit.cells.append(_of_ledger(rule, unit.unit_id, entered))
            continue
        measured = {unit.unit_id: _measured(rule, scheme, unit, topics) for unit in contestants}
        ranked = _places(measured, contestants)
        for unit in contestants:
            given = replace(measured[unit.unit_id], place=ranked.get(unit.unit_id))
            unit.cells.append(_cell(rule, work, unit, given, month))
    coverage = coverage_of(facts.of_list(scheme.plan_key)).in_full
    units = tuple(_in_order([unit.score for unit in contestants]))
    return Table(scheme, term, month, rules, units, coverage, facts.light_source)


def _contestants(
    scheme: AssessmentScheme, term: int, facts: Facts, entered: Sequence[ScoreLine]
) -> list[_Contestant]:
    """The units that have a part in the list, then those that only the ledger names."""
    books = _books(facts, scheme)
    excuses = dict(scheme.excuses.filter(term=term).values_list("unit", "reason"))
    names = {unit_id: book.facts.rows[0].unit_name for unit_id, book in books.items()}
    for line in entered:
        names.setdefault(line.unit_id, line.unit.name)

    def excused(unit_id: int) -> str:
        book = books.get(unit_id)
        has_task = book is not None and book[f"{scheme.plan_key}.全部.项目数"]
        return excuses.get(unit_id, "" if has_task else WITHOUT_TASK)

    return [
        _Contestant(unit_id, name, books.get(unit_id), excused(unit_id))
        for unit_id, name in names.items()
    ]


def _cell(
    rule: SchemeRule,
    work: Callable[[Mapping[str, Any], Given], Worked],
    unit: _Contestant,
    given: Given,
    month: Month,
) -> Cell:
    if unit.excused:
        return Cell(rule, 0, "不参加考核")
    worked = work(rule.parameters, given)
    figure = given.figure
    evidence = () if figure is None else (figure.key, str(month), str(unit.unit_id))
    hundredths = to_hundredths(worked.points)
    return Cell(rule, hundredths, worked.words, evidence, worked.is_known)


def by_part(facts: Facts, part: str) -> dict[int, list[PlanFact]]:
    """The lines of each unit that holds the part on the last day of the month; a project of
    several units counts for each of them."""
    rows: dict[int, list[PlanFact]] = {}
    if part == Part.REPORTING:
        for row in facts.rows:
            if row.unit_id:
                rows.setdefault(row.unit_id, []).append(row)
        return rows
    held: dict[int, list[Unit]] = {}
    day, names = facts.month.last_day, FormerNames(facts.county)
    parts = ProjectUnit.objects.on(day).filter(part=part, project__county=facts.county)
    for each in parts.select_related("unit").order_by("unit__position", "unit"):
        held.setdefault(each.project_id, []).append(names.as_on(day, each.unit))
    for row in facts.rows:
        for unit in held.get(row.project_id, ()):
            own = replace(row, unit_id=unit.pk, unit_name=unit.name)
            rows.setdefault(unit.pk, []).append(own)
    return rows


def _books(facts: Facts, scheme: AssessmentScheme) -> dict[int, FigureBook]:
    of_list = replace(facts, rows=facts.of_list(scheme.plan_key))
    return {
        unit_id: FigureBook(replace(of_list, rows=tuple(rows)))
        for unit_id, rows in by_part(of_list, scheme.part).items()
    }


def _topics(
    scheme: AssessmentScheme, rules: Iterable[SchemeRule], month: Month, today: date
) -> dict[str, Book[Any]]:
    """The books of the topics that the rules rest on, by the topic's name."""
    asked = {rule.parameters.get("figure", "").partition(".")[0] for rule in rules}
    return {
        name: Book(topic, topic.load(scheme.county, month, today))
        for name, topic in TOPICS.items()
        if name in asked
    }


def _measured(
    rule: SchemeRule, scheme: AssessmentScheme, unit: _Contestant, topics: Mapping[str, Book[Any]]
) -> Given:
    """The unit's figure; None where it has nothing on the list, or nothing of the topic."""
    name = rule.parameters["figure"]
    start, _, indicator = name.partition(".")
    book: Book[Any] | None = unit.book
    key = f"{scheme.plan_key}.{name}"
    if start in topics:
        whole = topics[start]
        own = whole.facts.of_units({unit.unit_id})
        book = Book(whole.subject, own) if own.rows else None
        key = f"{start}.{whole.subject.whole}.{indicator}"
    if book is None:
        return Given(None)
    figure = book[key]
    return Given(figure, partial=book.subject.partial(figure.rows))


def _places(measured: Mapping[int, Given], units: Iterable[_Contestant]) -> dict[int, int]:
    """Of the units that take part and of which something is known."""
    figures = {unit.unit_id: measured[unit.unit_id].figure for unit in units if not unit.excused}
    return places({u: f.exact for u, f in figures.items() if f is not None and f.exact is not None})


def _entered(scheme: AssessmentScheme, term: int, until: date) -> Sequence[ScoreLine]:
    """What notices and events entered; published lines are reckoned anew."""
    lines = ScoreLine.objects.of_term(scheme, term).filter(
        rule__kind__in=(RuleKind.NOTICE, RuleKind.EVENT), on__lte=until
    )
    return list(lines.select_related("unit").order_by("pk"))


def _of_ledger(rule: SchemeRule, unit_id: int, entered: Sequence[ScoreLine]) -> Cell:
    own = [line for line in entered if line.unit_id == unit_id and line.rule_id == rule.pk]
    words = "；".join(line.reckoning for line in own) or "无"
    return Cell(rule, sum(line.hundredths for line in own), words)


def _in_order(scores: Sequence[UnitScore]) -> Iterable[UnitScore]:
    place_of = places({score.unit_id: score.total for score in scores if not score.excused})
    placed = [replace(score, place=place_of.get(score.unit_id)) for score in scores]
    yield from sorted(
        (score for score in placed if score.place), key=lambda score: score.place or 0
    )
    yield from (score for score in placed if score.excused)
