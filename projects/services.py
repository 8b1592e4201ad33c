"""What people do to the register. Each verb is one transaction and leaves audit lines."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.audit import Trail, audited
from accounts.errors import DomainError, Stale
from accounts.models import Unit, User
from projects.dates import DATES, date_faults
from projects.models import (
    MILESTONE_ORDER,
    LeadOfficial,
    Milestone,
    MilestoneKind,
    Part,
    Project,
    ProjectAlias,
    ProjectUnit,
    Stage,
)
from projects.naming import name_key, pinyin_initials
from projects.wording import field_label, project_change, shown

MASTER_DATA = (
    "name",
    "code",
    "category",
    "is_productive",
    "investor_type",
    "construction_nature",
    "total_investment",
    "invested_before",
    "invested_before_year",
    "construction_start_year",
    "construction_end_year",
    "content",
    "location",
    "contact_name",
    "contact_phone",
    "stage",
    "actual_start",
    "substantially_complete_on",
    "completed_on",
)

# Published figures rest on these: who changes one says why.
EXPLAINED = ("total_investment", "invested_before", "invested_before_year", "stage", *DATES)

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

# Of these parts a project has one holder at a time; of the others it may have several.
SINGLE_PARTS = (Part.REPORTING, Part.RESPONSIBLE)


class NameTaken(DomainError):
    """Another project of the county has this name or alias."""


class ReasonNeeded(DomainError):
    """What changes is in published figures, and nothing says why."""

    def __init__(self, names: Iterable[str]) -> None:
        words = "、".join(field_label(Project, name) for name in names)
        super().__init__(f"改了{words}，请写明理由和依据，如批复文号、会议纪要。")


class DatesDoNotAgree(DomainError):
    """The stage and dates cannot all be right; ``faults`` is a sentence by field name."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(
            "".join(f"{field_label(Project, name)}{fault}" for name, fault in faults.items())
        )


# --- Master data -----------------------------------------------------------------------


def create_project(
    *,
    county: Unit,
    by: User | None,
    facts: Mapping[str, Any],
    reporting: Unit,
    on: datetime.date,
    lead_official: str = "",
    reason: str = "",
) -> Project:
    """Enter a project; ``facts`` by the names of MASTER_DATA. ``reporting`` is its 填报单位
    and 责任单位 from ``on``, the day of entry. Raises NameTaken, DatesDoNotAgree."""
    with audited(by=by, reason=reason) as audit:
        _refuse_dates(facts, on)
        _refuse_taken_name(county, facts["name"])
        project = Project(county=county, **_master_data(facts))
        project.pinyin = pinyin_initials(project.name)
        with _name_free_to_the_end(project.name):
            project.save()
        words = dict(
            project_change(name, None, getattr(project, name))
            for name in facts
            if getattr(project, name) not in (None, "")
        )
        audit.record(project, "project.create", county=county, changes=words)
        for part in SINGLE_PARTS:
            assign_unit(project=project, unit=reporting, part=part, by=by, on=on)
        if lead_official:
            set_lead_official(project=project, name=lead_official, by=by, on=on)
    return project


def update_project(
    *,
    project: Project,
    by: User | None,
    version: int,
    changes: Mapping[str, Any],
    today: datetime.date,
    reason: str = "",
) -> Project:
    """Change master data read at ``version``. A former name stays as an alias, since units go
    on writing it. Raises Stale, ReasonNeeded, DatesDoNotAgree, NameTaken."""
    with audited(by=by, reason=reason) as audit:
        before = Project.objects.get(pk=project.pk)
        new = {
            name: value
            for name, value in _master_data(changes).items()
            if getattr(before, name) != value
        }
        if before.version != version:
            raise Stale("项目资料已被他人修改，您的修改没有保存，请核对后重新提交。")
        if not new:
            return before
        explained = [name for name in EXPLAINED if name in new]
        if explained and not reason.strip():
            raise ReasonNeeded(explained)
        # What stood there before these rules does not keep anyone from mending an address.
        if {"stage", *DATES} & set(new):
            _refuse_dates({name: getattr(before, name) for name in ("stage", *DATES)} | new, today)
        if "name" in new:
            _refuse_taken_name(project.county, new["name"], own=project)
            new["pinyin"] = pinyin_initials(new["name"])
        with _name_free_to_the_end(new.get("name", before.name)):
            updated = Project.objects.filter(pk=project.pk, version=version).update(
                **new, version=F("version") + 1
            )
        if updated != 1:
            raise Stale("项目资料已被他人修改，您的修改没有保存，请核对后重新提交。")
        words = dict(
            project_change(name, getattr(before, name), value)
            for name, value in new.items()
            if name in MASTER_DATA
        )
        audit.record(before, "project.update", county=before.county, changes=words)
        if "name" in new:
            ProjectAlias.objects.get_or_create(project=before, name=before.name)
    return Project.objects.get(pk=project.pk)


def add_alias(*, project: Project, name: str, by: User | None) -> ProjectAlias:
    """Know the project by another name too. Raises NameTaken."""
    with audited(by=by) as audit:
        if name_key(name) == name_key(project.name):
            raise NameTaken(f"“{name}”就是项目名称，不必登记为别名。")
        _refuse_taken_name(project.county, name, own=project)
        alias, is_new = ProjectAlias.objects.get_or_create(project=project, name=name.strip())
        if is_new:
            audit.record(
                project, "project.update", county=project.county, changes={"别名": ("", alias.name)}
            )
    return alias


def add_aliases(*, names: Iterable[tuple[Project, str]], county: Unit, by: User | None) -> int:
    """``add_alias`` for many in few queries; a name that a project of the county already has
    is passed over. Returns how many were added."""
    with audited(by=by) as audit:
        taken = {name_key(name) for _, name in _names_in(county)}
        added = []
        for project, name in names:
            if name_key(name) in taken:
                continue
            taken.add(name_key(name))
            added.append(ProjectAlias(project=project, name=name.strip()))
            audit.record(
                project, "project.update", county=county, changes={"别名": ("", name.strip())}
            )
        ProjectAlias.objects.bulk_create(added)
    return len(added)


def _names_in(county: Unit) -> list[tuple[int, str]]:
    """Every name and alias of the county's projects, with the project's id; one query."""
    names = Project.objects.of_county(county).order_by().values_list("pk", "name")
    aliases = ProjectAlias.objects.filter(project__county=county).values_list("project", "name")
    return list(names.union(aliases, all=True))


def _master_data(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - set(MASTER_DATA)
    if unknown:
        raise ValueError(f"not master data: {sorted(unknown)}")
    return dict(facts)


def _refuse_dates(facts: Mapping[str, Any], today: datetime.date) -> None:
    if faults := date_faults(facts, today):
        raise DatesDoNotAgree(faults)


def _refuse_taken_name(county: Unit, name: str, own: Project | None = None) -> None:
    key = name_key(name)
    for pk, taken in _names_in(county):
        if name_key(taken) == key and (own is None or pk != own.pk):
            raise NameTaken(f"县内已有名称或别名为“{taken}”的项目，请核对是否同一项目。")


@contextmanager
def _name_free_to_the_end(name: str) -> Iterator[None]:
    """Someone may take the name between our look and our write: the constraint decides."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise NameTaken(f"县内已有名为“{name}”的项目，请核对是否同一项目。") from error


# --- The units' parts and the lead official --------------------------------------------


def assign_unit(
    *, project: Project, unit: Unit, part: str, by: User | None, on: datetime.date, reason: str = ""
) -> ProjectUnit:
    """Give ``unit`` a part in the project from ``on``. For 填报单位 and 责任单位 the former
    holder's part ends on that day; one that began on that day or later is put right in place.
    Raises DomainError."""
    with audited(by=by, reason=reason) as audit:
        if unit.own_county_id != project.county_id:
            raise DomainError(f"{unit} 不是{project.county}的单位。")
        _lock(project)
        current = list(
            ProjectUnit.objects.current().filter(project=project, part=part).select_related("unit")
        )
        for held in current:
            if held.unit_id == unit.pk:
                return held
        former = current if part in SINGLE_PARTS else []
        given = _succeed(former, ProjectUnit(project=project, unit=unit, part=part), "unit", on)
        audit.record(
            project,
            "project.update",
            county=project.county,
            changes={Part(part).label: ("、".join(str(held.unit) for held in former), unit.name)},
        )
    return given


def set_lead_official(
    *, project: Project, name: str, by: User | None, on: datetime.date, reason: str = ""
) -> LeadOfficial:
    """Make ``name`` the 包抓领导 from ``on``; the former one's time ends on that day."""
    with audited(by=by, reason=reason) as audit:
        _lock(project)
        former = list(LeadOfficial.objects.filter(project=project, until=None))
        if former and former[0].name == name:
            return former[0]
        old = former[0].name if former else ""
        given = _succeed(former, LeadOfficial(project=project, name=name), "name", on)
        audit.record(
            project, "project.update", county=project.county, changes={"包抓领导": (old, name)}
        )
    return given


def _lock(project: Project) -> None:
    """Two people who name a successor at once come one after the other."""
    Project.objects.select_for_update().get(pk=project.pk)


def _succeed(former: Sequence[Any], successor: Any, holder: str, on: datetime.date) -> Any:
    """End ``former`` on ``on`` and begin ``successor``, a dated row whose ``holder`` differs."""
    for held in former:
        if held.from_date >= on:
            # A part of no length cannot be kept: it never took effect, the trail tells of it.
            setattr(held, holder, getattr(successor, holder))
            held.save(update_fields=[holder])
            return held
        held.until = on
        held.save(update_fields=["until"])
    successor.from_date = on
    successor.save()
    return successor


# --- What the site has come to ---------------------------------------------------------


@dataclass(frozen=True)
class SiteProgress:
    """What an approved entry says of a site; either date may be unknown."""

    project: Project
    actual_start: datetime.date | None = None
    substantially_complete_on: datetime.date | None = None


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
    """Keep the earliest 实际开工日期 and 基本建成日期 told for each project, and move its stage on
    to 在建 or 基本建成, never back. Returns how many projects changed."""
    return _change_sites(sites, _advance, by)


def take_back_sites(*, sites: Iterable[SiteProgress], by: User | None) -> int:
    """Forget dates that stand as they were told by entries which no longer count, and let the
    stage fall back with them. Returns how many projects changed."""
    return _change_sites(sites, _fall_back, by)


def _change_sites(
    sites: Iterable[SiteProgress],
    change: Callable[[Project, SiteProgress], None],
    by: User | None,
) -> int:
    told = list(sites)
    with audited(by=by) as audit:
        projects = _locked_projects(site.project.pk for site in told)
        before = {pk: _site(project) for pk, project in projects.items()}
        for site in told:
            change(projects[site.project.pk], site)
        changed = [project for pk, project in projects.items() if _site(project) != before[pk]]
        _keep_changed(changed, ["actual_start", "substantially_complete_on", "stage"])
        for project in changed:
            audit.record(
                project,
                "project.update",
                county=project.county,
                changes=dict(
                    project_change(name, old, getattr(project, name))
                    for name, old in before[project.pk].items()
                    if getattr(project, name) != old
                ),
            )
    return len(changed)


def _locked_projects(ids: Iterable[int]) -> dict[int, Project]:
    """The projects as they stand, by id, with their counties; nobody else writes them now."""
    found = Project.objects.select_related("county").select_for_update(of=("self",))
    return {project.pk: project for project in found.filter(pk__in=set(ids))}


def _site(project: Project) -> dict[str, Any]:
    return {
        "actual_start": project.actual_start,
        "substantially_complete_on": project.substantially_complete_on,
        "stage": project.stage,
    }


def _advance(project: Project, site: SiteProgress) -> None:
    project.actual_start = _earlier(project.actual_start, site.actual_start)
    project.substantially_complete_on = _earlier(
        project.substantially_complete_on, site.substantially_complete_on
    )
    if site.actual_start:
        advance_stage(project, Stage.CONSTRUCTION)
    if site.substantially_complete_on:
        advance_stage(project, Stage.SUBSTANTIAL)


def _fall_back(project: Project, site: SiteProgress) -> None:
    completion, start = site.substantially_complete_on, site.actual_start
    if completion and project.substantially_complete_on == completion:
        project.substantially_complete_on = None
        if project.stage == Stage.SUBSTANTIAL:
            project.stage = Stage.CONSTRUCTION
    if start and project.actual_start == start:
        project.actual_start = None
        if project.stage == Stage.CONSTRUCTION:
            # A continuing project never told its start by an entry: this one had none before.
            project.stage = Stage.PRELIMINARY


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
    return Milestone.objects.get(project=project, kind=kind)


def record_milestones(*, reached: Iterable[MilestoneReached], by: User | None) -> int:
    """Keep the earliest day on which each step is known to be reached. 开工 moves the stage to
    在建; the plan category stays (DESIGN §4.4). Returns how many milestones were new or changed."""
    told = list(reached)
    with audited(by=by) as audit:
        projects = _locked_projects(step.project.pk for step in told)
        known = {
            (milestone.project_id, milestone.kind): milestone
            for milestone in Milestone.objects.filter(project__in=projects)
        }
        new: list[Milestone] = []
        changed: list[Milestone] = []
        for step in sorted(told, key=lambda step: MILESTONE_ORDER[step.kind]):
            milestone = known.get((step.project.pk, step.kind))
            if milestone is None:
                milestone = Milestone(project=step.project, kind=step.kind, note=step.note)
                known[step.project.pk, step.kind] = milestone
                new.append(milestone)
            elif milestone.reached_on and milestone.reached_on <= step.reached_on:
                continue
            else:
                changed.append(milestone)
            audit.record(
                projects[step.project.pk],
                "project.update",
                county=projects[step.project.pk].county,
                changes=milestone_words(milestone, step.reached_on),
            )
            milestone.reached_on = step.reached_on
        Milestone.objects.bulk_create(new)
        Milestone.objects.bulk_update(changed, ["reached_on"])
        started = {step.project.pk for step in told if step.kind == MilestoneKind.START}
        _start_sites([projects[pk] for pk in sorted(started)], audit)
    return len(new) + len(changed)


def milestone_words(milestone: Milestone, reached_on: datetime.date) -> dict[str, tuple[str, str]]:
    """The line of ``changes`` for a milestone that is about to be ``reached_on``."""
    old, new = (shown(Milestone, "reached_on", day) for day in (milestone.reached_on, reached_on))
    return {f"前期节点 {milestone.get_kind_display()}": (old, new)}


def _start_sites(projects: Iterable[Project], audit: Trail) -> None:
    """The day of the start is not known from a status list: only the stage moves."""
    changed = []
    for project in projects:
        old = project.stage
        advance_stage(project, Stage.CONSTRUCTION)
        if project.stage != old:
            changed.append(project)
            words = dict([project_change("stage", old, project.stage)])
            audit.record(project, "project.update", county=project.county, changes=words)
    if changed:
        _keep_changed(changed, ["stage"])
