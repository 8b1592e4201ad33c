"""A monthly workbook that was sent: kept, previewed, chosen from, and applied once or discarded."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError

from accounts.errors import Stale, WrongState
from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, may
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, made
from investment.intake.applying import write_chosen
from investment.intake.choice import Choice
from investment.intake.comparing import MonthlyPreview, Verdict, compare_monthly, preview_monthly
from investment.intake.monthly_workbook import Reading, read_monthly
from measures.months import Month
from workbooks.intake.collecting import collecting_seldom
from workbooks.models import Upload, UploadState
from workbooks.services import discard_upload, keep_upload, mark_applied

KIND = "monthly"
_CHANGED = "预览之后数据有变动，没有导入，请按下面的新预览核对后再确认"


def receive_file(
    *, county: Unit, month: Month, name: str, content: bytes, by: User, today: date
) -> Upload:
    """Keep the original, waiting for confirmation. Raises UnreadableWorkbook; such a file is
    not kept."""
    preview = preview_monthly(
        content, county=county, month=month, by=by, today=today, original_name=name
    )
    with audited(by=by) as audit:
        upload = _keep(preview, content, by)
        audit.record(upload, "upload.receive", county=county, label=name, changes=made(upload))
    return upload


def preview_file(upload: Upload, *, by: User, today: date) -> MonthlyPreview:
    """What the kept file would change now, with what was chosen of it. Raises
    UnreadableWorkbook."""
    return _compare(upload, _read(upload), by=by, today=today)


def choose_rows(
    *,
    upload: Upload,
    shown: Collection[str],
    ticked: Collection[str],
    answers: Mapping[str, int | None],
) -> None:
    """Keep what a page of the preview was filled in with, beside what other pages were. Raises
    WrongState when the file was applied or discarded."""
    before = choice_of(upload)
    choice = before.leaving_out(shown, ticked).matching(answers)
    if choice == before:
        return
    parameters = {**upload.parameters, "choice": choice.as_json()}
    waiting = Upload.objects.filter(pk=upload.pk, state=UploadState.PREVIEWED)
    if not waiting.update(parameters=parameters):
        raise WrongState("这个文件已经处理过，选择没有保存")
    upload.parameters = parameters


@collecting_seldom()
def apply_file(
    *,
    upload: Upload,
    fingerprint: str,
    shown: Collection[str] = (),
    ticked: Collection[str] = (),
    answers: Mapping[str, int | None] | None = None,
    by: User,
    today: date,
) -> MonthlyPreview | None:
    """Write what the preview with this fingerprint showed, but for the rows that its page
    ``shown`` and the person did not tick; None when the file was applied before.

    Raises Stale when the file would now do something else, or when ``answers`` about unknown
    names are new, whose rows nobody has seen previewed; WrongState when it was discarded.
    """
    reading = _read(upload)
    try:
        with audited(by=by, reason=_reason(month_of(upload), upload.original_name)) as audit:
            preview = _compare(upload, reading, by=by, today=today)
            if preview.fingerprint != fingerprint:
                if _was_applied(upload):
                    return None
                raise Stale(_CHANGED)
            if not _are_known(answers or {}, preview.choice):
                raise Stale("名称的选择有变，没有导入，请按下面的新预览核对后再确认")
            if not preview.applicable:
                raise WrongState("没有可以导入的内容，请按预览中的提示改正后重新上传")
            _tick(preview, preview.choice.leaving_out(shown, ticked))
            before = facts_of(upload)
            if not mark_applied(upload=upload, outcome=_outcome(preview)):
                return None
            write_chosen(preview, by=by, upload=upload)
            audit.record(
                upload,
                "upload.apply",
                county=upload.county,
                label=upload.original_name,
                changes=changed_since(before, upload),
            )
    except IntegrityError as error:
        raise Stale(_CHANGED) from error
    return preview


@collecting_seldom()
def bring_in_file(
    *,
    county: Unit,
    month: Month,
    name: str,
    content: bytes,
    approve: bool,
    by: User | None,
    today: date,
) -> MonthlyPreview:
    """Read and apply in one go, as the command does. The original is kept for a person who sends
    something new; the system's importer names the file alone, and so has no upload.

    Raises UnreadableWorkbook and what ``apply_monthly`` raises.
    """
    reading = read_monthly(content, name, month, county)
    try:
        with audited(by=by, reason=_reason(month, name)) as audit:
            preview = compare_monthly(
                reading,
                county=county,
                month=month,
                by=by,
                today=today,
                approve=approve,
                original_name=name,
            )
            upload = _keep(preview, content, by) if by and preview.chosen else None
            if upload:
                mark_applied(upload=upload, outcome=upload.outcome)
                told = made(upload)
                audit.record(upload, "upload.apply", county=county, label=name, changes=told)
            write_chosen(preview, by=by, upload=upload)
    except IntegrityError as error:
        raise Stale("导入时数据有变动，没有写入，请重新导入") from error
    return preview


def discard_file(*, upload: Upload, by: User) -> None:
    """Raises WrongState when it was applied."""
    with audited(by=by) as audit:
        before = facts_of(upload)
        discard_upload(upload=upload)
        audit.record(
            upload,
            "upload.discard",
            county=upload.county,
            label=upload.original_name,
            changes=changed_since(before, upload),
        )


def month_of(upload: Upload) -> Month:
    return Month.parse(upload.parameters["month"])


def choice_of(upload: Upload) -> Choice:
    return Choice.of(upload.parameters.get("choice", {}))


def _read(upload: Upload) -> Reading:
    return read_monthly(upload.content(), upload.original_name, month_of(upload), upload.county)


def _compare(upload: Upload, reading: Reading, *, by: User, today: date) -> MonthlyPreview:
    return compare_monthly(
        reading,
        county=upload.county,
        month=month_of(upload),
        by=by,
        today=today,
        original_name=upload.original_name,
        choice=choice_of(upload),
    )


def _keep(preview: MonthlyPreview, content: bytes, by: User) -> Upload:
    return keep_upload(
        kind=KIND,
        county=preview.county,
        unit=_sender(by, preview.county),
        by=by,
        name=preview.original_name,
        content=content,
        parameters={"month": str(preview.month)},
        outcome=_outcome(preview),
    )


def _reason(month: Month, name: str) -> str:
    return f"导入{month.label}月报表：{name}"


def _was_applied(upload: Upload) -> bool:
    """Not by what the caller read: a second press may have come while the first was at work."""
    return Upload.objects.applied().filter(pk=upload.pk).exists()


def _are_known(answers: Mapping[str, int | None], choice: Choice) -> bool:
    return choice.matching(answers) == choice


def _tick(preview: MonthlyPreview, choice: Choice) -> None:
    preview.choice = choice
    for line in preview.lines:
        line.is_chosen = line.key not in choice.left_out


def _sender(by: User, county: Unit) -> Unit | None:
    """The unit that sends the file; None for the bureau and for a reporter of several."""
    if may(by, "entry.enter", county, answer=ON_BEHALF):
        return None
    units = {held.unit_id: held.unit for held in by.held_roles}
    return next(iter(units.values())) if len(units) == 1 else None


def _outcome(preview: MonthlyPreview) -> dict[str, Any]:
    """Counts as they were; of what would be written only what was chosen."""
    chosen = preview.chosen
    return {
        "hand": preview.hand.value,
        "added": sum(line.verdict is Verdict.ADDED for line in chosen),
        "changed": sum(line.verdict is Verdict.CHANGED for line in chosen),
        "unchanged": preview.unchanged,
        "refused": preview.refused,
        "left_out": len(preview.applicable) - len(chosen),
        "matched": sum(line.is_confirmed for line in chosen),
        "findings": preview.findings.as_json(),
    }
