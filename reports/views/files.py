"""A paper handed out as a file."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.pages.signed_in import SignedInRequest
from documents.printing.compiling import TooLargeToPrint
from files.responses import attachment
from reports.papers.files import FORMS, ToWrite, name_in
from reports.papers.models import FileForm


def paper_file(request: SignedInRequest, paper: ToWrite, form: FileForm) -> HttpResponse:
    """A page that says so where the paper is too long to be laid out."""
    how = FORMS[form]
    try:
        content = how.write(paper)
    except TooLargeToPrint as error:
        context = {"title": paper.document.title, "sentence": error.message}
        return render(request, "reports/too_long.html", context, status=409)
    return attachment(content, name_in(form, paper.document.title), how.content_type)
