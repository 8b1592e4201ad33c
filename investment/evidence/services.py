"""佐证材料: laid beside a project's month while its figures may still be changed, by the unit or on
its behalf, captioned, and taken out again."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files import File

from accounts import clock
from accounts.errors import DomainError, NoSpace, NotAllowed, Stale, WrongState
from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, may
from accounts.trail.audit import Trail, audited
from accounts.trail.claims import write
from accounts.trail.facts import made
from accounts.trail.holding import hold
from files import photos
from files.documents import document_type
from files.models import sha256_of
from files.responses import JPEG
from files.sizes import MEGABYTE, too_large
from investment.calendar import rule_in_force
from investment.models import (
    LONGEST_CAPTION,
    Evidence,
    MonthlyEntry,
    ReportingPeriod,
    ReportingRule,
)
from investment.selectors.deadlines import open_until
from projects.models import Project, ProjectUnit
from workbooks.writing import printable

_LONGEST_NAME = 255


@dataclass(frozen=True)
class Place:
    """The month of a project, as its unit reports it."""

    unit: Unit
    period: ReportingPeriod
    project: Project

    @property
    def limits(self) -> ReportingRule:
        """How many there may be and how large: the county's rule of that month."""
        return rule_in_force(self.period.county, self.period.as_month.last_day)

    def __str__(self) -> str:
        return f"“{self.project}”{self.period}"


@dataclass(frozen=True)
class EvidenceKept:
    """How many of those that were sent are ``added``, and how many were ``known`` before."""

    added: int = 0
    known: int = 0

    @property
    def words(self) -> str:
        said = f"已上传{self.added}份佐证材料。" if self.added else ""
        return said + (f"{self.known}份已经在列表中，没有重复保存。" if self.known else "")


class EvidenceLeftOut(DomainError):
    """Some were not kept; the message says which and why. The others are ``kept``."""

    def __init__(self, told: Sequence[str], kept: EvidenceKept) -> None:
        super().__init__("；".join([*told, *([kept.words] if kept.words else [])]))
        self.kept = kept


def add_evidence(
    *,
    place: Place,
    files: "Sequence[File[Any]]",
    caption: str,
    by: User,
    today: datetime.date,
) -> EvidenceKept:
    """Keep photos and documents; one that does not fit does not keep out the others. A photo is
    kept as we encode it, a document as it came.

    Raises NotAllowed, WrongState when the figures cannot be changed now, NoSpace, EvidenceLeftOut.
    """
    _require_hand(place, by)
    caption = _caption(caption)
    limits = place.limits
    told = [] if files else ["请先选择照片或文件"]
    added = known = 0
    for file in files:
        name = printable(file.name or "")[-_LONGEST_NAME:]
        try:
            # Too large a file is refused before it is read.
            if (file.size or 0) > limits.evidence_megabytes * MEGABYTE:
                raise DomainError(_too_large(file.size or 0, limits))
            row, content = _row(place, name, file.read(), caption, by)
            is_new = _keep(place, row, content, limits.evidence_most, by, today)
        except (WrongState, NoSpace):
            raise
        except DomainError as error:
            told.append(f"“{name}”没有上传：{error.message}")
        else:
            added, known = added + is_new, known + (not is_new)
    kept = EvidenceKept(added, known)
    if told:
        raise EvidenceLeftOut(told, kept)
    return kept


def describe_evidence(
    *, evidence: Evidence, caption: str, version: int, by: User, today: datetime.date
) -> Evidence:
    """Give it another caption. Raises NotAllowed, WrongState, Stale, DomainError."""
    place = place_of(evidence)
    _require_hand(place, by)
    caption = _caption(caption)
    with audited(by=by) as audit:
        _require_changeable(place, by, today)
        if evidence.caption != caption:
            _write(audit, evidence, "evidence.describe", version, caption=caption)
    return evidence


def remove_evidence(*, evidence: Evidence, version: int, by: User, today: datetime.date) -> bool:
    """Take it out of use; the file stays. True for the one call that did it. Raises NotAllowed,
    WrongState, Stale."""
    place = place_of(evidence)
    _require_hand(place, by)
    with audited(by=by) as audit:
        _require_changeable(place, by, today)
        if hold(evidence).is_void:
            return False
        _write(audit, evidence, "evidence.remove", version, voided_at=clock.now(), voided_by=by)
    return True


def place_of(evidence: Evidence) -> Place:
    return Place(evidence.unit, evidence.period, evidence.project)


def may_change(place: Place, by: User, today: datetime.date) -> bool:
    """Whether the person may add and remove at this place today."""
    if not may_fill(place, by):
        return False
    entry = _entry(place)
    return (entry is None or entry.is_editable) and _is_open(place, by, today)


def may_fill(place: Place, by: User) -> bool:
    """Whether the person fills in the row: for the unit that reports the month, whichever
    reports the project since, or on its behalf. The scan of the paper is the proof of what the
    bureau keys."""
    reported = ProjectUnit.objects.answering_for(place.period.as_month.last_day)
    is_reported = reported.filter(project=place.project, unit=place.unit).exists()
    keys = may(by, "entry.enter", place.period.county, answer=ON_BEHALF)
    return is_reported and (keys or reports(place, by))


def reports(place: Place, by: User) -> bool:
    return may(by, "entry.enter", place.unit)


def download_name(evidence: Evidence) -> str:
    """The name it came under, without what a file system reads otherwise."""
    return "".join("_" if letter in '\\/:*?"<>|' else letter for letter in evidence.original_name)


# --- One file ------------------------------------------------------------------------------


def _row(place: Place, name: str, content: bytes, caption: str, by: User) -> tuple[Evidence, bytes]:
    """The row and what is to be kept of the file. Raises UnfitPhoto, UnfitDocument."""
    row = Evidence(
        project=place.project,
        period=place.period,
        unit=place.unit,
        original_name=name,
        caption=caption,
        added_by=by,
        added_at=clock.now(),
    )
    if photos.is_photo(content):
        encoded = photos.encode(content)
        row.content_type, row.width, row.height = JPEG, encoded.width, encoded.height
        return row, encoded.content
    row.content_type = document_type(content, name).content_type
    return row, content


def _keep(
    place: Place, row: Evidence, content: bytes, most: int, by: User, today: datetime.date
) -> bool:
    """Whether it is new: the same one is kept once."""
    with audited(by=by) as audit:
        _require_changeable(place, by, today)
        standing = Evidence.objects.of_month(place.unit, place.period).standing()
        standing = standing.filter(project=place.project)
        if standing.filter(sha256=sha256_of(content)).exists():
            return False
        if standing.count() >= most:
            raise DomainError(f"每个项目每月至多{most}份，请先移除不用的")
        row.keep(content, unit=place.unit)
        row.save()
        county, label = place.period.county, _label(row)
        audit.record(row, "evidence.add", county=county, label=label, changes=made(row))
    return True


def _write(audit: Trail, evidence: Evidence, action: str, version: int, **values: Any) -> None:
    county, label = evidence.period.county, _label(evidence)
    if not write(audit, evidence, action, county=county, label=label, version=version, **values):
        raise Stale("打开页面之后已有他人改动，本次没有保存，请核对后再操作")


def _label(evidence: Evidence) -> str:
    return f"{evidence.project} {evidence.period} {evidence.original_name}"


def _caption(text: str) -> str:
    caption = printable(text).strip()
    if len(caption) > LONGEST_CAPTION:
        raise DomainError(f"说明最多{LONGEST_CAPTION}个字，现有{len(caption)}个", field="caption")
    return caption


def _too_large(size: int, limits: ReportingRule) -> str:
    advice = "请降低拍照或扫描的清晰度，或压缩后上传"
    return too_large("文件", size, advice, limits.evidence_megabytes)


# --- Who may, and when ---------------------------------------------------------------------


def _require_hand(place: Place, by: User) -> None:
    if not may_fill(place, by):
        raise NotAllowed("只有项目的填报单位和代填的人可以增减佐证材料")


def _require_changeable(place: Place, by: User, today: datetime.date) -> None:
    """Held until the transaction ends, the entry before the project as in every deed of review:
    what was sent keeps its evidence, and only one hand at a time counts how many there are."""
    entry = _entry(place)
    entry = entry and hold(entry)
    hold(place.project)
    if entry is not None and not entry.is_editable:
        raise WrongState(f"{place}已报送，不能再增减佐证材料；要改请先撤回，或等退回")
    if not _is_open(place, by, today):
        raise WrongState(f"{place.period}填报期已关闭，不能再增减佐证材料，请联系发改局")


def _entry(place: Place) -> MonthlyEntry | None:
    """The entry of the project's month, also one that a former unit has sent: there is but one."""
    period = place.period
    entries = MonthlyEntry.objects.filter(year=period.year, month=period.month)
    return entries.filter(project=place.project).first()


def _is_open(place: Place, by: User, today: datetime.date) -> bool:
    """An extension is the unit's: the bureau keys while the period is open."""
    period = ReportingPeriod.objects.get(pk=place.period.pk)
    if period.is_open:
        return True
    return reports(place, by) and open_until(period, place.unit, today) is not None
