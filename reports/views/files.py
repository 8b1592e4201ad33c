"""A paper handed out as a file."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render

from accounts.pages.signed_in import SignedInRequest
from documents.printing.compiling import TooLargeToPrint
from files.responses import attachment
from reports.papers.files import FORMS, ToWrite, name_in
from reports.papers.models import FileForm


def paper_file(request: SignedInRequest, paper: ToWrite, form: FileForm) -> HttpResponse:
    return handed_out(request, paper.document.title, form, lambda: FORMS[form].write(paper))


def handed_out(
    request: SignedInRequest, name: str, form: FileForm, write: Callable[[], bytes]
) -> HttpResponse:
    """What ``write`` writes, to be saved as ``name``; a page that says so where it is too long to
    be laid out; in the background its sentence is all that is told of it."""
    try:
        content = write()
    except TooLargeToPrint as error:
        context = {"title": name, "sentence": error.message}
        page = render(request, "reports/too_long.html", context, status=409)
        page.sentence = error.message  # type: ignore[attr-defined]
        return page
    return attachment(content, name_in(form, name), FORMS[form].content_type)
