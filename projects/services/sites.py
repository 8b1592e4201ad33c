"""What a site has come to, as entries and lists of preliminary projects tell it."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max

from accounts.models import Unit, User
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import Facts, changed_row, changed_since, facts_of, made
from accounts.trail.holding import hold
from projects.models import MILESTONE_ORDER, Milestone, MilestoneKind, Part, Project, Stage

# How far a site has come. A suspended project is as far as one at work; an ended one is out.
STAGE_ORDER = {
    Stage.RESERVE: 0,
    Stage.PRELIMINARY: 1,
    Stage.CONSTRUCTION: 2,
    Stage.SUSPENDED: 2,
    Stage.SUBSTANTIAL: 3,
    Stage.COMPLETED: 4,
    Stage.OPERATION: 5,
    Stage.ENDED: 6,
}


@dataclass(frozen=True)
class SiteProgress:
    """What an approved entry says of a site; each date may be unknown."""

    project: Project
    actual_start: datetime.date | None = None
    substantially_complete_on: datetime.date | None = None
    completed_on: datetime.date | None = None
    in_production_on: datetime.date | None = None
    in_use_on: datetime.date | None = None


# How far each date says that a site has come, the furthest last.
STAGE_BY_DATE = {
    "actual_start": Stage.CONSTRUCTION,
    "substantially_complete_on": Stage.SUBSTANTIAL,
    "in_use_on": Stage.SUBSTANTIAL,
    "completed_on": Stage.COMPLETED,
    "in_production_on": Stage.OPERATION,
}


def record_site_progress(
    *,
    project: Project,
    by: User | None,
    actual_start: datetime.date | None = None,
    substantially_complete_on: datetime.date | None = None,
) -> Project:
    """``record_sites`` for one project; returns it as it now stands."""
    site = SiteProgress(project, actual_start, substantially_complete_on)
    record_sites(sites=[site], by=by)
    return Project.objects.get(pk=project.pk)


def record_sites(*, sites: Iterable[SiteProgress], by: User | None) -> int:
    """Keep the earliest of each date told for each project, from 实际开工日期 to 投产日期, and move
    its stage on, never back. Returns how many projects changed."""
    return _change_sites(sites, _advance, by)


def take_back_sites(*, sites: Iterable[SiteProgress], by: User | None) -> int:
    """Forget dates that stand as they were told by entries which no longer count, and let the
    stage fall back with them. Returns how many projects changed."""
    return _change_sites(sites, _fall_back, by)


_OF_A_SITE = (*STAGE_BY_DATE, "stage")


def _change_sites(
    sites: Iterable[SiteProgress],
    change: Callable[[Project, SiteProgress], None],
    by: User | None,
) -> int:
    told = list(sites)
    with audited(by=by) as audit:
        projects = _locked_projects(site.project.pk for site in told)
        before = {pk: facts_of(project, *_OF_A_SITE) for pk, project in projects.items()}
        for site in told:
            change(projects[site.project.pk], site)
        changes = {pk: changed_since(before[pk], project) for pk, project in projects.items()}
        changed = [project for pk, project in projects.items() if changes[pk]]
        _keep_changed(changed, _OF_A_SITE)
        for project in changed:
            audit.record(
                project, "project.update", county=project.county, changes=changes[project.pk]
            )
    return len(changed)


def _locked_projects(ids: Iterable[int]) -> dict[int, Project]:
    """The projects as they stand, by id, with their counties; nobody else writes them now."""
    found = Project.objects.select_related("county").select_for_update(of=("self",), no_key=True)
    return {project.pk: project for project in found.filter(pk__in=set(ids))}


def _advance(project: Project, site: SiteProgress) -> None:
    for name, stage in STAGE_BY_DATE.items():
        told = getattr(site, name)
        if told:
            setattr(project, name, _earlier(getattr(project, name), told))
            advance_stage(project, stage)


def _fall_back(project: Project, site: SiteProgress) -> None:
    for name, stage in reversed(STAGE_BY_DATE.items()):
        told = getattr(site, name)
        if told and getattr(project, name) == told:
            setattr(project, name, None)
            if project.stage == stage:
                project.stage = _stage_without(name, project)


def _stage_without(name: str, project: Project) -> Stage:
    """How far the dates say that it has come, the one that was taken back left out."""
    if name == "actual_start":
        # A continuing project never told its start by an entry: this one had none before.
        return Stage.PRELIMINARY
    known = [stage for other, stage in STAGE_BY_DATE.items() if getattr(project, other)]
    return known[-1] if known else Stage.CONSTRUCTION


def _earlier(known: datetime.date | None, told: datetime.date | None) -> datetime.date | None:
    return min((day for day in (known, told) if day), default=None)


def advance_stage(project: Project, stage: Stage) -> None:
    """Set ``stage`` on the object where it is further than the present one; nothing is saved."""
    if STAGE_ORDER[stage] > STAGE_ORDER[Stage(project.stage)]:
        project.stage = stage


def _keep_changed(projects: Sequence[Project], fields: Sequence[str]) -> None:
    for project in projects:
        project.version += 1
    # One statement for ten thousand; a bulk_update's CASE takes minutes there.
    Project.objects.bulk_create(
        projects,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*fields, "version"],
    )


@dataclass(frozen=True)
class MilestoneReached:
    """A step a preliminary project has reached, on or before ``reached_on``."""

    project: Project
    kind: MilestoneKind
    reached_on: datetime.date
    note: str = ""


def unregistered(
    project: Project,
    kind: str,
    reached_on: datetime.date,
    *,
    unit_id: int | None = None,
    note: str = "",
) -> Milestone:
    """A line of the 台账 that has no number yet. Its unit is who reports the project, the county
    where nobody does."""
    if unit_id is None:
        reports = project.unit_parts.current().filter(part=Part.REPORTING)
        unit_id = reports.values_list("unit_id", flat=True).first()
    return Milestone(
        county_id=project.county_id,
        unit_id=unit_id or project.county_id,
        project=project,
        kind=kind,
        reached_on=reached_on,
        from_day=reached_on,
        note=note,
    )


def number_lines(lines: Sequence[Milestone]) -> None:
    """Each the next number of its county. Its county is held until the transaction ends, so that
    no other hand gives the same."""
    by_county: dict[int, list[Milestone]] = {}
    for line in lines:
        by_county.setdefault(line.county_id, []).append(line)
    for county_id, own in by_county.items():
        hold(Unit.objects.get(pk=county_id))
        of_county = Milestone.objects.filter(county=county_id)
        last = of_county.aggregate(last=Max("serial"))["last"] or 0
        for serial, line in enumerate(own, start=last + 1):
            line.serial = serial


def record_milestone(
    *,
    project: Project,
    kind: MilestoneKind,
    reached_on: datetime.date,
    by: User | None,
    note: str = "",
) -> Milestone:
    """``record_milestones`` for one; returns the milestone as it now stands."""
    reached = MilestoneReached(project, MilestoneKind(kind), reached_on, note)
    record_milestones(reached=[reached], by=by)
    return Milestone.objects.current().get(project=project, kind=kind)


def record_milestones(*, reached: Iterable[MilestoneReached], by: User | None) -> int:
    """Keep the earliest day on which each step is known to be reached. 开工 moves the stage to
    在建; the plan category stays (DESIGN §4.4). Returns how many milestones were new or changed."""
    told = list(reached)
    with audited(by=by) as audit:
        projects = _locked_projects(step.project.pk for step in told)
        known = {
            (milestone.project_id, milestone.kind): milestone
            for milestone in Milestone.objects.current().filter(project__in=projects)
        }
        new: list[Milestone] = []
        changed: list[tuple[Milestone, Facts]] = []
        for step in sorted(told, key=lambda step: MILESTONE_ORDER[step.kind]):
            milestone = known.get((step.project.pk, step.kind))
            if milestone is None:
                project = projects[step.project.pk]
                milestone = unregistered(project, step.kind, step.reached_on, note=step.note)
                known[step.project.pk, step.kind] = milestone
                new.append(milestone)
            elif milestone.reached_on and milestone.reached_on <= step.reached_on:
                continue
            elif milestone.pk is not None:
                changed.append((milestone, facts_of(milestone)))
            milestone.reached_on = step.reached_on
        number_lines(new)
        Milestone.objects.bulk_create(new)
        Milestone.objects.bulk_update([milestone for milestone, _ in changed], ["reached_on"])
        lines = [(milestone, made(milestone)) for milestone in new]
        lines += [(milestone, changed_row(before, milestone)) for milestone, before in changed]
        for milestone, changes in lines:
            project = projects[milestone.project_id]
            rows = [(milestone, changes)]
            audit.record(project, "project.update", county=project.county, rows=rows)
        started = {step.project.pk for step in told if step.kind == MilestoneKind.START}
        start_sites([projects[pk] for pk in sorted(started)], audit)
    return len(new) + len(changed)


def start_sites(projects: Iterable[Project], audit: Trail) -> None:
    """The day of the start is not known from a status list: only the stage moves."""
    changed = []
    for project in projects:
        before = facts_of(project)
        advance_stage(project, Stage.CONSTRUCTION)
        if changes := changed_since(before, project):
            changed.append(project)
            audit.record(project, "project.update", county=project.county, changes=changes)
    if changed:
        _keep_changed(changed, ["stage"])
