"""What people do with a workbook at the door: send it, look, choose, confirm, give up, take back.

One set of functions for every kind (``workbooks.intake.kinds``). Nothing is written before the
confirmation, which writes exactly what the preview with its fingerprint showed.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from accounts.errors import NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, made
from accounts.trail.holding import hold
from workbooks.intake.choice import Choice
from workbooks.intake.collecting import collecting_seldom
from workbooks.intake.kinds import AnyKind, TableKind, kind_of
from workbooks.intake.previews import WorkbookPreview
from workbooks.intake.sent import Sent, asked_of, choice_of, with_choice
from workbooks.models import Upload, UploadSource, UploadState
from workbooks.reading import Parsing
from workbooks.sealing import require_whole, seal_anew
from workbooks.services import discard_upload, keep_upload, mark_applied, mark_undone

NOT_YOURS = "您不能确认导入这个文件"

P = TypeVar("P", bound=WorkbookPreview[Any])

_CHANGED = "预览之后数据有变动，没有导入，请按下面的新预览核对后再确认"
_OTHER_PERIOD = "这个文件已在别的窗口改按另一个月份、年度或清单读取，没有保存，请核对下面的预览"
_DONE_ALREADY = "这个文件已经处理过，没有保存"
NEW_ANSWERS = "名称的选择有变，没有导入，请按下面的新预览核对后再确认"


def previewed(kind: TableKind[Any, Any, P, Any], sent: Sent) -> P:
    """What the file would change now. Raises UnreadableWorkbook."""
    # Read in a process of its own while this one asks the database.
    with Parsing(sent.content, sent.name) as parsing:
        known = kind.known(sent)
        reading = kind.read(sent, parsing)
    return _compared(kind, reading, known, sent)


def receive_workbook(*, kind: AnyKind, sent: Sent) -> Upload:
    """Keep the original, waiting for confirmation. Raises UnreadableWorkbook; such a file is
    not kept."""
    return keep_received(kind=kind, sent=sent, preview=previewed(kind, sent))


def keep_received(*, kind: AnyKind, sent: Sent, preview: WorkbookPreview[Any]) -> Upload:
    """Keep the original of what was read."""
    with audited(by=sent.by) as audit:
        upload = _keep(kind, sent, preview)
        audit.record(upload, "upload.receive", county=sent.county, changes=made(upload))
    return upload


def preview_upload(upload: Upload, *, by: User, today: date) -> WorkbookPreview[Any]:
    """What the kept file would change now, with what was chosen of it. Raises
    UnreadableWorkbook."""
    return previewed(kind_of(upload), Sent.of(upload, by=by, today=today))


def choose_rows(
    *,
    upload: Upload,
    shown: Collection[str],
    ticked: Collection[str],
    answers: Mapping[str, int | None],
    reasons: Mapping[str, str] | None = None,
) -> None:
    """Keep what a page of the preview was filled in with, beside what other pages were. Raises
    what ``change_parameters`` does."""

    def chosen(upload: Upload) -> dict[str, Any]:
        choice = choice_of(upload).leaving_out(shown, ticked).matching(answers)
        return with_choice(upload.parameters, choice.explaining(reasons or {}))

    change_parameters(upload, chosen)


def change_parameters(upload: Upload, changed: Callable[[Upload], dict[str, Any]]) -> None:
    """Read the file from now on by what ``changed`` makes of the row as it stands, so that nothing
    is lost that another window kept meanwhile. Raises WrongState when the file was applied or
    discarded, Stale when another window has since taken it as one of another period."""
    with transaction.atomic():
        row = hold(upload)
        if row.state != UploadState.PREVIEWED:
            raise WrongState(_DONE_ALREADY)
        if asked_of(row) != asked_of(upload):
            raise Stale(_OTHER_PERIOD)
        row.parameters = changed(row)
        row.save(update_fields=["parameters"])
    upload.parameters = row.parameters


@dataclass(frozen=True)
class ReadUpload:
    """What a kept file says, and by which choice it was read."""

    sent: Sent
    reading: Any


def read_upload(
    upload: Upload, *, by: User, today: date, as_shown: Mapping[str, Any] | None = None
) -> ReadUpload:
    """The file by what was chosen of it, or by what was when its preview was shown (``as_shown``,
    as JSON keeps it). Raises UnreadableWorkbook."""
    sent = Sent.of(upload, by=by, today=today)
    if as_shown is not None:
        sent = replace(sent, choice=Choice.of(as_shown))
    return ReadUpload(sent, kind_of(upload).read(sent))


@collecting_seldom()
def apply_upload(
    *,
    upload: Upload,
    fingerprint: str,
    shown: Collection[str] = (),
    ticked: Collection[str] = (),
    answers: Mapping[str, int | None] | None = None,
    reasons: Mapping[str, str] | None = None,
    way: str = "",
    by: User,
    today: date,
    read: ReadUpload | None = None,
) -> WorkbookPreview[Any] | None:
    """Write what the preview with this fingerprint showed, but for the rows that its page
    ``shown`` and the person did not tick, with those for which they gave ``reasons``, and in the
    ``way`` that they pressed; None when the file was applied before. ``read`` is what the file
    says, where it was read already.

    Raises NotAllowed; Stale when the file would now do something else, or when ``answers`` about
    unknown names are new, whose rows nobody has seen previewed; WrongState when it was discarded.
    """
    kind = kind_of(upload)
    if not kind.may_apply(by, upload):
        raise NotAllowed(NOT_YOURS)
    read = read or read_upload(upload, by=by, today=today)
    sent, reading = read.sent, read.reading
    try:
        with audited(by=by, reason=kind.reason(sent)) as audit:
            if _was_applied(upload):
                return None
            preview = _preview_within(kind, reading, sent)
            if preview.fingerprint != fingerprint:
                raise Stale(_CHANGED)
            if sent.choice.matching(answers or {}) != sent.choice:
                raise Stale(NEW_ANSWERS)
            choice = sent.choice.leaving_out(shown, ticked).explaining(reasons or {})
            if choice.reasons != sent.choice.reasons:
                # What a reason lets in was on the page beside its box.
                preview = _preview_within(kind, reading, replace(sent, choice=choice))
            preview.way = way
            if not (preview.applicable or preview.beside_rows):
                raise WrongState("没有可以导入的内容，请按预览中的提示改正后重新上传")
            preview.choose(choice)
            before = facts_of(upload)
            if not mark_applied(upload=upload, outcome=preview.outcome()):
                return None
            if preview.chosen or preview.beside_rows:
                kind.write(preview, by=by, upload=upload, audit=audit)
            told = changed_since(before, upload)
            audit.record(upload, "upload.apply", county=upload.county, changes=told)
    except IntegrityError as error:
        raise Stale(_CHANGED) from error
    return preview


@collecting_seldom()
def bring_in(*, kind: TableKind[Any, Any, P, Any], sent: Sent) -> P:
    """Read and apply in one go, as the commands do. The original is kept for a person who sends
    something new; the system's importer names the file alone, and so has no upload.

    Raises UnreadableWorkbook, Stale, and what the writing of the kind raises.
    """
    reading = kind.read(sent)
    try:
        with audited(by=sent.by, reason=kind.reason(sent)) as audit:
            preview: P = _preview_within(kind, reading, sent)
            upload = _keep(kind, sent, preview) if sent.by and preview.chosen else None
            if upload:
                mark_applied(upload=upload, outcome=upload.outcome)
            if preview.chosen:
                kind.write(preview, by=sent.by, upload=upload, audit=audit)
            if upload:
                audit.record(upload, "upload.apply", county=sent.county, changes=made(upload))
    except IntegrityError as error:
        raise Stale("导入时数据有变动，没有写入，请重新导入") from error
    return preview


def discard_workbook(*, upload: Upload, by: User) -> None:
    """Give the upload up; the file stays. Raises NotAllowed, WrongState when it was applied."""
    if not kind_of(upload).may_apply(by, upload):
        raise NotAllowed("您不能放弃导入这个文件")
    with audited(by=by) as audit:
        before = facts_of(upload)
        discard_upload(upload=upload)
        told = changed_since(before, upload)
        audit.record(upload, "upload.discard", county=upload.county, changes=told)


@dataclass(frozen=True)
class Undoing:
    """What was put back, and what was left alone because it was touched since."""

    put_back: list[UploadSource] = field(default_factory=list)
    left: list[UploadSource] = field(default_factory=list)


def undo_upload(*, upload: Upload, by: User, today: date) -> Undoing | None:
    """Put back what the upload wrote and nobody touched since, all of it or none; None when it
    was undone before.

    Raises NotAllowed, WrongState (not applied, nothing to put back, and what the kind raises),
    Stale when another hand changes something of it meanwhile.
    """
    kind = kind_of(upload)
    if not kind.may_undo(by, upload):
        raise NotAllowed("只有上传人和审定员可以撤销导入")
    if upload.state != UploadState.APPLIED:
        raise WrongState("这个文件没有导入，无须撤销")
    with audited(by=by, reason=f"撤销导入：{upload.original_name}") as audit:
        before = facts_of(upload)
        if not mark_undone(upload=upload, by=by):
            return None
        kind.hold(upload.county)
        require_whole(upload)
        sources = list(kind.sources_of(upload))
        left = kind.left_alone(sources)
        undoing = Undoing(
            put_back=[source for source in sources if source.pk not in left],
            left=[source for source in sources if source.pk in left],
        )
        if not undoing.put_back:
            raise WrongState("没有可以撤销的：导入的各项此后都有改动或已审定")
        kind.put_back(undoing.put_back, audit=audit, today=today)
        rows = type(undoing.put_back[0])._default_manager
        rows.filter(pk__in=[source.pk for source in undoing.put_back]).update(
            undone_at=upload.undone_at
        )
        seal_anew(upload)
        counts = {"put_back": (None, len(undoing.put_back)), "left": (None, len(undoing.left))}
        told = {**changed_since(before, upload), **counts}
        audit.record(upload, "upload.undo", county=upload.county, changes=told)
    return undoing


def _was_applied(upload: Upload) -> bool:
    """Whether another press has applied the upload, which nobody else changes until the transaction
    ends. Raises Stale when it is no longer to be read as the caller has read it."""
    row = hold(upload)
    if row.state == UploadState.APPLIED:
        return True
    if row.parameters != upload.parameters:
        raise Stale(_CHANGED)
    return False


def _preview_within(kind: TableKind[Any, Any, P, Any], reading: Any, sent: Sent) -> P:
    """The preview of what was read before the transaction, in the one in which it is written."""
    kind.hold(sent.county)
    return _compared(kind, reading, kind.known(sent), sent)


def _compared(kind: TableKind[Any, Any, P, Any], reading: Any, known: Any, sent: Sent) -> P:
    preview = kind.compare(reading, known, sent)
    preview.choose(sent.choice)
    preview.name_findings()
    return preview


def _keep(kind: AnyKind, sent: Sent, preview: WorkbookPreview[Any]) -> Upload:
    assert sent.by is not None
    return keep_upload(
        kind=kind.key,
        county=sent.county,
        unit=kind.sender(sent),
        by=sent.by,
        name=sent.name,
        content=sent.content,
        parameters=dict(sent.parameters),
        outcome=preview.outcome(),
    )
