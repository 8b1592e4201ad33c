"""Large workbooks: read and applied in the background, by the same functions as small ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import User
from files.sizes import MEGABYTE
from jobs.kinds import JobKind, JobOutcome, Work
from jobs.models import STANDING, Job
from jobs.services import ask_job
from workbooks import guard
from workbooks.intake import uploads
from workbooks.intake.kinds import AnyKind, kind_named, kind_of
from workbooks.intake.previews import WorkbookPreview
from workbooks.intake.sent import Sent, choice_of
from workbooks.models import Upload, UploadState

READ_AT_ONCE = MEGABYTE // 4
"""Bytes of a file that is read while a person waits: 10,000 rows of a monthly table (342 kB) took
1.9 s of a core to be received and 1.4 s to be applied, of a list (690 kB) 2.5 s and 1.8 s; 2,000
rows (72 and 144 kB) 0.9 s (2026-11-29). What the file holds is not looked at before: that may take
the process that does it."""

MARKED_AT_ONCE = 1_500
"""Rows of a file whose cells are marked while a person waits: 2,000 took 1.3 s, 10,000 6.3 s."""


@dataclass(frozen=True)
class WorkbookSent:
    """``door`` is the address of the page on which it was sent."""

    kind: str
    name: str
    parameters: dict[str, Any]
    door: str


@dataclass(frozen=True)
class ApplyAsked:
    """``apply_upload`` as JSON keeps it; ``as_shown`` is what was chosen on other pages before, by
    which the preview with this ``fingerprint`` was made."""

    upload: int
    name: str
    fingerprint: str
    shown: list[str]
    ticked: list[str]
    reasons: dict[str, str]
    way: str
    as_shown: dict[str, Any] = field(default_factory=dict)


def receive_or_ask(*, kind: AnyKind, sent: Sent, door: str) -> Upload | Job:
    """Raises UnreadableWorkbook; of a large file at once what its size and first bytes say, the
    rest by the job."""
    if len(sent.content) <= READ_AT_ONCE:
        return uploads.receive_workbook(kind=kind, sent=sent)
    guard.look_at(sent.content, sent.name)
    assert sent.by is not None
    asked = WorkbookSent(kind.key, sent.name, dict(sent.parameters), door)
    return ask_job(
        kind=READ_WORKBOOK, asked=asked, county=sent.county, by=sent.by, content=sent.content
    )


def read(work: Work[WorkbookSent]) -> JobOutcome:
    """Raises UnreadableWorkbook: nothing of such a file is kept."""
    asked = work.asked
    kind = kind_named(asked.kind)
    sent = Sent(
        name=asked.name,
        content=work.content,
        county=work.county,
        by=work.by,
        today=work.today,
        parameters=asked.parameters,
    )
    preview = uploads.previewed(kind, sent)

    def keep(_audit: Any) -> str:
        upload = uploads.keep_received(kind=kind, sent=sent, preview=preview)
        return reverse(kind.addresses.preview, args=[upload.pk])

    return JobOutcome("文件已读取，还没有写入任何内容，请核对下面的预览", effect=keep)


def apply_or_ask(
    *,
    upload: Upload,
    fingerprint: str,
    shown: Collection[str],
    ticked: Collection[str],
    answers: Mapping[str, int | None],
    reasons: Mapping[str, str],
    way: str,
    by: User,
    today: date,
) -> WorkbookPreview[Any] | Job | None:
    """What was ticked is kept before the job is asked for, so that nothing of it is lost where the
    job is refused; a second press finds the job. Raises what ``apply_upload`` does, of which the
    job tells what is seen only where the file is read."""
    if upload.size <= READ_AT_ONCE:
        return uploads.apply_upload(
            upload=upload,
            fingerprint=fingerprint,
            shown=shown,
            ticked=ticked,
            answers=answers,
            reasons=reasons,
            way=way,
            by=by,
            today=today,
        )
    if not kind_of(upload).may_apply(by, upload):
        raise NotAllowed(uploads.NOT_YOURS)
    if upload.state == UploadState.APPLIED:
        return None
    standing = Job.objects.filter(kind=APPLY_WORKBOOK.key, asked_by=by, state__in=STANDING)
    if found := standing.filter(input__upload=upload.pk).first():
        return found
    choice = choice_of(upload)
    if choice.matching(answers) != choice:
        raise Stale(uploads.NEW_ANSWERS)
    uploads.choose_rows(upload=upload, shown=shown, ticked=ticked, answers={}, reasons=reasons)
    asked = ApplyAsked(
        upload=upload.pk,
        name=upload.original_name,
        fingerprint=fingerprint,
        shown=list(shown),
        ticked=list(ticked),
        reasons=dict(reasons),
        way=way,
        as_shown=choice.as_json(),
    )
    return ask_job(kind=APPLY_WORKBOOK, asked=asked, county=upload.county, by=by)


def apply(work: Work[ApplyAsked]) -> JobOutcome:
    """The file is read before the transaction, compared and written in it. Raises
    UnreadableWorkbook; its effect raises what ``apply_upload`` does."""
    asked = work.asked
    upload = Upload.objects.select_related("county", "unit", "uploaded_by").get(pk=asked.upload)
    kind = kind_of(upload)
    reading = uploads.read_upload(upload, by=work.by, today=work.today, as_shown=asked.as_shown)

    def written(_audit: Any) -> str:
        uploads.apply_upload(
            upload=upload,
            fingerprint=asked.fingerprint,
            shown=asked.shown,
            ticked=asked.ticked,
            reasons=asked.reasons,
            way=asked.way,
            by=work.by,
            today=work.today,
            read=reading,
        )
        return reverse(kind.addresses.outcome, args=[upload.pk])

    return JobOutcome(f"“{upload.original_name}”已导入，结果如下", effect=written)


def applies(user: User, asked: ApplyAsked) -> bool:
    upload = Upload.objects.select_related("county", "unit").filter(pk=asked.upload).first()
    return upload is not None and kind_of(upload).may_apply(user, upload)


def preview_address(asked: ApplyAsked) -> str:
    """ "" where the upload is gone."""
    upload = Upload.objects.filter(pk=asked.upload).first()
    return reverse(kind_of(upload).addresses.preview, args=[upload.pk]) if upload else ""


def sends(user: User, asked: WorkbookSent) -> bool:
    try:
        return kind_named(asked.kind).may_send(user)
    except DomainError:
        return False


READ_WORKBOOK = JobKind(
    key="workbooks.read",
    right="",
    asked=WorkbookSent,
    shape=1,
    title=lambda asked: f"读取“{asked.name}”",
    doing="正在读取文件，读完后自动转到预览",
    work=read,
    sees=sends,
    back=lambda asked: asked.door,
)
APPLY_WORKBOOK = JobKind(
    key="workbooks.apply",
    right="",
    asked=ApplyAsked,
    shape=1,
    title=lambda asked: f"导入“{asked.name}”",
    doing="正在导入，全部写入或者一行也不写",
    work=apply,
    sees=applies,
    back=preview_address,
)
