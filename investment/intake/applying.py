"""Writing what a preview showed: one transaction, by the same verbs as the pages."""

from collections.abc import Sequence

from accounts.audit import audited
from accounts.errors import DomainError
from accounts.models import User
from investment.drafts import EntryDraft
from investment.intake.comparing import Hand, Line, MonthlyPreview
from investment.services import (
    approve_entries,
    key_entries,
    record_history,
    save_entries,
    submit_entries,
)


def apply_monthly(preview: MonthlyPreview, *, by: User | None) -> MonthlyPreview:
    """Write the rows that are not refused, all or none of them, and return the preview.

    Raises NotAllowed, WrongState, StaleEntries (something changed since the preview),
    ChecksFailed.
    """
    lines = preview.applicable
    if not lines:
        return preview
    with audited(by=by, reason=f"导入{preview.month.label}月报表：{preview.original_name}"):
        _APPLIERS[preview.hand](preview, lines, by)
    return preview


def _send_own(preview: MonthlyPreview, lines: Sequence[Line], by: User | None) -> None:
    if by is None or preview.period is None:
        raise DomainError("没有上报人或填报期，不能上报")
    saved = save_entries(period=preview.period, drafts=_drafts(lines), by=by)
    versions = {entry.pk: entry.version for entry in [*saved.written, *saved.unchanged]}
    submit_entries(versions=versions, by=by, today=preview.today)


def _key(preview: MonthlyPreview, lines: Sequence[Line], by: User | None) -> None:
    if preview.period is None:
        raise DomainError("填报期还没有开启，不能代录")
    key_entries(
        period=preview.period,
        drafts=_drafts(lines),
        source=f"月报表：{preview.original_name}",
        by=by,
        today=preview.today,
    )


def _record_history(preview: MonthlyPreview, lines: Sequence[Line], by: User | None) -> None:
    waiting = {
        line.entry.pk: line.entry.version
        for line in lines
        if line.entry is not None and not line.entry.is_editable
    }
    new = [line for line in lines if line.entry is None or line.entry.is_editable]
    if waiting:
        approve_entries(versions=waiting, by=by)
    if new:
        record_history(
            county=preview.county,
            month=preview.month,
            drafts=_drafts(new),
            source=preview.original_name,
            by=by,
            today=preview.today,
        )


def _drafts(lines: Sequence[Line]) -> list[EntryDraft]:
    return [line.draft for line in lines if line.draft is not None]


_APPLIERS = {Hand.OWN: _send_own, Hand.KEYED: _key, Hand.HISTORY: _record_history}
