"""The ways from pages of lower rooms into what units report."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.pages.ways import Way
from investment.models import SuccessionKind
from investment.successions import rules
from projects.models import Project


def ways_from_project(user: User, project_year: tuple[Project, int]) -> Iterator[Way]:
    project, _ = project_year
    if rules.proposes(user, project.county):
        address = reverse("investment:succeed", args=[project.pk, SuccessionKind.SPLIT])
        yield Way("拆分合并替换", address)
