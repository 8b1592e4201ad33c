"""Inspections (督查): visits, what was found, and what becomes of each finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files import File

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_since, facts_of, made
from accounts.trail.holding import hold
from files import photos
from files.models import sha256_of
from files.sizes import LARGEST
from projects.models import Project
from supervision.models import (
    FindingPhoto,
    Inspection,
    InspectionFinding,
    InspectionKind,
    Problem,
    ProblemSource,
)
from supervision.problems.services import raise_problem

LONGEST_REASON = 200

# --- Visits ------------------------------------------------------------------------------


def record_inspection(
    *,
    county: Unit,
    kind: str,
    visited_on: date,
    team: str,
    looks_back_at: Inspection | None,
    by: User,
    today: date,
) -> Inspection:
    """A visit; the same again is returned as it is. Raises NotAllowed, DomainError for a day to
    come and a second look that does not say at what, WrongState at one that was voided."""
    _require_right(by, county)
    if not team.strip():
        raise DomainError("请写明督查人员", field="team")
    if visited_on > today:
        raise DomainError("督查日期不能晚于今天", field="visited_on")
    if kind != InspectionKind.SECOND_LOOK:
        looks_back_at = None
    elif looks_back_at is None:
        raise DomainError("回头看要选明回头看的是哪一次督查", field="looks_back_at")
    elif looks_back_at.county_id != county.pk:
        raise NotAllowed("没有这次督查")
    elif looks_back_at.visited_on > visited_on:
        raise DomainError("回头看的日期不能早于所回头看的督查", field="visited_on")
    wanted = {
        "kind": kind,
        "visited_on": visited_on,
        "team": team.strip(),
        "looks_back_at": looks_back_at,
    }
    with audited(by=by) as audit:
        # Two presses of a button come one after the other.
        hold(county)
        if looks_back_at is not None:
            _require_visit(_locked(looks_back_at))
        recorded = Inspection.objects.standing().filter(county=county, **wanted).first()
        if recorded is not None:
            return recorded
        inspection = Inspection.objects.create(county=county, recorded_by=by, **wanted)
        audit.record(inspection, "inspection.record", county=county, changes=made(inspection))
    return inspection


def void_inspection(*, inspection: Inspection, reason: str, by: User, version: int) -> Inspection:
    """Recorded by mistake: it and what was found stay to be read, and count nowhere. The same again
    does nothing. Raises NotAllowed, DomainError without a reason, WrongState when a finding became
    a problem or a second look was recorded, Stale."""
    _require_right(by, inspection.county)
    reason = reason.strip()
    if not reason:
        raise DomainError("请写明作废理由", field="reason")
    with audited(by=by, reason=reason) as audit:
        held = _locked(inspection)
        if held.is_void and held.void_reason == reason:
            return held
        _require_visit(held)
        if held.findings.standing().exclude(problem=None).exists():
            raise WrongState("这次督查发现的情况已转为问题，不能作废，请在问题页办理")
        if held.second_looks.standing().exists():
            raise WrongState("已有对这次督查的回头看，不能作废")
        if held.version != version:
            raise Stale("打开页面之后这次督查已有变化，请核对现在的内容")
        before = facts_of(held)
        _void(held, reason, by)
        changes = changed_since(before, held)
        audit.record(held, "inspection.void", county=held.county, changes=changes)
    return held


# --- Findings ----------------------------------------------------------------------------


def add_finding(
    *, inspection: Inspection, project: Project, text: str, by: User
) -> InspectionFinding:
    """What was found at a project; the same again is returned as it is. Raises NotAllowed,
    DomainError without words, WrongState when the visit was voided."""
    county = inspection.county
    _require_right(by, county)
    if project.county_id != county.pk:
        raise NotAllowed("没有这个项目")
    text = _words(text)
    with audited(by=by) as audit:
        _require_visit(_locked(inspection))
        standing = InspectionFinding.objects.standing()
        existing = standing.filter(inspection=inspection, project=project, text=text).first()
        if existing is not None:
            return existing
        finding = InspectionFinding.objects.create(
            inspection=inspection, project=project, text=text
        )
        # Who wants to void the visit is to see this first.
        claim(inspection)
        audit.record(finding, "inspection.find", county=county, changes=made(finding))
    return finding


def correct_finding(
    *, finding: InspectionFinding, text: str, by: User, version: int
) -> InspectionFinding:
    """Mend its words while it is neither settled nor a problem; the same words do nothing. Raises
    NotAllowed, DomainError without words, WrongState, Stale: ``finding`` then holds what another
    saved."""
    county = finding.inspection.county
    _require_right(by, county)
    text = _words(text)
    with audited(by=by) as audit:
        _hold(finding)
        if finding.text == text:
            return finding
        _require_open(finding, version)
        before = facts_of(finding)
        claim(finding, text=text)
        changes = changed_since(before, finding)
        audit.record(finding, "inspection.correct", county=county, changes=changes)
    return finding


def void_finding(
    *, finding: InspectionFinding, reason: str, by: User, version: int
) -> InspectionFinding:
    """Recorded by mistake: it stays to be read, and counts nowhere. The same again does nothing.
    Raises NotAllowed, DomainError without a reason, WrongState when it became a problem, Stale."""
    county = finding.inspection.county
    _require_right(by, county)
    reason = reason.strip()
    if not reason:
        raise DomainError("请写明作废理由", field="reason")
    with audited(by=by, reason=reason) as audit:
        _hold(finding)
        if finding.is_void and finding.void_reason == reason:
            return finding
        _require_standing(finding)
        if finding.problem_id is not None:
            raise WrongState("这条发现已转为问题，不能作废，请在问题页办理")
        _require_version(finding, version)
        before = facts_of(finding)
        _void(finding, reason, by)
        changes = changed_since(before, finding)
        audit.record(finding, "inspection.void_finding", county=county, changes=changes)
    return finding


def settle_finding(
    *, finding: InspectionFinding, settled: str, by: User, version: int
) -> InspectionFinding:
    """Closed on the spot; the same again does nothing. Raises NotAllowed, DomainError without
    words, WrongState when it was closed otherwise, Stale."""
    county = finding.inspection.county
    _require_right(by, county)
    settled = settled.strip()
    if not settled:
        raise DomainError("请写明现场解决情况", field="settled")
    with audited(by=by) as audit:
        _hold(finding)
        if finding.settled == settled and not finding.is_void:
            return finding
        _require_open(finding, version)
        before = facts_of(finding)
        claim(finding, settled=settled)
        changes = changed_since(before, finding)
        audit.record(finding, "inspection.settle", county=county, changes=changes)
    return finding


def raise_finding(
    *,
    finding: InspectionFinding,
    category: str,
    severity: str,
    suggestion: str,
    by: User,
    version: int,
    today: date,
) -> Problem:
    """Make a problem of it; the same again returns the problem it became. Raises NotAllowed,
    WrongState when it was closed otherwise, Stale."""
    county = finding.inspection.county
    _require_right(by, county)
    wanted = (category, severity, suggestion.strip())
    with audited(by=by) as audit:
        _hold(finding)
        known = finding.problem
        if known is not None and (known.category, known.severity, known.suggestion) == wanted:
            return known
        _require_open(finding, version)
        problem = raise_problem(
            project=finding.project,
            category=category,
            severity=severity,
            text=finding.text,
            suggestion=suggestion,
            source=ProblemSource.INSPECTION,
            by=by,
            today=today,
        )
        before = facts_of(finding)
        claim(finding, problem=problem)
        changes = changed_since(before, finding)
        audit.record(finding, "inspection.raise", county=county, changes=changes)
    return problem


def add_photo(*, finding: InspectionFinding, content: bytes, by: User) -> tuple[FindingPhoto, bool]:
    """Keep the photo as we encode it, and whether it is new: the same one is kept once. Raises
    NotAllowed, UnfitPhoto, DomainError when there are enough, WrongState when it was voided."""
    county = finding.inspection.county
    _require_right(by, county)
    encoded = photos.encode(content)
    with audited(by=by) as audit:
        # The lock lets one photo in at a time, so that their number holds.
        _hold(finding)
        _require_standing(finding)
        kept = FindingPhoto.objects.filter(finding=finding)
        same = kept.filter(sha256=sha256_of(encoded.content)).first()
        if same is not None:
            return same, False
        if kept.count() >= photos.MOST_PHOTOS:
            raise DomainError(f"每条发现至多{photos.MOST_PHOTOS}张照片")
        photo = FindingPhoto(
            finding=finding,
            width=encoded.width,
            height=encoded.height,
            added_by=by,
            added_at=clock.now(),
        )
        photo.keep(encoded.content)
        photo.save()
        audit.record(
            photo,
            "inspection.add_photo",
            county=county,
            changes=made(photo),
            label=f"{finding}",
        )
    return photo, True


@dataclass(frozen=True)
class PhotosKept:
    """How many of those that were sent are ``added``, and how many were ``known`` before."""

    added: int = 0
    known: int = 0


class PhotosLeftOut(DomainError):
    """Some were not kept; the message says which and why. The others are ``kept``."""

    def __init__(self, told: Sequence[str], kept: PhotosKept) -> None:
        super().__init__("；".join(told))
        self.kept = kept


def add_photos(*, finding: InspectionFinding, files: "Sequence[File[Any]]", by: User) -> PhotosKept:
    """Keep one or several photos; one that does not fit does not keep out the others. Raises
    PhotosLeftOut, NotAllowed."""
    _require_right(by, finding.inspection.county)
    told = [] if files else ["请先选择照片"]
    added = known = 0
    for file in files:
        try:
            # Too large a file is refused before it is read.
            if file.size > LARGEST:
                raise photos.UnfitPhoto(photos.too_large_photo(file.size))
            is_new = add_photo(finding=finding, content=file.read(), by=by)[1]
        except DomainError as error:
            told.append(f"{file.name} 没有上传：{error.message}")
        else:
            added, known = added + is_new, known + (not is_new)
    kept = PhotosKept(added, known)
    if told:
        raise PhotosLeftOut(told, kept)
    return kept


def _locked(inspection: Inspection) -> Inspection:
    """Deeds on one visit and on what it found come one after the other: what stands is read behind
    the lock."""
    return hold(inspection)


def _hold(finding: InspectionFinding) -> None:
    """Lock the visit of the finding, and read both as they stand."""
    finding.inspection = _locked(finding.inspection)
    finding.refresh_from_db(
        fields=["text", "settled", "problem", "version", "voided_at", "voided_by", "void_reason"]
    )


def _void(thing: Inspection | InspectionFinding, reason: str, by: User) -> None:
    """Of one that is held."""
    claim(thing, voided_at=clock.now(), voided_by=by, void_reason=reason)


def _words(text: str) -> str:
    text = text.strip()
    if not text:
        raise DomainError("请写明发现的情况", field="text")
    return text


def _require_visit(inspection: Inspection) -> None:
    if inspection.is_void:
        raise WrongState(f"这次督查已作废：{inspection.void_reason}")


def _require_standing(finding: InspectionFinding) -> None:
    _require_visit(finding.inspection)
    if finding.is_void:
        raise WrongState(f"这条发现已作废：{finding.void_reason}")


def _require_open(finding: InspectionFinding, version: int) -> None:
    _require_standing(finding)
    if finding.problem_id is not None:
        raise WrongState("这条发现已转为问题，不能再改")
    if finding.settled:
        raise WrongState(f"这条发现已记为现场解决：{finding.settled}")
    _require_version(finding, version)


def _require_version(finding: InspectionFinding, version: int) -> None:
    if finding.version != version:
        raise Stale("打开页面之后这条发现已由他人改动，请核对现在的内容")


def _require_right(by: User, county: Unit) -> None:
    if not may(by, "inspection.record", county):
        raise NotAllowed("只有发改局和督查员可以记录督查")
