"""What issued papers tell of a project that they are about."""

from collections.abc import Iterator

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import User
from accounts.rights import counties_where
from projects.happenings import Happening
from projects.models import Project
from reports.papers.models import IssuedPaper, PaperKind
from reports.photo_album.kinds import PROJECT, Scope


def papers_told(user: User, project: Project) -> Iterator[Happening]:
    """Cards and albums that are about it and were not taken back. A text is looked for in what was
    chosen of a paper, and then the key itself: a database compares no lists."""
    about = {
        PaperKind.CARD: str(project.pk),
        PaperKind.PHOTOS: str(Scope(PROJECT, str(project.pk))),
    }
    asked = Q()
    for kind, key in about.items():
        asked |= Q(kind=kind, chosen__contains=f'"{key}"')
    # As ``visible_to`` has it of these kinds, without its question about papers on leaders.
    counties = counties_where(user, "document.download") & {project.county_id}
    papers = IssuedPaper.objects.filter(county__in=counties).annotate(
        chosen=Cast("choices", TextField())
    )
    for paper in papers.filter(asked, withdrawn_by=None, withdraws=None):
        if about[PaperKind(paper.kind)] in paper.choices.get("about", ()):
            url = reverse("papers:paper", args=[paper.pk])
            note = f"{paper.get_kind_display()}，截至{paper.as_of}"
            yield Happening(paper.issued_on, "公文", paper.title, url, note, paper=str(paper))
