"""Keeping the signed and stamped sheets of a unit's month (签章表), and voiding them."""

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, made
from accounts.trail.holding import hold
from files.kinds import FILE_TYPES, file_type
from files.models import sha256_of
from investment.models import ReportingPeriod, SignedSheet
from investment.services.consent import consent_by_sheet
from workbooks.writing import printable

MOST_SHEETS = 5
"""Of one unit and month, voided ones not counted."""

_LONGEST_NAME = 255
_LONGEST_REASON = 200


def keep_signed_sheet(
    *, unit: Unit, period: ReportingPeriod, name: str, content: bytes, by: User
) -> tuple[SignedSheet, bool]:
    """Keep the file, and whether it is new: a file that stands there already is kept once.

    Raises NotAllowed, WrongState when the period is closed, UnfitFile, and DomainError when
    there are enough.
    """
    if not may(by, "entry.enter", unit):
        raise NotAllowed("只有填报单位可以上传签章表")
    kind = file_type(content)
    sheet = SignedSheet(
        unit=unit,
        period=period,
        original_name=printable(name)[-_LONGEST_NAME:],
        content_type=kind.content_type,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    with audited(by=by) as audit:
        _require_open(period)
        standing = SignedSheet.objects.of_month(unit, period).standing()
        same = standing.filter(sha256=sha256_of(content)).first()
        if same is not None:
            return same, False
        if standing.count() >= MOST_SHEETS:
            raise DomainError(
                f"这个月已有{MOST_SHEETS}份签章表，请先作废不用的，或合并成一个PDF", field="file"
            )
        sheet.keep(content, name, unit=unit)
        sheet.save()
        audit.record(
            sheet, "signed.keep", county=period.county, label=_label(sheet), changes=made(sheet)
        )
        consent_by_sheet(unit=unit, period=period, by=by)
    return sheet, True


def void_signed_sheet(*, sheet: SignedSheet, reason: str, by: User) -> bool:
    """Take it out of use; the file stays. True for the one call that did it.

    Raises NotAllowed, WrongState when the period is closed, DomainError without a reason.
    """
    if not may(by, "entry.enter", sheet.unit):
        raise NotAllowed("只有填报单位可以作废签章表")
    reason = reason.strip()
    if not reason:
        raise DomainError("请写明作废签章表的理由", field="reason")
    if len(reason) > _LONGEST_REASON:
        raise DomainError(f"作废理由最多{_LONGEST_REASON}个字", field="reason")
    with audited(by=by, reason=reason) as audit:
        _require_open(sheet.period)
        standing = SignedSheet.objects.standing().filter(pk=sheet.pk)
        before = facts_of(sheet)
        voided = standing.update(voided_at=clock.now(), voided_by=by, void_reason=reason)
        if voided:
            sheet.refresh_from_db()
            county = sheet.period.county
            audit.record(
                sheet,
                "signed.void",
                county=county,
                label=_label(sheet),
                changes=changed_since(before, sheet),
            )
    return bool(voided)


def download_name(sheet: SignedSheet) -> str:
    """Ours, with the suffix of what it really is; the name it came under is shown, not used."""
    suffixes = {kind.content_type: kind.suffix for kind in FILE_TYPES}
    return f"{sheet.unit.name}{sheet.period}签章表{sheet.pk}{suffixes[sheet.content_type]}"


def _require_open(period: ReportingPeriod) -> None:
    """The lock lets only one sheet of the month in at a time, so that their number holds."""
    if not hold(period).is_open:
        raise WrongState(f"{period}填报期已关闭，签章表不能再改动，请联系发改局")


def _label(sheet: SignedSheet) -> str:
    return f"{sheet.unit.label}{sheet.period} {sheet.original_name}"
