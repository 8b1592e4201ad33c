"""The one set of facts of a county, a year and a cut-off month.

Typed rows, one a line of a plan list: what was planned, what is completed, what is reported,
the light it shows and why. Dashboard, lists, workbooks and prose read these and nothing else.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from accounts.models import Unit, User
from accounts.rights import reads_county
from accounts.trail.reader import ById, Reader, Values
from accounts.trail.remembered import remembered
from accounts.trail.unwinding import AsKnown
from figures import reading
from figures.figure import by_unit
from figures.issuing import unissued
from figures.lights import UNRECOGNISED, light_of, what_is_missing
from figures.models import LightScheme
from figures.months import standing_words
from figures.packages import Sites, with_packages
from figures.plan_fact import FirstTerms, PlanFact, Target
from figures.reading import RecognisedLines
from figures.reckoning import USUAL, Reckoning
from figures.sets import is_set, lines_of, lists_in
from investment.basis import Basis
from investment.models import PaceKind, PublishedAs
from investment.pacing import NO_PACES, Paces, paces_of
from investment.standing import YearStanding, stand
from measures.months import Month
from measures.phases import NO_PHASES, Phases
from projects import reading as register
from projects.models import USUAL_BASE, AnnualPlan, PlanCategory, Project
from projects.reading import AdjustedPlan


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

    @property
    def standing_words(self) -> str:
        """初步 or 快报; "" of figures that are published for good."""
        return standing_words(self.published_as)

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


NO_UNIT = (0, "未定填报单位")


@dataclass(frozen=True)
class _Around:
    """What the lines are told by, each by the id of the project."""

    month: Month
    on: datetime.date
    paces: Paces
    scheme: LightScheme
    projects: ById
    sites: Sites
    units: dict[int, tuple[int, str]]
    officials: dict[int, str]
    milestones: dict[int, str]
    targets: Mapping[int, Target]
    recognises_starts: bool
    # 上级认定数, by list and project, where facts are reckoned by them.
    recognised: RecognisedLines | None = None


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
    facts = kept.of(
        ("facts", month, day, reckoning),
        lambda: _read(reader, month, None, day, reckoning),
        models_of=lambda: reader.asked,
        rows_of=lambda facts: len(facts.rows) * month.month,
    )
    return replace(facts, county=county)


def _read(
    reader: Reader,
    month: Month,
    as_if: AsIf | None,
    day: datetime.date | None,
    reckoning: Reckoning,
) -> Facts:
    on, basis = month.last_day, reckoning.basis
    silent = stand([], through=month.month, basis=basis)
    projects, sites = with_packages(
        register.details_on(reader, on),
        Sites(*reading.reported(reader, month, basis), silent),
    )
    plans = sorted(
        (plan for plan in register.plans_of(reader, month.year) if plan.is_in_use(on)),
        key=lambda plan: plan.order,
    )
    around = _Around(
        month=month,
        on=on,
        paces=paces_of(reader, day, reckoning.pace),
        scheme=reading.scheme_of(reader, on),
        projects=projects,
        sites=sites,
        units=register.reporting_units(reader, on),
        officials=register.lead_officials(reader, on),
        milestones=register.furthest_milestones(reader, on),
        targets={},
        recognises_starts=any(each["start_recognised_on"] for each in projects.values()),
        recognised=reading.recognised(reader, month) if basis is Basis.RECOGNISED else None,
    )
    by_id = {plan.pk: plan for plan in plans}
    new_year = datetime.date(month.year, 1, 1)
    terms = register.terms_since(reader, by_id, new_year)
    now, at_first = terms.on(on), terms.on(new_year)
    if as_if is not None:
        as_if(now, projects)
    around = replace(
        around, targets=_targets(register.targets_on(reader, by_id, month), by_id, now)
    )
    rows = tuple(_rows(now, by_id, around, at_first))
    return Facts(
        reader.county,
        month,
        tuple(plans),
        rows,
        around.scheme.source,
        reading.published_as(reader, month),
        at_first=rows if now == at_first else tuple(_rows(at_first, by_id, around, at_first)),
        adjusted=tuple(register.adjusted_by(reader, on)),
        known=reader.known,
        paces=around.paces,
        unissued=unissued(reader, plans, now, on),
        reckoning=reckoning,
    )


def _targets(asked: ById, plans: dict[int, AnnualPlan], lines: ById) -> dict[int, Target]:
    """What is asked of each list, by the list's id, and of how many of its lines."""
    found = {}
    for plan_id, said in asked.items():
        amount, share = said["amount"], said["share"]
        if amount is None and share is None:
            continue
        own = (line for line in lines.values() if line["plan_id"] == plan_id)
        counted = sum(line["category"] in plans[plan_id].rate_base for line in own)
        found[plan_id] = Target(
            amount, None if share is None else Fraction(share, 10_000), lines=counted
        )
    return found


def _rows(
    lines: ById, plans: dict[int, AnnualPlan], around: _Around, at_first: ById
) -> Iterator[PlanFact]:
    """In the order of the lists and of their lines."""
    places = {pk: place for place, pk in enumerate(plans)}
    by_place = sorted(
        lines.items(),
        key=lambda line: (places[line[1]["plan_id"]], line[1]["position"], line[0]),
    )
    for pk, line in by_place:
        first = at_first.get(pk)
        row = _fact(pk, plans[line["plan_id"]], line, around)
        if first is None or first["planned_investment"] != line["planned_investment"]:
            planned = first["planned_investment"] if first else None
            row = replace(row, first=FirstTerms(planned, is_listed=first is not None))
        yield row


def _fact(item_id: int, plan: AnnualPlan, line: Values, around: _Around) -> PlanFact:
    """One line of a list, as it held at the cut-off."""
    project_id, month = line["project_id"], around.month
    project = around.projects[project_id]
    sites = around.sites
    standing = sites.standings.get(project_id, sites.silent)
    unit_id, unit_name = around.units.get(project_id, NO_UNIT)
    is_waiting, is_to_review = project_id in sites.waiting, sites.waiting.get(project_id, False)
    category, began = line["category"], project["actual_start"]
    is_started = _is_started(category, began, standing, around.on)
    missing = what_is_missing(is_waiting, is_to_review)
    if around.recognised is not None:
        # Whether it has begun is told of the site, whoever recognises its money.
        standing = _recognised(around, plan.pk, project_id, standing)
        is_waiting, is_to_review, missing = False, False, UNRECOGNISED
    planned, planned_start = line["planned_investment"], line["planned_start"]
    pacing = around.paces.of_list(plan.pk)
    pace = pacing.at(month)
    return PlanFact(
        month=month,
        plan_key=plan.key,
        item_id=item_id,
        position=line["position"],
        category=category,
        planned=planned,
        planned_start=planned_start,
        project_id=project_id,
        project_name=project["name"],
        project_code=project["code"],
        project_category=project["category"],
        is_productive=project["is_productive"],
        total_investment=project["total_investment"],
        started_on=began,
        substantially_complete_on=project["substantially_complete_on"],
        is_started=is_started,
        milestone=around.milestones.get(project_id, ""),
        lead_official=around.officials.get(project_id, ""),
        unit_id=unit_id,
        unit_name=unit_name,
        standing=standing,
        is_waiting=is_waiting,
        pace=pace,
        light=light_of(
            category=category,
            planned=planned,
            planned_start=planned_start,
            standing=standing,
            is_started=is_started,
            missing=missing,
            month=month,
            pace=pace,
            scheme=around.scheme,
        ),
        is_to_review=is_to_review,
        listed_name=line["listed_name"],
        base=plan.rate_base,
        package_id=project["package_id"],
        investor_type=project["investor_type"],
        construction_nature=project["construction_nature"],
        stage=project["stage"],
        town=project["town"],
        completed_on=project["completed_on"],
        in_production_on=project["in_production_on"],
        in_use_on=project["in_use_on"],
        start_recognised_on=project["start_recognised_on"],
        recognises_starts=around.recognises_starts,
        planned_completion=line["planned_completion"],
        invested_before=(
            project["invested_before"]
            if project["invested_before_year"] == month.year - 1
            else None
        ),
        pacing=pacing,
        phases=Phases.read(line["phases"]) if line["phases"] else NO_PHASES,
        target=around.targets.get(plan.pk),
    )


def _recognised(
    around: _Around, plan_id: int, project_id: int, standing: YearStanding
) -> YearStanding:
    """What those above recognised of the project on the list, with what the unit says of it."""
    assert around.recognised is not None
    of_list = around.recognised.get((plan_id, project_id), around.sites.silent)
    return replace(of_list, latest=standing.latest)


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
    around = _Around(
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
    return _fact(by_plan[plan], plan, lines[by_plan[plan]], around)


def _by(day: datetime.date | None, on: datetime.date) -> bool:
    return day is not None and day <= on


def _is_started(
    category: str, began: datetime.date | None, standing: YearStanding, on: datetime.date
) -> bool:
    """A continuing project has started; another by its start date, or by money spent."""
    return category == PlanCategory.CONTINUING or _by(began, on) or bool(standing.year_to_date)
