"""The pages of the door: upload → preview → confirm → (undo), the same for every kind.

A room names the addresses and narrows to the upload that the user may see; the rest is here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from jobs.models import Job
from workbooks.intake import saying, uploads
from workbooks.intake.kinds import AnyKind, OtherKind, kind_of
from workbooks.intake.large import apply_or_ask, receive_or_ask
from workbooks.intake.posted import NEITHER, chosen, said
from workbooks.intake.previews import WorkbookPreview
from workbooks.intake.selectors import findings_of, same_content
from workbooks.intake.sent import Sent
from workbooks.intake.showing import FILTERS, MOST_FINDINGS, PreviewPage, grouped
from workbooks.meanings import IGNORED
from workbooks.models import ColumnMeaning, Upload, UploadState
from workbooks.rules import keeps_meanings, keeps_some_meanings
from workbooks.selectors import kept_constants
from workbooks.uses import Uses

SOURCES_A_PAGE = 100

AskedForm = TypeVar("AskedForm", bound=Form)

KEPT = "kept"
"""What the form says where a meaning is to hold for later files too."""


def receive(
    request: SignedInRequest,
    kind: AnyKind,
    county: Unit,
    form: Form,
    *,
    parameters: Callable[[], Mapping[str, Any]],
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """The page on which a file is uploaded. ``parameters`` are asked for when ``form``, which has
    the file, is valid."""

    def page(refusal: Refusal | None = None) -> HttpResponse:
        told = {
            **context,
            "form": form,
            "refusal": refusal,
            "door": _other_door(request, refusal),
            "keeps_meanings": keeps_some_meanings(request.user),
        }
        return render(request, template, told)

    def act() -> Upload | Job:
        file = form.cleaned_data["file"]
        sent = Sent(
            name=file.name,
            content=file.read(),
            county=county,
            by=request.user,
            today=clock.today(),
            parameters=parameters(),
        )
        return receive_or_ask(kind=kind, sent=sent, door=request.get_full_path())

    if request.method != "POST":
        return page()
    return deed(
        request,
        act,
        form=form,
        to=lambda kept: (
            redirect("jobs:job", kept.pk)
            if isinstance(kept, Job)
            else redirect(kind.addresses.preview, kept.pk)
        ),
        again=page,
    )


def _other_door(request: SignedInRequest, refusal: Refusal | None) -> tuple[str, str] | None:
    """The noun and the address of the page on which the file is to be sent instead, for who may."""
    error = refusal.error if refusal else None
    if not isinstance(error, OtherKind) or not error.kind.may_send(request.user):
        return None
    return error.kind.noun, reverse(error.kind.addresses.door)


def preview(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """What the file would change; confirming it writes just that, without the rows left out."""
    kind = kind_of(upload)
    if request.method != "POST":
        if upload.state != UploadState.PREVIEWED:
            return outcome_page(request, upload)
        return _preview_page(request, upload)
    or_404(kind.may_apply(request.user, upload))
    return deed(
        request,
        lambda: apply_or_ask(
            upload=upload,
            fingerprint=request.POST.get("fingerprint", ""),
            **chosen(request),
            way=request.POST.get("way", ""),
            by=request.user,
            today=clock.today(),
        ),
        done=lambda applied: _applied_words(kind, upload, applied),
        to=lambda applied: (
            redirect("jobs:job", applied.pk)
            if isinstance(applied, Job)
            else redirect(kind.addresses.outcome, upload.pk)
        ),
        again=lambda refusal: _preview_again(request, upload, refusal),
    )


def _applied_words(
    kind: AnyKind, upload: Upload, applied: WorkbookPreview[Any] | Job | None
) -> str:
    if isinstance(applied, Job):
        return "文件较大，已提交后台导入；您的选择已保存。"
    return kind.applied_words(upload) if applied else "这个文件此前已经导入，没有重复处理。"


def choose(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """Keep what was chosen so far, and show the preview that follows from it, or another page."""
    kind = kind_of(upload)
    or_404(kind.may_apply(request.user, upload))
    shown, _, number = request.POST.get("go", "").partition(":")
    query = urlencode({"show": shown, "page": number or "1"}) if shown or number else ""
    address = reverse(kind.addresses.preview, args=[upload.pk])
    return deed(
        request,
        lambda: uploads.choose_rows(upload=upload, **chosen(request)),
        to=redirect(f"{address}?{query}" if query else address),
        again=lambda refusal: _preview_again(request, upload, refusal),
    )


def say(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """Keep what a person said of columns, or take back what was said before, and read anew."""
    kind = kind_of(upload)
    or_404(kind.may_apply(request.user, upload))
    revoked = request.POST.get("revoke", "")
    back = redirect(f"{reverse(kind.addresses.preview, args=[upload.pk])}#columns")
    if revoked:
        meaning = or_404(
            ColumnMeaning.objects.in_force()
            .filter(county=upload.county, kind=upload.kind, pk=whole_number(revoked) or 0)
            .select_related("unit", "county")
            .first()
        )
        or_404(keeps_meanings(request.user, meaning.unit, meaning.county))
        return deed(
            request,
            lambda: saying.revoke_meaning(meaning=meaning, by=request.user),
            done="已撤销这个指定，并重新读取了文件。",
            to=back,
            again=lambda refusal: _preview_again(request, upload, refusal),
        )
    meanings = said(request)
    return deed(
        request,
        lambda: saying.say_meanings(
            upload=upload,
            said=meanings,
            is_kept=request.POST.get("scope") == KEPT,
            by=request.user,
            today=clock.today(),
        ),
        done="没有要改的指定。" if meanings.is_nothing else "已按指定重新读取，请核对下面的预览。",
        to=back,
        again=lambda refusal: _preview_again(request, upload, refusal),
    )


def take_as(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """Look at the file as one of the period that it says it is of."""
    kind = kind_of(upload)
    or_404(kind.may_apply(request.user, upload))
    return deed(
        request,
        lambda: saying.take_as_proposed(upload=upload, by=request.user, today=clock.today()),
        to=redirect(kind.addresses.preview, upload.pk),
        again=lambda refusal: _preview_again(request, upload, refusal),
    )


def answer_beside(
    request: SignedInRequest,
    upload: Upload,
    ask: Callable[[WorkbookPreview[Any]], Sequence[AskedForm]],
    act: Callable[[Sequence[AskedForm]], object],
    *,
    done: str,
) -> HttpResponse:
    """What a kind asks of the whole file, answered on its preview, which is read anew. ``ask``
    gives the forms as they were filled in, with which it is shown again where it is refused."""
    kind = kind_of(upload)
    or_404(kind.may_apply(request.user, upload))

    def again(refusal: Refusal) -> HttpResponse:
        return _preview_again(request, upload, refusal)

    def answered(found: WorkbookPreview[Any]) -> HttpResponse:
        forms = ask(found)
        return deed(
            request,
            lambda: act(forms),
            beside=forms,
            done=done,
            to=redirect(kind.addresses.preview, upload.pk),
            again=again,
        )

    return deed(
        request,
        lambda: uploads.preview_upload(upload, by=request.user, today=clock.today()),
        to=answered,
        again=again,
    )


def discard(request: SignedInRequest, upload: Upload) -> HttpResponse:
    kind = kind_of(upload)
    or_404(kind.may_apply(request.user, upload))
    return deed(
        request,
        lambda: uploads.discard_workbook(upload=upload, by=request.user),
        done=f"已放弃“{upload.original_name}”，没有写入任何内容。",
        to=redirect(kind.receive_address(upload)),
        again=lambda refusal: outcome_page(request, _fresh(upload), refusal),
    )


def outcome(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """What became of a file: what it wrote and where from, and what stands since."""
    return outcome_page(request, upload)


def undo(request: SignedInRequest, upload: Upload) -> HttpResponse:
    kind = kind_of(upload)
    or_404(kind.may_undo(request.user, upload))
    return deed(
        request,
        lambda: uploads.undo_upload(upload=upload, by=request.user, today=clock.today()),
        done=_undone_words,
        to=redirect(kind.addresses.outcome, upload.pk),
        again=lambda refusal: outcome_page(request, _fresh(upload), refusal),
    )


def _undone_words(undoing: uploads.Undoing | None) -> str:
    if undoing is None:
        return "这次导入此前已经撤销，没有重复处理。"
    left = f"，{len(undoing.left)} 项此后有改动，没有动" if undoing.left else ""
    return f"已撤销 {len(undoing.put_back)} 项{left}。"


# --- The two pages of an upload ----------------------------------------------------------


def _preview_page(
    request: SignedInRequest, upload: Upload, refusal: Refusal | None = None
) -> HttpResponse:
    def page(found: WorkbookPreview[Any]) -> HttpResponse:
        kind = kind_of(upload)
        shown, number = request.GET.get("show", ""), request.GET.get("page", "")
        context = {
            **_of_upload(request, upload, kind),
            **kind.beside(found),
            "preview": found,
            "page": PreviewPage(
                found,
                shown if shown in FILTERS else "",
                whole_number(number) or 1,
            ),
            "neither": NEITHER,
            "refusal": refusal,
            **_of_columns(request, upload, kind, found),
        }
        return render(request, kind.preview_template, context)

    # It could be read when it was sent; a later reader may refuse it.
    return deed(
        request,
        lambda: uploads.preview_upload(upload, by=request.user, today=clock.today()),
        to=page,
        again=lambda unreadable: outcome_page(request, upload, unreadable),
    )


def _of_columns(
    request: SignedInRequest, upload: Upload, kind: AnyKind, found: WorkbookPreview[Any]
) -> dict[str, Any]:
    unit = kind.sender(found.sent)
    return {
        "uses": found.uses,
        "targets": list(kind.targets().items()),
        "ignored": IGNORED,
        "constant_targets": list(kind.constant_targets().items()),
        "stated": found.sent.choice.constants,
        "constants": kept_constants(upload.county, unit, kind.key),
        "keeps": KEPT if keeps_meanings(request.user, unit, upload.county) else "",
        "keeps_for": "本单位" if unit else upload.county.whole,
    }


def _preview_again(request: SignedInRequest, upload: Upload, refusal: Refusal) -> HttpResponse:
    """The preview as it is now, with what was chosen; or what became of the file meanwhile."""
    upload = _fresh(upload)
    if upload.state != UploadState.PREVIEWED:
        return outcome_page(request, upload, refusal)
    if not refusal.is_conflict:
        return _preview_page(request, upload, refusal)
    return deed(
        request,
        lambda: uploads.choose_rows(upload=upload, **chosen(request)),
        to=lambda _: _preview_page(request, upload, refusal),
        again=lambda worse: outcome_page(request, _fresh(upload), worse),
    )


def outcome_page(
    request: SignedInRequest, upload: Upload, refusal: Refusal | None = None
) -> HttpResponse:
    kind = kind_of(upload)
    page = Paginator(kind.sources_seen(upload, request.user), SOURCES_A_PAGE).get_page(
        request.GET.get("page")
    )
    left = kind.left_alone([source for source in page if not source.undone_at])
    findings = findings_of(upload)
    is_applied = upload.state == UploadState.APPLIED
    context = {
        **_of_upload(request, upload, kind),
        "page": page,
        "sources": [(source, left.get(source.pk, "")) for source in page],
        "findings": grouped(findings)[:MOST_FINDINGS],
        "finding_count": len(findings),
        **kind.after(upload, request.user),
        "uses": Uses.of(upload.outcome.get("uses", {})),
        "may_undo": is_applied and not upload.undone_at and kind.may_undo(request.user, upload),
        "refusal": refusal,
    }
    return render(request, kind.outcome_template, context)


def _of_upload(request: SignedInRequest, upload: Upload, kind: AnyKind) -> dict[str, Any]:
    return {
        "upload": upload,
        "kind": kind,
        "about": kind.about(upload),
        "receive_address": kind.receive_address(upload),
        "earlier": same_content(upload, request.user),
        "most_findings": MOST_FINDINGS,
        "may_apply": kind.may_apply(request.user, upload),
        "may_download": kind.may_download(request.user, upload),
    }


def _fresh(upload: Upload) -> Upload:
    related = ("county", "unit", "uploaded_by", "undone_by")
    return Upload.objects.select_related(*related).get(pk=upload.pk)
