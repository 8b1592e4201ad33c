"""What pages and commands read of issued papers."""

from reports.papers.models import IssuedFile, IssuedPaper


def paper_numbered(number: int) -> IssuedPaper | None:
    return IssuedPaper.objects.select_related("county").filter(pk=number).first()


def file_of(paper: IssuedPaper, form: str) -> IssuedFile | None:
    return paper.files.filter(form=form).first()
