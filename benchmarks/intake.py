"""From file to committed: 10,000 rows of a monthly workbook on PostgreSQL.

The limits are issue 3's: at most 4 times calamine and a COPY upsert; at least 40 times as fast as a
django-import-export resource with defaults; at most 20 queries whatever the number of rows; the
preview at most 1.3 times reading and checking.
"""

import datetime
from collections.abc import Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from benchmarks.county import JUNE, make_county, monthly_workbook
from benchmarks.goals import Goal, best_of, seconds
from benchmarks.peers import calamine_and_copy, import_export_resource
from investment.drafts import EntryDraft
from investment.intake import apply_monthly, preview_monthly
from investment.intake.matching import read_register
from investment.intake.monthly_workbook import read_monthly
from investment.intake.preview import MonthlyPreview
from investment.models import MonthlyEntry
from investment.services import check_results
from projects.models import Project

ROWS, FEW, SLOW_ROWS = 10_000, 100, 500
TODAY = datetime.date(2019, 7, 3)


def preview(content: bytes, county: Unit) -> MonthlyPreview:
    return preview_monthly(content, county=county, month=JUNE, by=None, today=TODAY)


def file_to_committed(content: bytes, county: Unit) -> None:
    apply_monthly(preview(content, county), by=None)


def forget_entries(county: Unit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE investment_monthlyentry CASCADE")


def queries_of(content: bytes, county: Unit) -> int:
    forget_entries(county)
    with CaptureQueriesContext(connection) as captured:
        file_to_committed(content, county)
    return len(captured)


def goals() -> Iterator[Goal]:
    few_county, few = make_county(FEW), monthly_workbook(FEW)
    slow_county, slow = make_county(SLOW_ROWS), monthly_workbook(SLOW_ROWS)
    county, content = make_county(ROWS), monthly_workbook(ROWS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def require_all() -> None:
        assert MonthlyEntry.objects.filter(project__county=county).count() == ROWS
        forget_entries(county)

    calamine_and_copy(few, few_county)
    file_to_committed(few, few_county)
    floor, ours = best_of(
        lambda: calamine_and_copy(content, county),
        lambda: file_to_committed(content, county),
        after=require_all,
    )
    yield Goal(
        f"{ROWS:,} rows from file to committed ÷ calamine + COPY upsert",
        ours / floor,
        4,
        f"{ours:.2f} s ÷ {floor:.2f} s",
    )

    # Row by row its time is linear; the other projects are there, as they would be.
    usual = seconds(lambda: import_export_resource(slow)) * ROWS / SLOW_ROWS
    forget_entries(slow_county)
    yield Goal(
        "django-import-export with defaults ÷ ours",
        usual / ours,
        40,
        f"{usual:.0f} s from {SLOW_ROWS} rows ÷ {ours:.2f} s",
        at_least=True,
    )

    checked, previewed = best_of(
        lambda: read_and_check(content, county),
        lambda: preview(content, county),
        after=lambda: None,
    )
    yield Goal(
        "preview ÷ reading and checking",
        previewed / checked,
        1.3,
        f"{previewed:.2f} s ÷ {checked:.2f} s",
    )

    counts = queries_of(few, few_county), queries_of(content, county)
    yield Goal(
        "queries from file to committed",
        max(counts),
        20,
        f"{counts[0]} for {FEW} rows, {counts[1]} for {ROWS:,}",
    )


def read_and_check(content: bytes, county: Unit) -> None:
    """Every row read, its project found, and its figures held against the edit checks: what any
    preview must do, without comparing and telling."""
    reading = read_monthly(content, "月报表.xlsx", JUNE, county)
    register = read_register(county, JUNE, None)
    pairs: list[tuple[Project, EntryDraft | MonthlyEntry]] = []
    for row in reading.rows:
        project = register.find(row.name, row.code)
        pairs.append((project, EntryDraft(project.pk, **row.fields).settled()))
    results = check_results(JUNE, pairs, today=TODAY)
    assert len(results) == ROWS
