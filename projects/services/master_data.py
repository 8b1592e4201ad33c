"""Master data of projects: entered, changed, known by other names."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.errors import DomainError, Stale
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.claims import claim
from accounts.trail.dated import Dating
from accounts.trail.facts import changed_since, facts_of, made
from accounts.trail.holding import hold
from projects.dates import DATES, date_faults
from projects.models import FormerDetails, Project, ProjectAlias
from projects.naming import name_key, pinyin_of
from projects.packages import refuse_package
from projects.recognition import RECOGNITION, refuse_unproven
from projects.services.parts import SINGLE_PARTS, assign_unit, set_lead_official
from projects.wording import field_label

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
    "town",
    "contact_name",
    "contact_phone",
    "approval_type",
    "industry",
    "legal_person",
    "legal_person_code",
    "stage",
    "actual_start",
    "substantially_complete_on",
    "completed_on",
    "in_production_on",
    "in_use_on",
    "start_recognised_on",
    "start_evidence",
    "package",
)

# Published figures rest on these: who changes one says why.
EXPLAINED = (
    "total_investment",
    "invested_before",
    "invested_before_year",
    "stage",
    "package",
    "start_evidence",
    *DATES,
)


CHANGED_MEANWHILE = "项目资料已被他人修改，您的修改没有保存，请核对后重新提交。"


class NameTaken(DomainError):
    """Another project of the county has this name or alias."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="name")


class ReasonNeeded(DomainError):
    """What changes is in published figures, and nothing says why."""

    def __init__(self, names: Iterable[str]) -> None:
        words = "、".join(field_label(Project, name) for name in names)
        super().__init__(f"改了{words}，请写明理由和依据，如批复文号、会议纪要。", field="reason")


class NotBegun(DomainError):
    """What holds from a day on is told when that day has come."""

    def __init__(self) -> None:
        super().__init__("不能填以后的日期，请到那一天再改。", field="from_day")


class DatesDoNotAgree(DomainError):
    """The stage and dates cannot all be right; ``faults`` is a sentence by field name."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(
            "".join(f"{field_label(Project, name)}{fault}" for name, fault in faults.items())
        )
        self.faults = dict(faults)


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
        project.pinyin = pinyin_of(project.name)
        with _name_free_to_the_end(project.name):
            project.save()
        audit.record(project, "project.create", county=county, changes=made(project))
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
    from_day: datetime.date | None = None,
    is_correction: bool = False,
    reason: str = "",
) -> Project:
    """Change master data read at ``version``: from a day on (today where none is given), or, as a
    correction, because it was never so; from ``from_day`` on where one is given. Figures of the
    days before stay what they were. A former name stays as an alias, since units go on writing it.
    Raises Stale, ReasonNeeded, NotBegun, DatesDoNotAgree, NameTaken."""
    with audited(by=by, reason=reason) as audit:
        before = Project.objects.get(pk=project.pk)
        new = differing(before, changes)
        if before.version != version:
            raise Stale(CHANGED_MEANWHILE)
        if not new:
            if is_correction:
                raise DomainError(
                    "更正的内容与现在登记的相同，没有可更正的；要改一次变更从哪天起，"
                    "请先更正回原来的值，再从正确的那天起变更。",
                    field="from_day",
                )
            return before
        explained = [name for name in EXPLAINED if name in new or is_correction]
        if explained and not reason.strip():
            raise ReasonNeeded([name for name in new if name in explained or is_correction])
        if from_day and from_day > today:
            raise NotBegun
        refuse_unfit(before, new, today)
        if "name" in new:
            new["pinyin"] = pinyin_of(new["name"])
        dating = Dating(FormerDetails, [before])
        day = from_day if is_correction else from_day or today
        present = _present_of(dating, before, day, new, is_correction=is_correction)
        now = Project.objects.get(pk=project.pk)
        with _name_free_to_the_end(new.get("name", before.name)):
            is_changed = claim(now, version=version, **present)
        if not is_changed:
            raise Stale(CHANGED_MEANWHILE)
        dating.save()
        aliases = [_former_name(before)] if "name" in new else []
        audit.record(
            before,
            "project.update",
            county=before.county,
            changes=changed_since(facts_of(before), now),
            rows=[
                *dating.told(before),
                *((alias, made(alias)) for alias, is_new in aliases if is_new),
            ],
        )
    return now


def _present_of(
    dating: Dating[Project],
    project: Project,
    day: datetime.date | None,
    new: Mapping[str, Any],
    *,
    is_correction: bool,
) -> dict[str, Any]:
    """What the project then is today, by column; what it was before goes to ``dating``."""
    columns = {field.name: field.attname for field in Project._meta.concrete_fields}
    by_column = {columns[name]: _stored(value) for name, value in new.items()}
    dated = {name: by_column.pop(name) for name in FormerDetails.columns() if name in by_column}
    as_is = copy(project)
    if is_correction:
        dating.correct(as_is, dated, since=day)
    else:
        dating.change(as_is, day, dated)
    return {**by_column, **{name: getattr(as_is, name) for name in dated}}


def _stored(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _former_name(project: Project) -> tuple[ProjectAlias, bool]:
    return ProjectAlias.objects.get_or_create(project=project, name=project.name)


def differing(project: Project, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``changes`` that are not so already."""
    return {
        name: value
        for name, value in _master_data(changes).items()
        if getattr(project, name) != value
    }


def refuse_unfit(project: Project, new: Mapping[str, Any], today: datetime.date) -> None:
    """Raises DatesDoNotAgree, Unproven, NameTaken for what the project cannot become."""
    # What stood there before these rules does not keep anyone from mending an address.
    if {"stage", *DATES} & set(new):
        stand = {name: getattr(project, name) for name in ("stage", *DATES)}
        _refuse_dates({**stand, **new}, today)
    if set(RECOGNITION) & set(new):
        refuse_unproven(project.county, {**_recognised(project), **new})
    if "name" in new:
        _refuse_taken_name(project.county, new["name"], own=project)
    if "package" in new:
        # Two who put a package together in two pieces come one after the other.
        hold(project.county)
        refuse_package(project, new["package"])


def _recognised(project: Project) -> dict[str, Any]:
    return {name: getattr(project, name) for name in RECOGNITION}


def add_alias(*, project: Project, name: str, by: User | None) -> ProjectAlias:
    """Know the project by another name too. Raises NameTaken."""
    with audited(by=by) as audit:
        if name_key(name) == name_key(project.name):
            raise NameTaken(f"“{name}”就是项目名称，不必登记为别名。")
        _refuse_taken_name(project.county, name, own=project)
        alias, is_new = ProjectAlias.objects.get_or_create(project=project, name=name.strip())
        if is_new:
            told = [(alias, made(alias))]
            audit.record(project, "project.update", county=project.county, rows=told)
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
        for alias in ProjectAlias.objects.bulk_create(added):
            told = [(alias, made(alias))]
            audit.record(alias.project, "project.update", county=county, rows=told)
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
    """The lock makes two who take names alike but for their spaces, of which the constraint knows
    nothing, come one after the other."""
    hold(county)
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
