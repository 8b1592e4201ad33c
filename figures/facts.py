"""The one set of facts of a county, a year and a cut-off month.

Typed rows, one a line of a plan list: what was planned, what is completed, what is reported,
the light it shows and why. Dashboard, lists, workbooks and prose read these and nothing else.
"""

import datetime
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeVar

from accounts.models import Unit, User
from accounts.rights import reads_county
from accounts.trail.reader import ById, Reader
from accounts.trail.remembered import remembered
from accounts.trail.unwinding import AsKnown
from figures import reading
from figures.fact_lines import LineContext, fact_of, rows_of, targets_of
from figures.figure import by_unit
from figures.issuing import unissued
from figures.months import standing_words
from figures.packages import Sites, with_packages
from figures.plan_fact import PlanFact
from figures.reckoning import USUAL, Reckoning
from figures.sets import is_set, lines_of, lists_in
from investment.basis import Basis
from investment.models import PaceKind, PublishedAs
from investment.pacing import NO_PACES, Paces, paces_of
from investment.standing import YearStanding, stand
from measures.months import CutOff, Month, cut_off_by
from projects import reading as register
from projects.models import USUAL_BASE, AnnualPlan, Project
from projects.reading import AdjustedPlan

Folded = TypeVar("Folded")


@dataclass(frozen=True)
class Facts:
    """The facts of ``county`` through ``month``; ``plans`` in the order of their tiers.
    ``published_as`` is what the bureau has declared the month's figures to be (PublishedAs).
    ``unissued`` are the keys of the lists that were not issued at the cut-off (计划未印发).
    ``at_first`` are the lines of the year's beginning (年初计划), with what was completed of them
    since; ``adjusted`` is by what the plans were changed, ``paces`` the rules of pace, ``known``
    the moment as of which they were read, ``narrowed`` what was taken of all the county's lines.
    ``reckoning`` says by whose numbers and which pace; a list without a rule of a pace that was
    chosen is no key then."""

    county: Unit
    month: Month
    plans: tuple[AnnualPlan, ...]
    rows: tuple[PlanFact, ...]
    light_source: str
    published_as: str = PublishedAs.FINAL
    at_first: tuple[PlanFact, ...] = ()
    adjusted: tuple[AdjustedPlan, ...] = ()
    known: AsKnown | None = None
    narrowed: tuple[Callable[["Facts"], "Facts"], ...] = ()
    paces: Paces = NO_PACES
    unissued: tuple[str, ...] = ()
    reckoning: Reckoning = USUAL
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, name: Hashable, fold: Callable[[], Folded]) -> Folded:
        """What ``fold`` makes of these facts alone, without a query, under a name of its own: made
        by who asks first, and kept as long as the facts are. Of narrowed facts it is another."""
        if name not in self._made:
            self._made[name] = fold()
        folded: Folded = self._made[name]
        return folded

    @property
    def standing_words(self) -> str:
        """初步 or 快报; "" of figures that are published for good."""
        return standing_words(self.published_as)

    @property
    def cut_off(self) -> CutOff:
        return cut_off_by(self.month, self.paces.day)

    @property
    def is_whole(self) -> bool:
        return not self.narrowed

    @property
    def keys(self) -> list[str]:
        if self.reckoning.pace is None:
            return [plan.key for plan in self.plans]
        return [p.key for p in self.plans if self.paces.tells([p.pk], self.month)]

    def has(self, start: str) -> bool:
        return start in self.keys or is_set(start, self.keys)

    def of_list(self, key: str) -> tuple[PlanFact, ...]:
        """The lines of a list, or of a set of lists (``figures.sets``)."""
        if key not in self.keys and is_set(key, self.keys):
            return lines_of(key, {each: self.of_list(each) for each in lists_in(key)})
        return tuple(row for row in self.rows if row.plan_key == key)

    def of_list_at_first(self, key: str) -> tuple[PlanFact, ...]:
        return replace(self, rows=self.at_first).of_list(key)

    def adjusted_by(self, key: str) -> tuple[AdjustedPlan, ...]:
        """By what the list, or the lists of a set, were changed since the year's beginning."""
        named = [key] if key in self.keys else lists_in(key)
        plans = {plan.pk for plan in self.plans if plan.key in named}
        return tuple(each for each in self.adjusted if each.plan_id in plans)

    def base_of(self, key: str) -> tuple[str, ...]:
        """The classes that count in the rate of a list."""
        return next((plan.rate_base for plan in self.plans if plan.key == key), USUAL_BASE)

    def pace_of(self, key: str) -> Fraction | None:
        """The pace of a list, or of a set; None where its lists differ."""
        named = [key] if key in self.keys else lists_in(key)
        own = {plan.key: self.paces.of_list(plan.pk) for plan in self.plans if plan.key in named}
        paces = {pacing.at(self.month) for pacing in own.values()}
        return paces.pop() if len(paces) == 1 else None

    def paces_told(self, key: str) -> list[PaceKind]:
        """The kinds of pace that may be chosen for a list, or a set of lists, at the month."""
        named = [key] if key in self.keys else lists_in(key)
        plans = [plan.pk for plan in self.plans if plan.key in named]
        return [kind for kind in self.paces.kinds if self.paces.by(kind).tells(plans, self.month)]

    def line_of(self, project_id: int) -> PlanFact | None:
        """The project's line in the county's own list, or in the first that it is on."""
        lines = {row.plan_key: row for row in self.rows if row.project_id == project_id}
        plan = own_list(plan for plan in self.plans if plan.key in lines)
        return None if plan is None else lines[plan.key]

    def of_units(self, unit_ids: Collection[int]) -> "Facts":
        return self._narrowed(
            lambda row: row.unit_id in unit_ids, lambda facts: facts.of_units(unit_ids)
        )

    def by_unit(self) -> dict[int, "Facts"]:
        """Each reporting unit's own lines, by its id, in the order of the lists."""
        own, at_first = by_unit(self.rows), by_unit(self.at_first)
        return {
            unit_id: replace(
                self,
                rows=tuple(rows),
                at_first=tuple(at_first.get(unit_id, ())),
                narrowed=(*self.narrowed, _of_unit(unit_id)),
            )
            for unit_id, rows in own.items()
        }

    def visible_to(self, user: User) -> "Facts":
        """Only the lines of projects that the user may see. One query, none for who reads the
        county."""
        if reads_county(user, self.county):
            return self
        visible = set(Project.objects.visible_to(user).values_list("pk", flat=True))
        seen = self.of_projects(visible)
        return self if len(seen.rows) == len(self.rows) else seen

    def of_projects(self, projects: Collection[int]) -> "Facts":
        """Only the lines of the projects with these ids."""
        return self._narrowed(
            lambda row: row.project_id in projects, lambda facts: facts.of_projects(projects)
        )

    def only(self, key: str) -> "Facts":
        """The lines of one list, or of a set of lists."""
        lines = {row.item_id for row in (*self.of_list(key), *self.of_list_at_first(key))}
        return self._narrowed(lambda row: row.item_id in lines, lambda facts: facts.only(key))

    def at(self, month: Month) -> "Facts":
        """The same lines of another month, read anew: as many queries as the first."""
        return self._again(load_facts(self.county, month, self.known, reckoning=self.reckoning))

    def reckoned(self, reckoning: Reckoning) -> "Facts":
        """The same lines by other numbers or another pace, read anew."""
        facts = load_facts(
            self.county, self.month, self.known, day=self.paces.day, reckoning=reckoning
        )
        return replace(self._again(facts), unissued=self.unissued)

    def _again(self, facts: "Facts") -> "Facts":
        for again in self.narrowed:
            facts = again(facts)
        return facts

    def _narrowed(
        self, chosen: Callable[[PlanFact], bool], again: Callable[["Facts"], "Facts"]
    ) -> "Facts":
        return replace(
            self,
            rows=tuple(row for row in self.rows if chosen(row)),
            at_first=tuple(row for row in self.at_first if chosen(row)),
            narrowed=(*self.narrowed, again),
        )


def _of_unit(unit_id: int) -> Callable[[Facts], Facts]:
    return lambda facts: facts.of_units({unit_id})


def own_list(plans: Iterable[AnnualPlan]) -> AnnualPlan | None:
    """The county's own list, which is the longest, or the first; None where there is none."""
    return min(plans, key=lambda plan: plan.own_rank, default=None)


def cut_off(as_of: datetime.date) -> Month:
    """The last month that has ended by ``as_of``."""
    month = Month.of(as_of)
    return month if as_of == month.last_day else month.previous()


AsIf = Callable[[ById, ById], None]
"""Changes lines and projects, by their ids, in what was read: figures of what is not so yet."""


def load_facts(
    county: Unit,
    month: Month,
    known: AsKnown | None = None,
    as_if: AsIf | None = None,
    day: datetime.date | None = None,
    reckoning: Reckoning = USUAL,
) -> Facts:
    """The facts of all lists of the month's year that were in use at its end, in a constant number
    of queries: as they are known now, were ``known``, or would be. ``day`` is that of a cut-off
    after the end of the month, by which the pace goes; ``reckoning`` says by whose numbers and by
    which pace."""
    kept = remembered(county) if known is None else None
    reader = Reader(county, known, kept)
    if kept is None or as_if is not None:
        return _read(reader, month, as_if, day, reckoning)
    return kept.of(
        ("facts", month, day, reckoning),
        lambda: _read(reader, month, None, day, reckoning),
        models_of=lambda: reader.asked,
        rows_of=lambda facts: len(facts.rows) * month.month,
    )


def _read(
    reader: Reader,
    month: Month,
    as_if: AsIf | None,
    day: datetime.date | None,
    reckoning: Reckoning,
) -> Facts:
    on, basis = month.last_day, reckoning.basis
    silent = stand([], through=month.month, basis=basis)
    reported = reading.reported(reader, month, basis)
    recognised = reading.recognised(reader, month) if basis is Basis.RECOGNISED else None
    projects, sites = with_packages(
        register.details_on(reader, on), Sites(reported.standings, reported.waiting, silent)
    )
    plans = sorted(
        (plan for plan in register.plans_of(reader, month.year) if plan.is_in_use(on)),
        key=lambda plan: plan.order,
    )
    around = LineContext(
        month=month,
        on=on,
        paces=paces_of(reader, day, reckoning.pace),
        scheme=reading.scheme_of(reader, on),
        projects=projects,
        sites=sites,
        units=register.reporting_units(reader, on),
        officials=register.lead_officials(reader, on),
        milestones=register.furthest_milestones(reader, on),
        overdue=register.overdue_milestones(reader, on),
        targets={},
        recognises_starts=any(each["start_recognised_on"] for each in projects.values()),
        recognised=recognised.lines if recognised else None,
    )
    by_id = {plan.pk: plan for plan in plans}
    new_year = datetime.date(month.year, 1, 1)
    terms = register.terms_since(reader, by_id, new_year)
    now, at_first = terms.on(on), terms.on(new_year)
    if as_if is not None:
        as_if(now, projects)
    around = replace(
        around, targets=targets_of(register.targets_on(reader, by_id, month), by_id, now)
    )
    rows = tuple(rows_of(now, by_id, around, at_first))
    first_rows = rows
    if now != at_first or reported.own:
        # What was planned at the year's beginning is held against what was done under that name.
        first = replace(
            around,
            sites=replace(sites, standings=sites.standings | reported.own),
            recognised={**recognised.lines, **recognised.own} if recognised else None,
        )
        first_rows = tuple(rows_of(at_first, by_id, first, at_first))
    return Facts(
        reader.county,
        month,
        tuple(plans),
        rows,
        around.scheme.source,
        reading.published_as(reader, month),
        at_first=first_rows,
        adjusted=tuple(register.adjusted_by(reader, on)),
        known=reader.known,
        paces=around.paces,
        unissued=unissued(plans, now, on, lambda: reported.loaded),
        reckoning=reckoning,
    )


def line_as_if(
    project: Project, month: Month, standing: YearStanding, began: datetime.date | None
) -> PlanFact | None:
    """The project's line in the county's own list, or in the first that it is on, as it would
    stand in ``month`` were ``standing`` approved, and ``began`` its start; None where it is on no
    list. Without its unit, official and milestone."""
    reader, on = Reader(project.county), month.last_day
    every = register.plans_of(reader, month.year)
    plans = {plan.pk: plan for plan in every if plan.is_in_use(on)}
    lines = register.terms_on(reader, plans, on, [project.pk])
    by_plan = {plans[line["plan_id"]]: pk for pk, line in sorted(lines.items())}
    plan = own_list(by_plan)
    if plan is None:
        return None
    details = register.details_on(reader, on, project=project)[project.pk]
    around = LineContext(
        month=month,
        on=on,
        paces=paces_of(reader),
        scheme=reading.scheme_of(reader, on),
        projects={project.pk: details | ({"actual_start": began} if began else {})},
        sites=Sites({project.pk: standing}, {}, standing),
        units={},
        officials={},
        milestones={},
        targets={},
        recognises_starts=False,
    )
    return fact_of(by_plan[plan], plan, lines[by_plan[plan]], around)
