"""Photos that come by the folder: taken in with the project and the day that their names propose,
assigned by hand where these tell nothing, and then laid beside their projects."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.files import File
from django.db import models

from accounts import clock
from accounts.errors import DomainError, NoSpace, NotAllowed, Stale
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.claims import write
from accounts.trail.facts import made
from accounts.trail.holding import hold
from files import photos
from files.models import sha256_of
from files.sizes import LARGEST
from projects.journal import rules
from projects.journal.matching import day_in, names_of
from projects.models import LONGEST_PHOTO_CAPTION, LONGEST_PHOTO_NAME, Project, ProjectPhoto
from workbooks.writing import printable

MOST_AT_ONCE = 20
"""Files of one request: a script sends a folder in several."""
FIRST_DAY = datetime.date(2000, 1, 2)
"""A camera whose clock was never set begins on the first."""


class Sent(NamedTuple):
    """A file and where it lay in its folder, as far as the browser says."""

    file: "File[Any]"
    path: str


@dataclass(frozen=True)
class PhotosTaken:
    """How many of those that were sent are ``added``, and how many were ``known`` before."""

    added: int = 0
    known: int = 0

    @property
    def words(self) -> str:
        said = f"已收到{self.added}张照片，请核对项目和日期后归集。" if self.added else ""
        return said + (f"{self.known}张此前已上传，没有重复保存。" if self.known else "")


class PhotosLeftOut(DomainError):
    """Some were not taken in; the message says which and why. The others are ``kept``."""

    def __init__(self, told: Sequence[str], kept: PhotosTaken) -> None:
        super().__init__("；".join([*told, *([kept.words] if kept.words else [])]))
        self.kept = kept


@dataclass(frozen=True)
class Placement:
    """What a person says of a photo that waits, read at ``version``."""

    photo: ProjectPhoto
    version: int
    project: Project
    taken_on: datetime.date
    caption: str = ""


def take_photos(
    *,
    county: Unit,
    sent: Sequence[Sent],
    by: User,
    today: datetime.date,
    project: Project | None = None,
) -> PhotosTaken:
    """Keep photos, each with the project and day that it seems to be of; with ``project`` all are
    of that. One that does not fit does not keep out the others. Raises NotAllowed, NoSpace,
    PhotosLeftOut."""
    if not rules.brings_photos(by, county):
        raise NotAllowed("您不能上传现场照片")
    told = [] if sent else ["请先选择照片"]
    if len(sent) > MOST_AT_ONCE:
        raise DomainError(f"一次至多{MOST_AT_ONCE}张，请分几次上传", field="files")
    names = names_of([project] if project else _projects_written(by, county))
    added = known = 0
    for file, path in sent:
        name = printable(path or file.name or "")
        try:
            content = _content(file)
            row = ProjectPhoto(
                county=county,
                project_id=project.pk if project else names.project_in(_stem(name)),
                taken_on=_day(content, name, today),
                original_name=name[-LONGEST_PHOTO_NAME:],
                added_by=by,
                added_at=clock.now(),
            )
            is_new = _keep(row, content, by)
        except NoSpace:
            raise
        except DomainError as error:
            told.append(f"“{name}”没有上传：{error.message}")
        else:
            added, known = added + is_new, known + (not is_new)
    kept = PhotosTaken(added, known)
    if told:
        raise PhotosLeftOut(told, kept)
    return kept


def place_photos(*, placements: Sequence[Placement], by: User, today: datetime.date) -> int:
    """Lay photos that wait beside their projects; how many. All or none. Raises NotAllowed,
    DomainError for a day to come, Stale where one was assigned meanwhile."""
    if not placements:
        raise DomainError("请先给照片选定项目和日期")
    with audited(by=by) as audit:
        for each in placements:
            if each.photo.added_by_id != by.pk or not rules.writes_journal(by, each.project):
                raise NotAllowed("只能归集自己上传的、自己有关项目的照片")
            if each.taken_on > today:
                raise DomainError(f"“{each.photo}”的日期不能晚于今天")
            placed = write(
                audit,
                each.photo,
                "journal.place",
                county=each.photo.county,
                version=each.version,
                where=models.Q(placed_at=None, voided_at=None),
                project=each.project,
                taken_on=each.taken_on,
                caption=within(each.caption, LONGEST_PHOTO_CAPTION, "说明"),
                unit=rules.writing_unit(by, each.project),
                placed_at=clock.now(),
            )
            if not placed:
                raise Stale(f"“{each.photo}”已经归集或移除，本次没有保存，请核对后再操作")
    return len(placements)


def take_out(*, photo: ProjectPhoto, by: User, version: int) -> bool:
    """Out of use, by who brought it; the file stays. True for the one call that did it. Raises
    NotAllowed, Stale."""
    if not rules.takes_out(by, photo):
        raise NotAllowed("只能移除自己上传的照片")
    with audited(by=by) as audit:
        if hold(photo).voided_at is not None:
            return False
        removed = write(
            audit,
            photo,
            "journal.remove_photo",
            county=photo.county,
            version=version,
            voided_at=clock.now(),
            voided_by=by,
        )
        if not removed:
            raise Stale("打开页面之后已有改动，本次没有移除，请核对后再操作")
    return True


def _projects_written(by: User, county: Unit) -> "models.QuerySet[Project]":
    return Project.objects.visible_to(by).of_county(county)


def _content(file: "File[Any]") -> bytes:
    """Too large a file is refused before it is read."""
    if (file.size or 0) > LARGEST:
        raise photos.UnfitPhoto(photos.too_large_photo(file.size or 0))
    content: bytes = file.read()
    return content


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _day(content: bytes, name: str, today: datetime.date) -> datetime.date | None:
    """What the camera says, else the name; a day to come is none."""
    told = (photos.taken_on(content), day_in(_stem(name)))
    return next((day for day in told if day and FIRST_DAY <= day <= today), None)


def _keep(row: ProjectPhoto, content: bytes, by: User) -> bool:
    """Whether it is new: the same one is kept once."""
    encoded = photos.encode(content)
    row.width, row.height = encoded.width, encoded.height
    known = ProjectPhoto.objects.filter(
        county=row.county, sha256=sha256_of(encoded.content), voided_at=None
    )
    with audited(by=by) as audit:
        hold(row.county)
        if known.filter(models.Q(added_by=by) | models.Q(placed_at__isnull=False)).exists():
            return False
        row.unit = _room_of(row, by)
        row.keep(encoded.content, unit=row.unit)
        row.save()
        audit.record(row, "journal.photo", county=row.county, changes=made(row))
    return True


def _room_of(row: ProjectPhoto, by: User) -> Unit | None:
    """The unit whose room it takes: of a reporter his own."""
    if may(by, "journal.add", row.county):
        return None
    held = [each.unit for each in by.held_roles if each.unit_id != row.county_id]
    return held[0] if held else None
