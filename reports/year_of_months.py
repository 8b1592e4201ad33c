"""The monthly tables of a list for a whole year as one workbook, made in the background."""

from dataclasses import dataclass

from accounts.errors import DomainError
from figures.facts import load_facts
from files.responses import XLSX
from jobs.kinds import JobKind, JobOutcome, MadeFile, Work
from measures.months import Month
from reports.monthly_table import MonthlyTable, monthly_table
from reports.selectors import plan_called, plans_with_rows
from reports.writers.monthly import year_workbook


@dataclass(frozen=True)
class YearAsked:
    """The months of ``year`` up to and with ``until``, of one list or a set of lists."""

    year: int
    until: int
    list_key: str

    @property
    def title(self) -> str:
        return f"{self.year}年1—{self.until}月{self.list_key}重点建设项目各月汇总表"


def make_year_of_months(work: Work[YearAsked]) -> JobOutcome:
    """Raises DomainError where the list had no projects in any of the months."""
    asked, tables = work.asked, []
    for month in Month(asked.year, asked.until).since_january():
        if table := _table_of(work, month):
            tables.append(table)
        work.progress(month.month, asked.until)
    if not tables:
        raise DomainError(f"{asked.year}年没有{asked.list_key}清单的数据，请核对清单后重新提交")
    return JobOutcome(
        f"共{len(tables)}个月",
        MadeFile(year_workbook(tables), f"{asked.title}.xlsx", XLSX),
    )


def _table_of(work: Work[YearAsked], month: Month) -> MonthlyTable | None:
    """None for a month at whose end the list was not in use."""
    facts = load_facts(work.county, month)
    plan = plan_called(work.asked.list_key, plans_with_rows(facts))
    return monthly_table(facts, plan) if plan else None


YEAR_OF_MONTHS = JobKind(
    key="reports.year_of_months",
    right="document.download",
    asked=YearAsked,
    shape=1,
    title=lambda asked: asked.title,
    work=make_year_of_months,
)
