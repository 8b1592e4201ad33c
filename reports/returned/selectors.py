"""What pages and commands read of returned papers."""

from accounts.models import User
from reports.papers.models import IssuedPaper, WorkingPaper
from reports.returned.models import AnyPaper, ReturnedPaper


def returned_of(user: User, paper: AnyPaper) -> list[ReturnedPaper]:
    """What came back of a paper, the newest first."""
    side = "issued" if isinstance(paper, IssuedPaper) else "working"
    found = ReturnedPaper.objects.visible_to(user).filter(**{side: paper})
    return list(found.select_related("returned_by"))


def working_paper_numbered(number: int) -> WorkingPaper | None:
    return WorkingPaper.objects.select_related("county").filter(pk=number).first()
