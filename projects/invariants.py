"""What must always hold of the register, for ``manage.py verify``."""

import itertools
from operator import attrgetter

from projects.models import AnnualPlan, Part, ProjectUnit
from projects.packages import counted_twice


def package_faults() -> list[str]:
    """No list counts the money of a package twice."""
    plans = AnnualPlan.objects.filter(items__project__packaged__isnull=False).distinct()
    return [words for plan in plans for words in counted_twice(plan)]


def part_faults() -> list[str]:
    """The reporting units of a project follow one another day on day: none beside another, and no
    day without one."""
    parts = ProjectUnit.objects.filter(part=Part.REPORTING).select_related("project")
    in_order = parts.order_by("project_id", "from_date", "pk")
    faults = []
    for _, group in itertools.groupby(in_order, key=attrgetter("project_id")):
        for held, following in itertools.pairwise(group):
            if held.until is None or held.until > following.from_date:
                faults.append(f"{held.project}自{following.from_date}起有两个填报单位")
            elif held.until < following.from_date:
                faults.append(f"{held.project}自{held.until}至{following.from_date}没有填报单位")
    return faults
