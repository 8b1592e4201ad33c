"""What the pages of the journal read."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from accounts.models import Unit, User
from projects.models import JournalNote, NamedColleague, Project, ProjectPhoto


def notes_of(user: User, project: Project) -> QuerySet[JournalNote]:
    """The notes of a project that the user sees, the latest first, each with its author, what
    corrects it, and whom it names. Two queries."""
    named = NamedColleague.objects.select_related("person").order_by("pk")
    return (
        JournalNote.objects.visible_to(user)
        .filter(project=project)
        .select_related("written_by", "corrected_by", "corrects")
        .prefetch_related(Prefetch("named", named, to_attr="colleagues"))
    )


def unread_of(user: User) -> QuerySet[NamedColleague]:
    """What names the user and is not read; of projects that they see still."""
    named = NamedColleague.objects.unread().filter(person=user)
    seen = JournalNote.objects.visible_to(user).values("pk")
    return named.filter(note__in=seen).select_related("note__project", "note__written_by")


def waiting_photos(user: User, county: Unit) -> Sequence[ProjectPhoto]:
    """What the user has sent and not assigned, those without a proposal first."""
    waiting = ProjectPhoto.objects.waiting().filter(county=county, added_by=user)
    rows = list(waiting.select_related("project").order_by("original_name", "pk"))
    return sorted(rows, key=lambda each: each.project_id is not None and each.taken_on is not None)
