"""Writing what a preview showed: one transaction, by the same verbs as the pages."""

from collections.abc import Callable, Sequence

from accounts.errors import DomainError
from accounts.models import User
from investment.drafts import EntryDraft
from investment.entries import Known, NewEntry
from investment.intake.lines import Hand, MonthlyLine
from investment.intake.preview import MonthlyPreview
from investment.intake.provenance import keep_sources, snapshot
from investment.models import MonthlyEntry
from investment.services import (
    approve_entries,
    key_entries,
    record_history,
    save_entries,
    send_entries,
)
from projects.services import add_aliases
from workbooks.models import Upload


def write_chosen(preview: MonthlyPreview, *, by: User | None, upload: Upload | None = None) -> None:
    """Write the chosen rows, with where each came from in ``upload``, in the transaction in
    which the preview was made: what that read and checked is not asked again."""
    lines = preview.chosen
    if not lines:
        return
    before = {
        line.entry.project_id: snapshot(line.entry) for line in lines if line.entry is not None
    }
    _add_aliases(preview, lines, by)
    hand = Hand.DRAFT if preview.is_draft else preview.hand
    written = _APPLIERS[hand](preview, lines, by)
    if upload is not None:
        keep_sources(upload=upload, lines=lines, written=written, before=before)


def _add_aliases(preview: MonthlyPreview, lines: Sequence[MonthlyLine], by: User | None) -> None:
    names = [
        (line.project, line.written.name)
        for line in lines
        if line.is_confirmed and line.project is not None
    ]
    if names:
        add_aliases(names=names, county=preview.county, by=by)


def _send_own(
    preview: MonthlyPreview, lines: Sequence[MonthlyLine], by: User | None
) -> list[MonthlyEntry | NewEntry]:
    if by is None or preview.period is None:
        raise DomainError("没有报送人或填报期，不能报送")
    saved = send_entries(
        period=preview.period,
        drafts=_drafts(lines),
        by=by,
        today=preview.today,
        known=_known(preview, lines),
    )
    return saved.written


def _save_own(
    preview: MonthlyPreview, lines: Sequence[MonthlyLine], by: User | None
) -> list[MonthlyEntry | NewEntry]:
    if by is None or preview.period is None:
        raise DomainError("没有填报人或填报期，不能存为草稿")
    saved = save_entries(period=preview.period, drafts=_drafts(lines), by=by, today=preview.today)
    return saved.written


def _key(
    preview: MonthlyPreview, lines: Sequence[MonthlyLine], by: User | None
) -> list[MonthlyEntry | NewEntry]:
    if preview.period is None:
        raise DomainError("填报期还没有开启，不能代填")
    saved = key_entries(
        period=preview.period,
        drafts=_drafts(lines),
        source=_source_of(preview),
        by=by,
        today=preview.today,
        known=_known(preview, lines),
    )
    return saved.written


def _source_of(preview: MonthlyPreview) -> str:
    """What the person has named, with the file; the units read it when they are asked."""
    named = str(preview.sent.parameters.get("source", ""))
    told = f"{named}（月报表：{preview.sent.name}）" if named else f"月报表：{preview.sent.name}"
    return told[:200]


def _record_history(
    preview: MonthlyPreview, lines: Sequence[MonthlyLine], by: User | None
) -> list[MonthlyEntry | NewEntry]:
    waiting = {
        line.entry.pk: line.entry.version
        for line in lines
        if line.entry is not None and not line.entry.is_editable
    }
    new = [line for line in lines if line.entry is None or line.entry.is_editable]
    written: list[MonthlyEntry | NewEntry] = []
    if waiting:
        outcome = approve_entries(versions=waiting, by=by)
        if outcome.left_out:
            # Judged since the preview, which refuses such rows.
            names = "、".join(f"“{name}”{why}" for name, why in outcome.left_out)
            raise DomainError(f"{names}，不能随文件审定，请在审核页逐条办理")
        written += outcome.done
    if new:
        saved = record_history(
            county=preview.county,
            month=preview.month,
            drafts=_drafts(new),
            source=preview.sent.name,
            by=by,
            today=preview.today,
            known=_known(preview, new),
        )
        written += saved.written
    return written


def _drafts(lines: Sequence[MonthlyLine]) -> list[EntryDraft]:
    return [line.draft for line in lines if line.draft is not None]


def _known(preview: MonthlyPreview, lines: Sequence[MonthlyLine]) -> Known:
    entries = {line.entry.project_id: line.entry for line in lines if line.entry is not None}
    return Known(preview.sites, entries, preview.found)


_APPLIERS: dict[
    Hand,
    Callable[[MonthlyPreview, Sequence[MonthlyLine], User | None], list[MonthlyEntry | NewEntry]],
] = {Hand.OWN: _send_own, Hand.DRAFT: _save_own, Hand.KEYED: _key, Hand.HISTORY: _record_history}
