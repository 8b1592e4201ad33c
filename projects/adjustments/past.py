"""A list of a year that is over, of a project that is on a list of a later year: what is adjusted
of the project holds until the end of that year and says nothing of the years after it (DESIGN
§4.18)."""

import datetime

from accounts.errors import DomainError
from accounts.models import User
from accounts.trail.audit import audited
from accounts.trail.claims import claim
from accounts.trail.dated import Dating
from projects.kept import as_kept
from projects.models import ONLY_DRAFTED, FormerDetails, PlanItem, Project
from projects.reading import projects_on
from projects.wording import field_label

OF_TODAY = "已在{year}年以后的清单上，{names}请在项目页登记，不能由{year}年的调整方案改动"


def is_past_for(project: Project, year: int) -> bool:
    """Whether the project is on a list of a later year that says what it plans."""
    later = PlanItem.objects.filter(project=project, plan__year__gt=year)
    return later.exclude(ONLY_DRAFTED).exists()


def as_of_the_year(project: Project, year: int) -> Project:
    """What a change of a list of the year is compared with: the project, or where the year is past
    for it a copy as it was on the last day, to be read and not to be saved."""
    if not is_past_for(project, year):
        return project
    [then] = projects_on([project], datetime.date(year, 12, 31), project.county)
    return then


def change_in_the_year(
    *,
    project: Project,
    changes: dict[str, object],
    year: int,
    from_day: datetime.date,
    by: User | None,
    reason: str,
) -> None:
    """Change master data from the day until the end of the year alone. Raises DomainError for what
    has no days, or is the project's name: that is what is so now."""
    columns = {field.name: field.attname for field in Project._meta.concrete_fields}
    dated = {*FormerDetails.columns()} - {"name"}
    if of_today := [name for name in changes if columns[name] not in dated]:
        names = "、".join(field_label(Project, name) for name in of_today)
        raise DomainError(OF_TODAY.format(year=year, names=names))
    with audited(by=by, reason=reason) as audit:
        now = Project.objects.select_related("county").get(pk=project.pk)
        claim(now)
        dating = Dating(FormerDetails, [now])
        new_year = datetime.date(year + 1, 1, 1)
        values = {columns[name]: as_kept(value) for name, value in changes.items()}
        dating.correct(now, values, since=from_day, until=new_year)
        dating.save()
        if told := dating.told(now):
            audit.record(now, "project.update", county=now.county, rows=told)
