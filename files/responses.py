"""The responses that hand a file out: the browser saves it, or shows a picture."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from files.lost import LostFile
from files.models import KeptFile
from files.photos import thumbnail

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JPEG = "image/jpeg"
PNG = "image/png"


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file that was just made, to be saved as ``name``."""
    response = HttpResponse(content, content_type=content_type)
    response.file_name = name  # type: ignore[attr-defined]
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def kept_file(request: HttpRequest, kept: KeptFile, name: str, content_type: str) -> HttpResponse:
    """A file as it came from outside: it is saved, never shown, and stays in no cache. A page that
    says so where it is lost."""
    try:
        return _private(attachment(kept.content(), name, content_type))
    except LostFile as lost:
        return _lost(request, name, lost)


def kept_picture(
    request: HttpRequest, kept: KeptFile, content_type: str = JPEG, *, longest: int | None = None
) -> HttpResponse:
    """A picture that we encoded ourselves, to be shown on a page; a photo small, of at most
    ``longest`` pixels a side, where that is given."""
    try:
        content = kept.content()
        if longest is not None:
            content = thumbnail(content, longest)
        return _private(HttpResponse(content, content_type=content_type))
    except LostFile as lost:
        return _lost(request, "照片", lost)


def _lost(request: HttpRequest, name: str, lost: LostFile) -> HttpResponse:
    context = {"name": name, "sentence": lost.message}
    return render(request, "files/lost.html", context, status=lost.status)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
