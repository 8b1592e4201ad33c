"""The months that have figures, and which of them pages show without being asked (发布月)."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Unit
from accounts.trail.remembered import remembered
from investment.models import MonthlyEntry, PublishedAs, ReportingPeriod
from measures.months import CutOff, Month

PRELIMINARY = "初步"
"""What figures are called that the bureau has not published."""

_PUBLISHED = (PublishedAs.FLASH, PublishedAs.FINAL)


@dataclass(frozen=True)
class ShownMonth:
    """A month that has approved entries; ``published_as`` is a PublishedAs, or "" of old."""

    month: Month
    published_as: str

    def __str__(self) -> str:
        return str(self.month)

    @property
    def is_published(self) -> bool:
        return self.published_as in _PUBLISHED

    @property
    def label(self) -> str:
        """2019年6月; 2019年7月（初步）."""
        said = standing_words(self.published_as)
        return f"{self.month.label}（{said}）" if said else self.month.label


def standing_words(published_as: str) -> str:
    """What a reader must know of a month's figures: 初步, 快报; "" of 定数."""
    if published_as not in _PUBLISHED:
        return PRELIMINARY
    return "" if published_as == PublishedAs.FINAL else PublishedAs(published_as).label


def shown_months(county: Unit) -> list[ShownMonth]:
    """The months that have approved entries, newest first. Two queries at most."""
    kept = remembered(county)
    if kept is None:
        return _read(county)
    shown = kept.of(
        "shown months",
        lambda: tuple(_read(county)),
        models_of=lambda: (MonthlyEntry, ReportingPeriod),
        rows_of=len,
    )
    return list(shown)


def _read(county: Unit) -> list[ShownMonth]:
    approved = MonthlyEntry.objects.approved().filter(project__county=county)
    found = approved.order_by().values_list("year", "month", "period__published_as").distinct()
    months = {Month(year, month): published_as for year, month, published_as in found}
    return [ShownMonth(month, months[month]) for month in sorted(months, reverse=True)]


def default_of(months: Sequence[ShownMonth]) -> Month | None:
    """The published month: the latest that the bureau has published (DESIGN §4.6). While it has
    published none, the latest that has figures, as 初步."""
    published = (shown.month for shown in months if shown.is_published)
    return next(published, None) or next((shown.month for shown in months), None)


def month_asked(months: Sequence[ShownMonth], asked: str | None) -> Month | None:
    """The month written so, which must have figures; without asking the published one. None where
    there is none."""
    if not asked:
        return default_of(months)
    return next((shown.month for shown in months if str(shown) == asked), None)


def cut_off_asked(
    months: Sequence[ShownMonth], asked: str | None, day: str | None = None
) -> CutOff | None:
    """The cut-off written so (2019-06, 2019-07-15), by its ``day`` where that is told beside it,
    of a month that has figures; without asking the end of the published one. None where there is
    none."""
    text = day or asked
    if not text:
        month = default_of(months)
        return None if month is None else CutOff(month)
    try:
        found = CutOff.parse(text)
    except ValueError:
        return None
    return found if found.month in {shown.month for shown in months} else None


def default_month(county: Unit) -> Month | None:
    """What pages and documents show without being asked; None where nothing is approved. One
    query."""
    return default_of(shown_months(county))


def months_with_figures(county: Unit) -> list[Month]:
    """The months that have approved entries, newest first. One query."""
    return [shown.month for shown in shown_months(county)]


def published_as(county: Unit, month: Month) -> str:
    """What the bureau has declared the month's figures to be; "" without a period. One query."""
    periods = ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
    return periods.values_list("published_as", flat=True).first() or ""
