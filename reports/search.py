"""Issued papers, as they are found from the bar."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.pages.search import MOST, Found
from reports.papers.models import IssuedPaper


def find_papers(user: User, text: str) -> Iterator[Found]:
    fits = Q(title__icontains=text) | Q(document_number__icontains=text)
    for paper in IssuedPaper.objects.visible_to(user).filter(fits)[: MOST + 1]:
        address = reverse("papers:paper", args=[paper.pk])
        yield Found(paper.title, address, paper.document_number)
