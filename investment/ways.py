"""The ways from pages of lower rooms into what units report."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.pages.ways import Way
from projects.models import Project


def ways_from_project(user: User, project_year: tuple[Project, int]) -> Iterator[Way]:
    project, year = project_year
    yield Way("月度进度", reverse("investment:project", args=[project.pk, year]))
