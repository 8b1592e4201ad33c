"""A scheme over the facts of a month: every unit's points by rule, its total and its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from accounts.models import Unit
from assessment.kinds import KINDS, Given
from assessment.models import AssessmentScheme, RuleKind, SchemeRule, ScoreLine
from figures.book import FigureBook
from figures.coverage import coverage_of
from figures.facts import Facts, PlanFact, load_facts
from figures.figure import Measured
from figures.quality import SCOPE, Quality, load_quality
from measures.months import Month
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
    books = _books(facts, scheme)
    quality = _quality(scheme, rules, month, today or until)
    entered = _entered(scheme, term, until)
    names = {unit_id: book.facts.rows[0].unit_name for unit_id, book in books.items()}
    for line in entered:
        names.setdefault(line.unit_id, line.unit.name)
    tasked = {u for u, book in books.items() if book[f"{scheme.plan_key}.全部.项目数"]}
    excused = {unit_id: WITHOUT_TASK for unit_id in names if unit_id not in tasked}
    excused |= dict(scheme.excuses.filter(term=term).values_list("unit", "reason"))
    cells: dict[int, list[Cell]] = {unit_id: [] for unit_id in names}
    for rule in rules:
        work = KINDS[rule.kind].work
        if work is None:
            for unit_id in names:
                cells[unit_id].append(_of_ledger(rule, unit_id, entered))
            continue
        measured = {
            unit_id: _measure(rule.parameters["figure"], scheme, unit_id, books, quality)
            for unit_id in names
        }
        places = _places({u: m for u, m in measured.items() if u not in excused})
        for unit_id, figure in measured.items():
            if unit_id in excused:
                cells[unit_id].append(Cell(rule, 0, "不参加考核"))
                continue
            worked = work(rule.parameters, Given(figure, places.get(unit_id)))
            evidence = () if figure is None else (figure.key, str(month), str(unit_id))
            hundredths = to_hundredths(worked.points)
            cells[unit_id].append(Cell(rule, hundredths, worked.words, evidence, worked.is_known))
    scores = [
        UnitScore(
            unit_id,
            name,
            tuple(cells[unit_id]),
            rows=books[unit_id].facts.rows if unit_id in books else (),
            excused=excused.get(unit_id, ""),
        )
        for unit_id, name in names.items()
    ]
    coverage = coverage_of(facts.of_list(scheme.plan_key)).in_full
    units = tuple(_in_order(scores))
    return Table(scheme, term, month, rules, units, coverage, facts.light_source)


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
    parts = ProjectUnit.objects.on(facts.month.last_day).filter(
        part=part, project__county=facts.county
    )
    for each in parts.select_related("unit").order_by("unit__position", "unit"):
        held.setdefault(each.project_id, []).append(each.unit)
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


def _quality(
    scheme: AssessmentScheme, rules: Iterable[SchemeRule], month: Month, today: date
) -> Quality | None:
    asked = any(rule.parameters.get("figure", "").startswith(f"{SCOPE}.") for rule in rules)
    return load_quality(scheme.county, month, today=today) if asked else None


def _measure(
    name: str,
    scheme: AssessmentScheme,
    unit_id: int,
    books: Mapping[int, FigureBook],
    quality: Quality | None,
) -> Measured | None:
    """The unit's figure; None where it has nothing on the list."""
    if name.startswith(f"{SCOPE}."):
        assert quality is not None
        own = quality.of_units({unit_id})
        return own.figure(name.partition(".")[2]) if own.facts else None
    book = books.get(unit_id)
    return None if book is None else book[f"{scheme.plan_key}.{name}"]


def _places(measured: Mapping[int, Measured | None]) -> dict[int, int]:
    """1 for the highest; equal values share the better place, and the next is left out."""
    values = {
        unit_id: Fraction(figure.value)
        for unit_id, figure in measured.items()
        if figure is not None and figure.value is not None
    }
    return {u: 1 + sum(other > value for other in values.values()) for u, value in values.items()}


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
    ranked = [score for score in scores if not score.excused]
    placed = [
        replace(score, place=1 + sum(other.total > score.total for other in ranked))
        for score in ranked
    ]
    yield from sorted(placed, key=lambda score: score.place or 0)
    yield from (score for score in scores if score.excused)
