"""Who may write in the journal of a project (rights.csv, journal.add), and whom a note may name."""

from django.db.models import Q, QuerySet

from accounts.models import Role, RoleAssignment, Unit, User
from accounts.rights import NO, RIGHTS, may, reporting_unit_ids
from projects.models import JournalNote, Project, ProjectPhoto, ProjectUnit

OWN_PROJECTS = "own projects"
ASKED = tuple(role for role in Role.values if role not in (Role.LEADER, Role.REPORTER))
"""A leader is asked to read (请阅), never given a task; a reporter is asked of own projects."""


def writes_journal(user: User, project: Project) -> bool:
    """The bureau, an inspector or a leader of any project; a unit of those it has a part in."""
    return may(user, "journal.add", project.county) or writing_unit(user, project) is not None


def writing_unit(user: User, project: Project) -> Unit | None:
    """The unit of the user's that has a part in the project, whose room a photo takes; None for
    the bureau."""
    if may(user, "journal.add", project.county):
        return None
    units = reporting_unit_ids(user)
    if not units:
        return None
    parts = ProjectUnit.objects.current().filter(project=project, unit__in=units)
    held = parts.select_related("unit__county").order_by("part", "pk").first()
    is_own = held is not None and may(user, "journal.add", held.unit, answer=OWN_PROJECTS)
    return held.unit if held is not None and is_own else None


def brings_photos(user: User, county: Unit) -> bool:
    """Photos of several projects at once: who writes in the journal of any of them."""
    return may(user, "journal.add", county) or may(user, "journal.add", answer=OWN_PROJECTS)


def corrects(user: User, note: JournalNote) -> bool:
    """Its author, and with a later note: nobody changes one."""
    return note.written_by_id == user.pk


def takes_out(user: User, photo: ProjectPhoto) -> bool:
    return photo.added_by_id == user.pk


def colleagues(project: Project, *, with_units: bool = True) -> QuerySet[User]:
    """Who may be named in a note of the project: who reads the county, leaders apart, and who
    reports for a unit that has a part in it."""
    roles = [role for role in ASKED if RIGHTS["project.view"][role] != NO]
    county = Q(role__in=roles, unit=project.county_id)
    parts = ProjectUnit.objects.current().filter(project=project).values("unit")
    unit = Q(role=Role.REPORTER, unit__in=parts)
    held = RoleAssignment.objects.filter(county | unit if with_units else county)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")
