"""The lines of a county's lists as rows of facts, each made of what was read of its project."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from accounts.trail.reader import ById, Values
from figures.lights import UNRECOGNISED, light_of, what_is_missing
from figures.models import LightScheme
from figures.packages import Sites
from figures.plan_fact import FirstTerms, PlanFact, Target
from figures.reading import RecognisedLines
from investment.pacing import Paces, Pacing
from investment.standing import YearStanding
from measures.months import Month
from measures.phases import NO_PHASES, Phases
from projects.models import AnnualPlan, PlanCategory, Stage

NO_UNIT = (0, "未定填报单位")


@dataclass(frozen=True)
class LineContext:
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
    overdue: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    _paces: dict[int, tuple[Pacing, Fraction]] = field(default_factory=dict, init=False)

    def pace_of(self, plan_id: int) -> tuple[Pacing, Fraction]:
        """By which rule a list goes, and where that stands at the cut-off."""
        if plan_id not in self._paces:
            pacing = self.paces.of_list(plan_id)
            self._paces[plan_id] = pacing, pacing.at(self.month)
        return self._paces[plan_id]


def targets_of(asked: ById, plans: dict[int, AnnualPlan], lines: ById) -> dict[int, Target]:
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


def rows_of(
    lines: ById, plans: dict[int, AnnualPlan], around: LineContext, at_first: ById
) -> Iterator[PlanFact]:
    """In the order of the lists and of their lines."""
    places = {pk: place for place, pk in enumerate(plans)}
    by_place = sorted(
        lines.items(),
        key=lambda line: (places[line[1]["plan_id"]], line[1]["position"], line[0]),
    )
    for pk, line in by_place:
        first = at_first.get(pk)
        row = fact_of(pk, plans[line["plan_id"]], line, around)
        if first is None or first["planned_investment"] != line["planned_investment"]:
            planned = first["planned_investment"] if first else None
            row = replace(row, first=FirstTerms(planned, is_listed=first is not None))
        yield row


def fact_of(item_id: int, plan: AnnualPlan, line: Values, around: LineContext) -> PlanFact:
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
    pacing, pace = around.pace_of(plan.pk)
    return PlanFact.made(
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
        overdue_steps=around.overdue.get(project_id, ()),
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
            is_suspended=project["stage"] == Stage.SUSPENDED,
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
    around: LineContext, plan_id: int, project_id: int, standing: YearStanding
) -> YearStanding:
    """What those above recognised of the project on the list, with what the unit says of it."""
    assert around.recognised is not None
    of_list = around.recognised.get((plan_id, project_id), around.sites.silent)
    return replace(of_list, latest=standing.latest)


def _by(day: datetime.date | None, on: datetime.date) -> bool:
    return day is not None and day <= on


def _is_started(
    category: str, began: datetime.date | None, standing: YearStanding, on: datetime.date
) -> bool:
    """A continuing project has started; another by its start date, or by money spent."""
    return category == PlanCategory.CONTINUING or _by(began, on) or bool(standing.year_to_date)
