"""The ways from pages of lower rooms into what the bureau does about a project."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.pages.ways import Way
from figures.plan_fact import PlanFact
from projects.models import Project


def ways_from_project(user: User, project_year: tuple[Project, int]) -> Iterator[Way]:
    project, _ = project_year
    yield Way("督查情况", reverse("supervision:project", args=[project.pk]))


def ways_from_line(user: User, line: PlanFact) -> Iterator[Way]:
    """A light that lags asks for it."""
    address = reverse("supervision:project", args=[line.project_id])
    yield Way("督查情况", address, is_urged=line.light.lag is not None)
