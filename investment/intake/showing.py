"""How a preview is laid out for a person: what needs looking at first, a page at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

from accounts.models import Unit
from investment.drafts import AMOUNTS, label_of, words
from investment.intake.comparing import Line, MonthlyPreview, Verdict
from investment.models import MonthlyEntry
from investment.selectors.facts import reported_projects
from measures.money import wan_input
from projects.models import Project
from workbooks.findings import Finding

ROWS_A_PAGE = 200
MOST_FINDINGS = 200
MOST_PLACES = 12
"""Cells named of a finding that is the same in many rows."""

_ORDER = (Verdict.REFUSED, Verdict.CHANGED, Verdict.ADDED, Verdict.UNCHANGED)
FILTERS: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "": ("全部", lambda line: True),
    "added": ("新增", lambda line: line.verdict is Verdict.ADDED),
    "changed": ("变更", lambda line: line.verdict is Verdict.CHANGED),
    "unchanged": ("不变", lambda line: line.verdict is Verdict.UNCHANGED),
    "refused": ("拒绝", lambda line: line.verdict is Verdict.REFUSED),
}
_SHOWN_APART = ("month_amount", "year_to_date", "progress")


@dataclass(frozen=True)
class CellChange:
    """A field of a row: what there is and what the row would make of it, in words; amounts as
    万元 without the word, which is in the heading."""

    label: str
    old: str
    new: str
    is_amount: bool

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class RowShown:
    """A line with its cells old → new and the findings at its row; where the row asks what its
    name means, that is what is to be said of it."""

    line: Line
    cells: tuple[CellChange, ...]
    others: tuple[CellChange, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FindingGroup:
    """Findings that say the same of several cells of a sheet."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def places(self) -> tuple[Finding, ...]:
        return self.findings[:MOST_PLACES]

    @property
    def unnamed(self) -> int:
        return len(self.findings) - len(self.places)


@dataclass(frozen=True)
class Missing:
    """A project that owes the month and is not in the file; ``is_sent`` when it was reported
    otherwise."""

    project: Project
    unit: Unit
    is_sent: bool


@dataclass(frozen=True)
class PreviewPage:
    """One page of a preview: ``shown`` names the filter, ``number`` the page of its rows."""

    preview: MonthlyPreview
    shown: str
    number: int

    @cached_property
    def filters(self) -> list[tuple[str, str, int]]:
        """Name, words and count of each filter that has rows."""
        counts = [
            (name, label, sum(map(fits, self.preview.lines)))
            for name, (label, fits) in FILTERS.items()
        ]
        return [line for line in counts if line[2] or not line[0]]

    @cached_property
    def page(self) -> Page[Line]:
        fits = FILTERS[self.shown][1]
        lines = sorted(filter(fits, self.preview.lines), key=lambda li: _ORDER.index(li.verdict))
        return Paginator(lines, ROWS_A_PAGE).get_page(self.number)

    @cached_property
    def rows(self) -> list[RowShown]:
        at_row = _by_row(self.preview.findings)
        return [_row(line, at_row) for line in self.page.object_list]

    @cached_property
    def errors(self) -> list[FindingGroup]:
        return grouped(self.preview.findings.errors)

    @cached_property
    def warnings(self) -> list[FindingGroup]:
        return grouped(self.preview.findings.warnings)

    @cached_property
    def missing(self) -> list[Missing]:
        return missing_from(self.preview)


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Findings that say the same of one sheet, told once, in the order of the first."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.sheet, finding.message].append(finding)
    return [FindingGroup(tuple(group)) for group in groups.values()]


def missing_from(preview: MonthlyPreview) -> list[Missing]:
    """The projects that owe a report for the month and are not in the file: the sender's; for
    the bureau the county's, or a single unit's when the whole file is its. Three queries."""
    if preview.is_refused:
        return []
    county, month = preview.county, preview.month
    in_file = {line.project.pk for line in preview.lines if line.project}
    units = {line.unit.pk for line in preview.lines if line.unit}
    asked = preview.own_units if preview.own_units is not None else units
    is_whole_county = preview.own_units is None and len(units) != 1
    owing = {
        project: unit
        for project, unit in reported_projects(county, month.year).items()
        if project not in in_file and (is_whole_county or unit in asked)
    }
    sent = set(
        MonthlyEntry.objects.sent()
        .filter(project__in=owing, year=month.year, month=month.month)
        .values_list("project_id", flat=True)
    )
    named = Unit.objects.in_bulk(set(owing.values()))
    projects = Project.objects.filter(pk__in=owing).only("pk", "name")
    return [Missing(project, named[owing[project.pk]], project.pk in sent) for project in projects]


def _by_row(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    at_row: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        at_row[finding.sheet, finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")].append(finding)
    return at_row


def _row(line: Line, at_row: dict[tuple[str, str], list[Finding]]) -> RowShown:
    place = (line.written.place.sheet, str(line.written.row.number))
    cells = tuple(_cell(line, name) for name in _SHOWN_APART)
    others = tuple(
        _cell(line, name)
        for name in (line.draft.differences(line.before) if line.draft and line.before else ())
        if name not in _SHOWN_APART
    )
    asks = line.proposals and not line.is_confirmed
    return RowShown(line, cells, others, () if asks else tuple(at_row.get(place, ())))


def _cell(line: Line, name: str) -> CellChange:
    """Of a refused row what is written there, as it was read."""
    if line.draft is None:
        old = new = line.written.fields.get(name)
    else:
        new = getattr(line.draft, name)
        old = getattr(line.before, name) if line.before else new
    is_amount = name in AMOUNTS and name in _SHOWN_APART
    return CellChange(
        label_of(name), _in_cell(name, old, is_amount), _in_cell(name, new, is_amount), is_amount
    )


def _in_cell(name: str, value: Any, is_amount: bool) -> str:
    return wan_input(value) if is_amount and value is not None else words(name, value)
