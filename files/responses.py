"""The responses that hand a file out: the browser saves it, or shows a picture."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JPEG = "image/jpeg"


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file that was just made, to be saved as ``name``."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def kept_file(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file as it came from outside: it is saved, never shown, and stays in no cache."""
    return _private(attachment(content, name, content_type))


def kept_picture(content: bytes, content_type: str = JPEG) -> HttpResponse:
    """A picture that we encoded ourselves, to be shown on a page."""
    return _private(HttpResponse(content, content_type=content_type))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
