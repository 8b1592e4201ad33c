"""打包项目: a project whose parts are projects. A line on it counts their money once, so that no
list may hold a package and a part of it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from accounts.errors import DomainError
from accounts.models import Unit
from projects.models import AnnualPlan, PlanItem, Project
from projects.naming import shortened_list


class PackageUnfit(DomainError):
    """What would be counted twice, or has no end."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="package")


def refuse_package(project: Project, package: Project | None) -> None:
    """Raises PackageUnfit where ``project`` cannot be a part of ``package``."""
    if package is None:
        return
    if package.pk == project.pk:
        raise PackageUnfit("项目不能打包到自己名下，请另选打包项目。")
    if package.package_id is not None:
        whole = package.package
        raise PackageUnfit(f"“{package}”自己是“{whole}”的子项目，请选“{whole}”。")
    if project.pk and project.packaged.exists():
        raise PackageUnfit("本项目自己是打包项目，名下有子项目，不能再打包到别的项目名下。")
    both = lists_with([project.pk]) & lists_with([package.pk]) if project.pk else set()
    if both:
        names = "、".join(AnnualPlan.objects.filter(pk__in=both).values_list("name", flat=True))
        raise PackageUnfit(
            f"“{names}”同时列有本项目和“{package}”，打包后投资会算两遍；请先把其中一个退出清单。"
        )


def refuse_counted_twice(plans: Iterable[AnnualPlan]) -> None:
    """Raises DomainError where a list holds a package and a part of it. To be asked at the end by
    who put lines on lists."""
    faults = [words for plan in plans for words in counted_twice(plan)]
    if faults:
        raise DomainError("；".join(faults))


def counted_twice(plan: AnnualPlan) -> list[str]:
    """The packages of the list beside which parts of them stand, a sentence each; one query."""
    listed = PlanItem.objects.filter(plan=plan, is_dropped=False)
    parts = Project.objects.filter(pk__in=listed.values("project"), package__isnull=False)
    beside = parts.filter(package__in=listed.values("project")).select_related("package")
    by_package: dict[str, list[str]] = defaultdict(list)
    for part in beside.order_by("pk"):
        by_package[str(part.package)].append(part.name)
    return [
        f"“{plan}”列有打包项目“{package}”，又列有它的子项目{shortened_list(names)}，"
        "投资会算两遍，请只列一种"
        for package, names in by_package.items()
    ]


def lists_with(projects: Iterable[int]) -> set[int]:
    """The lists on which one of the projects stands."""
    lines = PlanItem.objects.filter(project__in=list(projects), is_dropped=False)
    return set(lines.values_list("plan", flat=True))


def fit_packages(county: Unit, project: Project | None) -> "models.QuerySet[Project]":
    """What ``project`` may be a part of: the county's projects that are no parts themselves."""
    found = Project.objects.of_county(county).filter(package=None).order_by("name")
    return found.exclude(pk=project.pk) if project else found
