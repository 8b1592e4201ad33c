"""A kept selection's workbook that was edited in Excel and comes back: what it would change.

The order of the rows, rows that were taken out or put in, and 备注 are the selection's own. Where a
project lies and who is asked about it are master data, changed as on the project's page. All other
columns are computed or come by another door: what was typed there is told, and changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import CharField

from accounts.models import User
from measures.months import Month
from projects.models import Project
from projects.rules import changes_project, proposes_change
from projects.wording import field_label
from reports.questions.brought_sheet import EDITED, BroughtSheet, NoSuchSheet, SelectionMark
from reports.questions.models import NamedSelection, SelectedProject
from reports.questions.pasted import KnownNames
from workbooks import values
from workbooks.cells import Row
from workbooks.values import Unreadable


@dataclass(frozen=True)
class ArrangedStop:
    """A project in the form that arranges a selection. ``was`` says in words what it changes; empty
    where nothing."""

    project_id: int
    name: str
    position: int
    note: str
    is_dropped: bool = False
    was: str = ""


@dataclass(frozen=True)
class DataEdit:
    """A value of a project's master data that was typed, to be taken over where it ``is_ticked``;
    ``version`` is the project's."""

    project_id: int
    project: str
    version: int
    field: str
    old: str
    new: str
    is_ticked: bool = True

    @property
    def label(self) -> str:
        return field_label(Project, self.field)


@dataclass(frozen=True)
class BroughtBack:
    """``left_alone`` are sentences about what was typed and is not taken over. ``is_older``: the
    selection was changed since the workbook was written."""

    places: tuple[ArrangedStop, ...]
    edits: tuple[DataEdit, ...]
    left_alone: tuple[str, ...]
    is_older: bool

    @property
    def is_empty(self) -> bool:
        return not self.edits and not any(place.was for place in self.places)


def read_back(
    content: bytes,
    filename: str,
    kept: NamedSelection,
    write: Callable[[Month | None], bytes],
    by: User,
) -> BroughtBack:
    """Hold what came back against the workbook as ``write`` writes it today at the cut-off that it
    bears. Nothing is changed. Raises UnreadableWorkbook, NoSuchSheet."""
    names = KnownNames(kept.county, by)
    theirs = BroughtSheet.read(content, filename, names)
    mark = SelectionMark.of(content)
    if mark is not None and mark.selection != kept.pk:
        raise NoSuchSheet("这是另一份名单导出的表，请到那份名单的页面传回。")
    ours = BroughtSheet.read(write(mark.month if mark else None), kept.name, names)
    projects = Project.objects.visible_to(by).in_bulk(list(theirs.rows))
    edits, unfit = _edits(theirs, ours, projects, by)
    return BroughtBack(
        places=tuple(_places(theirs, ours, kept, by, projects)),
        edits=tuple(edits),
        left_alone=(
            *(told for text, told in theirs.passed.items() if text not in ours.passed),
            *unfit,
            *_other_cells(theirs, ours, projects),
        ),
        is_older=mark is not None and mark.version != kept.version,
    )


def _places(
    theirs: BroughtSheet,
    ours: BroughtSheet,
    kept: NamedSelection,
    by: User,
    projects: dict[int, Project],
) -> Iterator[ArrangedStop]:
    """The rows of the workbook in their order, then what it never had, then what it has no more."""
    stops = {stop.project_id: stop for stop in kept.stops_seen_by(by)}
    order = _order(theirs, {pk: at for at, pk in enumerate(ours.rows, start=1)})
    unwritten = [pk for pk in stops if pk not in ours.rows and pk not in theirs.rows]
    gone = [pk for pk in stops if pk in ours.rows and pk not in theirs.rows]
    staying = [*order, *unwritten]
    moved = _moved(staying, list(stops))
    for position, pk in enumerate([*staying, *gone], start=1):
        stop = stops.get(pk)
        note = theirs.said(pk, "note")
        place = ArrangedStop(
            project_id=pk,
            name=(stop.project if stop else projects[pk]).name,
            position=position,
            note=(stop.note if stop else "") if note is None else note,
            is_dropped=pk in gone,
        )
        yield replace(place, was=_was(place, stop, has_moved=pk in moved))


def _moved(staying: Sequence[int], stops: Sequence[int]) -> set[int]:
    """Those that changed places among themselves; who moves up because another left did not."""
    now = [pk for pk in staying if pk in stops]
    former = [pk for pk in stops if pk in now]
    return {pk for pk, before in zip(now, former, strict=True) if pk != before}


def _was(place: ArrangedStop, stop: SelectedProject | None, *, has_moved: bool) -> str:
    if stop is None:
        return "新加入"
    if place.is_dropped:
        return "表里已删去"
    told = []
    if has_moved:
        told.append(f"次序原为{stop.position}")
    if stop.note != place.note:
        told.append(f"备注原为“{stop.note}”" if stop.note else "备注原为空")
    return "，".join(told)


def _order(theirs: BroughtSheet, former: dict[int, int]) -> list[int]:
    """By the numbers where somebody typed numbers, else as the rows stand: who moves a row in Excel
    takes its number along."""
    stand = list(theirs.rows)
    known = [former[pk] for pk in stand if pk in former]
    numbers = {pk: _number(row) for pk, row in theirs.rows.items()}
    if known != sorted(known) or None in numbers.values():
        return stand
    return sorted(stand, key=lambda pk: numbers[pk] or 0)


def _number(row: Row) -> int | None:
    try:
        return values.integer(row.get("serial"))
    except Unreadable:
        return None


def _edits(
    theirs: BroughtSheet, ours: BroughtSheet, projects: dict[int, Project], by: User
) -> tuple[list[DataEdit], list[str]]:
    """What may be taken over, and sentences about what may not."""
    edits: list[DataEdit] = []
    unfit: list[str] = []
    for pk, project in projects.items():
        for field in EDITED:
            said, old = theirs.said(pk, field), getattr(project, field)
            if said is None or said == old or said == ours.said(pk, field):
                continue
            edit = DataEdit(pk, project.name, project.version, field, old, said)
            most = _longest(field)
            if len(said) > most:
                unfit.append(f"“{project}”的{edit.label}超过{most}字，没有采用")
            elif not (changes_project(by, project) or proposes_change(by, project)):
                unfit.append(f"“{project}”的资料不由您修改，{edit.label}没有采用")
            else:
                edits.append(edit)
    return edits, unfit


def _longest(name: str) -> int:
    """Characters that a field of a project holds."""
    field = Project._meta.get_field(name)
    assert isinstance(field, CharField)
    assert field.max_length
    return field.max_length


def _other_cells(
    theirs: BroughtSheet, ours: BroughtSheet, projects: dict[int, Project]
) -> Iterator[str]:
    for pk, project in projects.items():
        for key, title in theirs.columns.items():
            old, new = ours.said(pk, key), theirs.said(pk, key)
            if key.startswith("shown_") and None not in (old, new) and old != new:
                yield f"“{project}”的{title}由“{old}”改成“{new}”，这一列不由名单改，没有采用"
