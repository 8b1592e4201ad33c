"""What stands already of what drafts are about: read once, in the transaction that writes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from accounts.errors import NotAllowed
from accounts.models import Unit
from investment.checks import CheckResult
from investment.drafts import EntryDraft
from investment.models import MonthlyEntry, ReportingPeriod
from investment.standing import YearStanding
from measures.months import Month
from projects.models import Project, ProjectUnit


@dataclass(frozen=True)
class Site:
    """A project with the unit that reports the month."""

    project: Project
    unit: Unit


@dataclass(frozen=True)
class Known:
    """The ``sites`` of drafts and the ``entries`` of their month, by project id.

    ``found`` is what the edit checks find, by project id, where who writes has asked them already,
    None where nobody has. The import answers for a whole file when another hand
    comes first, so nothing is read again to name the row that did. ``before`` is how the projects
    stood before the month, where the caller has asked.
    """

    sites: Mapping[int, Site]
    entries: Mapping[int, MonthlyEntry]
    found: Mapping[int, list[CheckResult]] | None = None
    before: Mapping[int, YearStanding] | None = None

    @property
    def is_previewed(self) -> bool:
        return self.found is not None

    @property
    def units(self) -> set[Unit]:
        return {site.unit for site in self.sites.values()}

    @property
    def unit_ids(self) -> set[int]:
        return {site.unit.pk for site in self.sites.values()}


def read_known(
    period: ReportingPeriod, drafts: Iterable[EntryDraft], county: Unit | None = None
) -> Known:
    """What stands of the drafts. Two queries. Raises NotAllowed as ``sites_of`` does."""
    sites = sites_of(drafts, period.as_month, county)
    return Known(sites, entries_of(period, sites))


def sites_of(
    drafts: Iterable[EntryDraft | MonthlyEntry], month: Month, county: Unit | None = None
) -> dict[int, Site]:
    """The projects of drafts or entries of the month with the units that report it, by project id.
    Raises NotAllowed for a project that has none or is not the county's."""
    wanted = {draft.project_id for draft in drafts}
    parts = (
        ProjectUnit.objects.answering_for(month.last_day)
        .filter(project__in=wanted)
        .select_related("project__county", "unit__county")
    )
    if county is not None:
        parts = parts.filter(project__county=county)
    found = {part.project_id: Site(part.project, part.unit) for part in parts}
    if len(found) != len(wanted):
        raise NotAllowed("有的项目没有填报单位，或不属于本县")
    return found


def entries_of(period: ReportingPeriod, projects: Collection[int]) -> dict[int, MonthlyEntry]:
    """The entries of these projects in the period's month, by project id. One query."""
    entries = MonthlyEntry.objects.filter(
        project__in=projects, year=period.year, month=period.month
    ).select_related("project__county", "unit__county")
    return {entry.project_id: entry for entry in entries}
