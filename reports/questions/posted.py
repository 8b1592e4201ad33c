"""What the form that arranges a selection sends: its rows, and values of projects' master data."""

from collections.abc import Iterable, Sequence

from django.http import QueryDict

from accounts.models import User
from accounts.pages.whole_numbers import whole_number
from projects.models import Project
from reports.questions.brought_back import ArrangedStop, DataEdit
from reports.questions.brought_sheet import EDITED
from reports.questions.models import NamedSelection
from reports.questions.services import DataChange, Stop


def places_of(kept: NamedSelection, user: User) -> list[ArrangedStop]:
    """The rows as they are kept."""
    return [
        ArrangedStop(stop.project_id, stop.project.name, stop.position, stop.note)
        for stop in kept.stops_seen_by(user)
    ]


def places_typed(posted: QueryDict, kept: NamedSelection, user: User) -> list[ArrangedStop]:
    """The rows as they were typed: those of the selection, and those that a workbook brought."""
    known = {place.project_id: place for place in places_of(kept, user)}
    brought = _numbers(posted.getlist("stop"))
    seen = Project.objects.visible_to(user).filter(county=kept.county)
    for pk, name in seen.filter(pk__in=brought).values_list("pk", "name"):
        known.setdefault(pk, ArrangedStop(pk, name, len(known) + 1, ""))
    return [
        ArrangedStop(
            project_id=pk,
            name=place.name,
            position=whole_number(posted.get(f"position_{pk}") or "") or place.position,
            note=posted.get(f"note_{pk}", place.note),
            is_dropped=f"drop_{pk}" in posted,
        )
        for pk, place in known.items()
    ]


def stops_typed(places: Iterable[ArrangedStop]) -> list[Stop]:
    """Those that stay, by the numbers that were typed beside them."""
    staying = [place for place in places if not place.is_dropped]
    staying.sort(key=lambda place: place.position)
    return [Stop(place.project_id, at, place.note) for at, place in enumerate(staying, start=1)]


def edits_typed(posted: QueryDict, user: User) -> list[DataEdit]:
    """Values of projects that the user sees, ticked or not."""
    seen = Project.objects.visible_to(user).in_bulk(_numbers(posted.getlist("edited")))
    return [
        DataEdit(
            project_id=pk,
            project=project.name,
            version=version,
            field=field,
            old=getattr(project, field),
            new=value.strip(),
            is_ticked=f"take_{pk}_{field}" in posted,
        )
        for pk, project in seen.items()
        for field in EDITED
        if (value := posted.get(f"value_{pk}_{field}")) is not None
        and (version := whole_number(posted.get(f"seen_{pk}") or "")) is not None
    ]


def data_of(edits: Sequence[DataEdit]) -> list[DataChange]:
    """The ticked ones, those of one project together."""
    ticked = [edit for edit in edits if edit.is_ticked]
    projects = Project.objects.in_bulk({edit.project_id for edit in ticked})
    return [
        DataChange(
            project,
            next(edit.version for edit in ticked if edit.project_id == pk),
            {edit.field: edit.new for edit in ticked if edit.project_id == pk},
        )
        for pk, project in projects.items()
    ]


def _numbers(texts: Iterable[str]) -> list[int]:
    return [number for text in texts if (number := whole_number(text)) is not None]
