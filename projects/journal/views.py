"""The journal of a project on its page, and photos that come by the folder."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit, User
from accounts.pages.deeds import (
    Refusal,
    deed,
    sent,
    typed,
    unless_held,
    unless_shown,
    version_sent,
)
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import reads_county
from files.responses import kept_picture
from projects import one_page
from projects.journal import photos, rules, services
from projects.journal.forms import NoteForm, PhotosForm, PlaceForm
from projects.journal.photos import MOST_AT_ONCE, PhotosTaken, Sent
from projects.journal.selectors import notes_of, waiting_photos
from projects.models import JournalNote, Project, ProjectPhoto
from projects.naming import name_key

SMALL = 360
"""The longer side of a photo on a list: twice what it is shown at, for screens that are finer."""
MOST_TO_PLACE = 60
"""Photos on one page of assigning."""


# --- Notes ---------------------------------------------------------------------------------


def journal(request: SignedInRequest, pk: int) -> HttpResponse:
    """The notes of a project, as a tab of its page, and a further one."""
    if request.method != "POST":
        return one_page.show(request, pk, "journal")
    project = seen(request, Project.objects, pk, "county")
    or_404(rules.writes_journal(request.user, project))
    earlier = _corrected(request, project)
    form = _form(request.user, project, request)
    return deed(
        request,
        lambda: services.write_note(
            project=project,
            by=request.user,
            today=clock.today(),
            corrects=earlier,
            **form.cleaned_data,
        ),
        form=form,
        done="记事已保存。" if earlier is None else "更正的记事已保存，原来的一条留作参考。",
        to=redirect("projects:journal", pk),
        again=lambda refusal: one_page.show(
            request, pk, "journal", refusal=refusal, corrects=earlier
        ),
    )


def journal_of(
    user: User, project: Project, *, corrects: JournalNote | None = None, refusal: Any = None
) -> dict[str, Any]:
    """What the tab shows: the notes that the user sees, and a form for who writes there."""
    writes = rules.writes_journal(user, project)
    form = typed(refusal, NoteForm) or (_form(user, project) if writes else None)
    return {
        "notes": notes_of(user, project),
        "note_form": form,
        "corrects": corrects,
        "me": user.pk,
        "writes": writes,
        "refusal": unless_shown(refusal, form),
    }


@require_POST
def note_read(request: SignedInRequest, note_id: int) -> HttpResponse:
    note = seen(request, JournalNote.objects, note_id, "project__county")
    or_404(note.named.filter(person=request.user).exists())
    return deed(
        request,
        lambda: services.read_note(note=note, by=request.user),
        done=lambda is_new: "已阅。" if is_new else "此前已阅。",
        to=redirect("projects:journal", note.project_id),
        again=lambda refusal: one_page.show(request, note.project_id, "journal", refusal=refusal),
    )


def _form(user: User, project: Project, request: SignedInRequest | None = None) -> NoteForm:
    return NoteForm(
        sent(request) if request else None,
        colleagues=rules.colleagues(project).exclude(pk=user.pk),
        today=clock.today(),
        reads=reads_county(user, project.county),
    )


def _corrected(request: SignedInRequest, project: Project) -> JournalNote | None:
    """The note of one's own that the new one corrects, where one is named."""
    asked = request.POST.get("corrects", "")
    if not asked:
        return None
    notes = JournalNote.objects.visible_to(request.user).filter(project=project)
    note = or_404(notes.filter(pk=whole_number(asked) or 0).first())
    or_404(rules.corrects(request.user, note))
    return note


# --- Photos --------------------------------------------------------------------------------


def photos_in(request: SignedInRequest) -> HttpResponse:
    """Photos that come by the folder, and those that wait to be assigned. A script sends a folder
    in several requests, each answered with a sentence."""
    county = own_county(request)
    or_404(rules.brings_photos(request.user, county))
    if request.method != "POST":
        return _photos_page(request, county)
    form = PhotosForm(request.POST, request.FILES)
    project = _project_asked(request)

    def done(taken: PhotosTaken) -> HttpResponse:
        if request.htmx:
            return HttpResponse(taken.words, content_type="text/plain; charset=utf-8")
        messages.success(request, taken.words)
        return redirect("projects:photos_in")

    return deed(
        request,
        lambda: photos.take_photos(
            county=county,
            sent=_sent(request),
            by=request.user,
            today=clock.today(),
            project=project,
        ),
        form=form,
        to=done,
        again=lambda refusal: (
            _told(refusal) if request.htmx else _photos_page(request, county, refusal)
        ),
    )


@require_POST
def photos_place(request: SignedInRequest) -> HttpResponse:
    county = own_county(request)
    or_404(rules.brings_photos(request.user, county))
    forms = _place_forms(request, county)

    def act() -> int:
        placements = [form.placement for form in forms]
        said = [each for each in placements if each is not None]
        return photos.place_photos(placements=said, by=request.user, today=clock.today())

    return deed(
        request,
        act,
        beside=forms,
        wrong=lambda: "有照片的项目或日期没有填好，请看下面标出的各张。",
        done=lambda count: f"已归集{count}张照片。",
        to=redirect("projects:photos_in"),
        again=lambda refusal: _photos_page(request, county, refusal),
    )


@require_POST
def photo_remove(request: SignedInRequest, photo_id: int) -> HttpResponse:
    found = seen(request, ProjectPhoto.objects, photo_id, "county", "project")
    or_404(rules.takes_out(request.user, found))
    back = redirect("projects:album", found.project_id) if found.placed_at else None
    return deed(
        request,
        lambda: photos.take_out(photo=found, by=request.user, version=version_sent(request)),
        done=f"已移除：{found.words}。",
        to=back or redirect("projects:photos_in"),
        again=lambda refusal: _photos_page(request, found.county, refusal),
    )


def photo(request: SignedInRequest, photo_id: int) -> HttpResponse:
    return kept_picture(request, seen(request, ProjectPhoto.objects, photo_id))


def photo_small(request: SignedInRequest, photo_id: int) -> HttpResponse:
    return kept_picture(request, seen(request, ProjectPhoto.objects, photo_id), longest=SMALL)


def _sent(request: SignedInRequest) -> list[Sent]:
    """The files of both boxes; a script says beside each where it lay in its folder."""
    files = [*request.FILES.getlist("files"), *request.FILES.getlist("folder")]
    paths = request.POST.getlist("path")
    told = paths if len(paths) == len(files) else [""] * len(files)
    return [Sent(file, path) for file, path in zip(files, told, strict=True)]


def _project_asked(request: SignedInRequest) -> Project | None:
    """The project of whose page the photos were sent, where it was one's."""
    asked = request.POST.get("project") or request.GET.get("project")
    if not asked:
        return None
    project = seen(request, Project.objects, whole_number(asked), "county")
    or_404(rules.writes_journal(request.user, project))
    return project


def _place_forms(request: SignedInRequest, county: Unit) -> list[PlaceForm]:
    written = Project.objects.visible_to(request.user).of_county(county)
    projects = {name_key(project.name): project for project in written.select_related("county")}
    waiting: Sequence[ProjectPhoto] = waiting_photos(request.user, county)
    shown = waiting[:MOST_TO_PLACE]
    if request.method == "POST" and any(key.startswith("version-") for key in request.POST):
        # What was sent of a photo that is no longer here is told by the service.
        shown = [each for each in shown if f"version-{each.pk}" in request.POST]
        return [PlaceForm(request.POST, photo=each, projects=projects) for each in shown]
    return [PlaceForm(photo=each, projects=projects) for each in shown]


def _photos_page(
    request: SignedInRequest, county: Unit, refusal: Refusal | None = None
) -> HttpResponse:
    refused = [form for form in refusal.forms if isinstance(form, PlaceForm)] if refusal else []
    by_photo = {form.photo.pk: form for form in refused}
    forms = [by_photo.get(form.photo.pk, form) for form in _place_forms(request, county)]
    sending = typed(refusal, PhotosForm)
    context = {
        "forms": forms,
        "more": max(len(waiting_photos(request.user, county)) - MOST_TO_PLACE, 0),
        "projects": [project.name for project in (forms[0].projects.values() if forms else ())],
        "project": _project_asked(request),
        "most_at_once": MOST_AT_ONCE,
        "sending": sending,
        "refusal": unless_held(refusal, sending, *refused),
    }
    return render(request, "projects/photos.html", context)


def _told(refusal: Refusal) -> HttpResponse:
    """The sentence alone, for the script."""
    sentence = refusal.error.message if refusal.error is not None else "没有收到照片"
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8")
