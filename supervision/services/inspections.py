"""Inspections (督查): visits, what was found, and what becomes of each finding."""

from datetime import date

from django.core.files.base import ContentFile
from django.db.models import QuerySet

from accounts import clock
from accounts.audit import audited
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import Unit, User
from projects.models import Project
from supervision import photos, rules
from supervision.models import (
    FindingPhoto,
    Inspection,
    InspectionFinding,
    InspectionKind,
    Problem,
    ProblemSource,
)
from supervision.services.problems import raise_problem


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
    come, and for a second look that does not say at what."""
    _require_right(by, county)
    if not team.strip():
        raise DomainError("请写明督查人员")
    if visited_on > today:
        raise DomainError("督查日期不能晚于今天")
    if kind != InspectionKind.SECOND_LOOK:
        looks_back_at = None
    elif looks_back_at is None:
        raise DomainError("回头看要选明回头看的是哪一次督查")
    elif looks_back_at.county_id != county.pk:
        raise NotAllowed("没有这次督查")
    elif looks_back_at.visited_on > visited_on:
        raise DomainError("回头看的日期不能早于所回头看的督查")
    wanted = {
        "kind": kind,
        "visited_on": visited_on,
        "team": team.strip(),
        "looks_back_at": looks_back_at,
    }
    with audited(by=by) as audit:
        # Two presses of a button come one after the other.
        Unit.objects.select_for_update(no_key=True).get(pk=county.pk)
        recorded = Inspection.objects.filter(county=county, **wanted).first()
        if recorded is not None:
            return recorded
        inspection = Inspection.objects.create(county=county, recorded_by=by, **wanted)
        changes = {"督查人员": ("—", inspection.team)}
        if looks_back_at is not None:
            changes["回头看的督查"] = ("—", f"{looks_back_at}")
        audit.record(inspection, "inspection.record", county=county, changes=changes)
    return inspection


def add_finding(
    *, inspection: Inspection, project: Project, text: str, by: User
) -> InspectionFinding:
    """What was found at a project; the same again is returned as it is. Raises NotAllowed,
    DomainError without words."""
    county = inspection.county
    _require_right(by, county)
    if project.county_id != county.pk:
        raise NotAllowed("没有这个项目")
    text = text.strip()
    if not text:
        raise DomainError("请写明发现的情况")
    with audited(by=by) as audit:
        Inspection.objects.select_for_update(no_key=True).get(pk=inspection.pk)
        same = InspectionFinding.objects.filter(inspection=inspection, project=project, text=text)
        existing = same.first()
        if existing is not None:
            return existing
        finding = InspectionFinding.objects.create(
            inspection=inspection, project=project, text=text
        )
        audit.record(finding, "inspection.find", county=county, changes={"发现的情况": ("—", text)})
    return finding


def settle_finding(*, finding: InspectionFinding, settled: str, by: User) -> InspectionFinding:
    """Closed on the spot; the same again does nothing. Raises NotAllowed, DomainError without
    words, WrongState when it was closed otherwise."""
    county = finding.inspection.county
    _require_right(by, county)
    settled = settled.strip()
    if not settled:
        raise DomainError("请写明现场解决情况")
    with audited(by=by) as audit:
        changed = _open(finding).update(settled=settled)
        finding.refresh_from_db(fields=["settled", "problem"])
        if changed:
            audit.record(
                finding,
                "inspection.settle",
                county=county,
                changes={"现场解决情况": ("—", settled)},
            )
        elif finding.settled != settled:
            raise WrongState(_closed_as(finding))
    return finding


def raise_finding(
    *,
    finding: InspectionFinding,
    category: str,
    severity: str,
    suggestion: str,
    by: User,
    today: date,
) -> Problem:
    """Make a problem of it; the second time the problem it became is returned. Raises NotAllowed,
    WrongState when it was settled on the spot."""
    county = finding.inspection.county
    _require_right(by, county)
    with audited(by=by) as audit:
        # One waits here for the other, lest the later one's problem be raised in vain.
        held = InspectionFinding.objects.select_for_update(no_key=True).get(pk=finding.pk)
        if held.problem is not None:
            finding.refresh_from_db(fields=["settled", "problem"])
            return held.problem
        if held.is_closed:
            raise WrongState(_closed_as(held))
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
        if not _open(finding).update(problem=problem):
            raise WrongState("这条发现刚由他人处理，请重新打开")
        finding.refresh_from_db(fields=["settled", "problem"])
        audit.record(
            finding,
            "inspection.raise",
            county=county,
            changes={
                "类别": ("—", problem.get_category_display()),
                "程度": ("—", problem.get_severity_display()),
            },
        )
    return problem


def add_photo(*, finding: InspectionFinding, content: bytes, by: User) -> tuple[FindingPhoto, bool]:
    """Keep the photo as we encode it, and whether it is new: the same one is kept once. Raises
    NotAllowed, UnfitPhoto, DomainError when there are enough."""
    county = finding.inspection.county
    _require_right(by, county)
    encoded = photos.encode(content)
    with audited(by=by) as audit:
        # The lock lets one photo in at a time, so that their number holds.
        InspectionFinding.objects.select_for_update(no_key=True).get(pk=finding.pk)
        kept = FindingPhoto.objects.filter(finding=finding)
        same = kept.filter(sha256=encoded.sha256).first()
        if same is not None:
            return same, False
        if kept.count() >= photos.MOST_PHOTOS:
            raise DomainError(f"每条发现至多{photos.MOST_PHOTOS}张照片")
        photo = FindingPhoto(
            finding=finding,
            sha256=encoded.sha256,
            width=encoded.width,
            height=encoded.height,
            added_by=by,
            added_at=clock.now(),
        )
        photo.file.save("photo.jpg", ContentFile(encoded.content), save=False)
        photo.save()
        audit.record(
            photo,
            "inspection.add_photo",
            county=county,
            changes={"SHA-256": ("—", photo.sha256)},
            label=f"{finding}",
        )
    return photo, True


def _open(finding: InspectionFinding) -> QuerySet[InspectionFinding]:
    """The finding, while it is neither settled nor a problem."""
    return InspectionFinding.objects.filter(pk=finding.pk, settled="", problem=None)


def _closed_as(finding: InspectionFinding) -> str:
    if finding.problem_id is not None:
        return "这条发现已转为问题，不能再记现场解决"
    return f"这条发现已记为现场解决：{finding.settled}"


def _require_right(by: User, county: Unit) -> None:
    if not rules.may_record_inspection(by, county):
        raise NotAllowed("只有发改局和督查员可以记录督查")
