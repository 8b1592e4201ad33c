"""How a preview is laid out for a person: what needs looking at first, a page at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

from workbooks.findings import Finding
from workbooks.intake.previews import PreviewLine, ShownCell, Verdict, WorkbookPreview

ROWS_A_PAGE = 200
MOST_FINDINGS = 200
MOST_PLACES = 12
"""Cells named of a finding that is the same in many rows."""

_ORDER = (Verdict.REFUSED, Verdict.CHANGED, Verdict.ADDED, Verdict.UNCHANGED)
FILTERS: dict[str, tuple[str, Callable[[PreviewLine], bool]]] = {
    "": ("全部", lambda line: True),
    "added": ("新增", lambda line: line.verdict is Verdict.ADDED),
    "changed": ("变更", lambda line: line.verdict is Verdict.CHANGED),
    "unchanged": ("不变", lambda line: line.verdict is Verdict.UNCHANGED),
    "refused": ("拒绝", lambda line: line.verdict is Verdict.REFUSED),
}


@dataclass(frozen=True)
class ShownRow:
    """A line with its cells old → new and the findings at its row; where the row asks what its
    name means, that is what is to be said of it."""

    line: PreviewLine
    cells: Sequence[ShownCell]
    others: Sequence[ShownCell]
    findings: Sequence[Finding]

    @property
    def changes(self) -> list[ShownCell]:
        """All that the row would change, told beside its name: the columns of its values may stand
        off the right edge of a page."""
        return [*(cell for cell in self.cells if cell.is_changed), *self.others]


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
    def names(self) -> str:
        """What the rows are about, each once."""
        return "、".join(dict.fromkeys(found.about for found in self.places if found.about))

    @property
    def unnamed(self) -> int:
        return len(self.findings) - len(self.places)


@dataclass(frozen=True)
class PreviewPage:
    """One page of a preview: ``shown`` names the filter, ``number`` the page of its rows."""

    preview: WorkbookPreview[Any]
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
    def page(self) -> Page[PreviewLine]:
        fits = FILTERS[self.shown][1]
        lines = sorted(filter(fits, self.preview.lines), key=lambda li: _ORDER.index(li.verdict))
        return Paginator(lines, ROWS_A_PAGE).get_page(self.number)

    @cached_property
    def rows(self) -> list[ShownRow]:
        at_row = _by_row(self.preview.findings)
        return [_row(line, at_row) for line in self.page.object_list]

    @cached_property
    def errors(self) -> list[FindingGroup]:
        return grouped(self.preview.findings.errors)

    @cached_property
    def warnings(self) -> list[FindingGroup]:
        return grouped(self.preview.findings.warnings)


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Findings that say the same of one sheet, told once, in the order of the first."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.sheet, finding.message].append(finding)
    return [FindingGroup(tuple(group)) for group in groups.values()]


def _by_row(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    at_row: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        at_row[finding.sheet, finding.row].append(finding)
    return at_row


def _row(line: PreviewLine, at_row: dict[tuple[str, str], list[Finding]]) -> ShownRow:
    place = (line.row.sheet, str(line.row.number))
    asks = line.proposals and not line.is_confirmed
    return ShownRow(
        line,
        line.cells(),
        line.other_changes(),
        () if asks else tuple(at_row.get(place, ())),
    )
