"""The sample county's own workbooks give exactly what its plain tables say."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from measures.money import parse_money
from measures.months import Month
from workbooks import values
from workbooks.declared import compare_counts, compare_period
from workbooks.rowkinds import RowKind
from workbooks.tables import read_workbook
from workbooks.tests.builders import MONTHLY, PLAN, PRELIMINARY

WORKBOOKS = Path(__file__).resolve().parents[2] / "demo" / "workbooks"
JUNE = Month(2019, 6)
MONTHS = [Month(2019, number) for number in range(1, 7)]
UNIT_FILES = [f"{number:02}.xlsx" for number in range(1, 18)]


def plain(name):
    with (WORKBOOKS / "plain" / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def month_of(cell):
    month = values.month(cell, 2019)
    return month.month if month else None


def yuan(text):
    return parse_money(text) if text else None


def table_of(path, vocabulary, month=None):
    book = read_workbook((WORKBOOKS / path).read_bytes(), path, vocabulary, month)
    assert list(book.findings) == []
    (table,) = book.tables
    return table


def kinds(table):
    return Counter(row.kind for row in table.rows)


def months_of(month):
    """The plain entries of a month by project, with the year to date."""
    ytd = Counter()
    entries = {}
    for line in plain("monthly.csv"):
        if int(line["月份"]) <= month.month:
            ytd[line["项目名称"]] += yuan(line["本月完成投资(万元)"])
        if int(line["月份"]) == month.month:
            entries[line["项目名称"]] = line
    return {
        name: {
            "unit": line["责任单位"],
            "month": yuan(line["本月完成投资(万元)"]),
            "ytd": ytd[name],
            "progress": line["形象进度"],
            "problem": line["存在问题"],
            "started": line["开工日期"],
        }
        for name, line in entries.items()
    }


def test_the_plan_is_read_to_the_last_cell():
    table = table_of("plan-2019.xlsx", PLAN)
    assert kinds(table) == {
        RowKind.DATA: 85,
        RowKind.GROUP: 2,
        RowKind.TOTAL: 1,
        RowKind.NOTE: 1,
        RowKind.BLANK: 1,
    }
    read = [
        {
            "序号": str(values.integer(row.get("serial"))),
            "项目代码": values.text(row.get("code")),
            "项目名称": values.text(row.get("name")),
            "计划类别": values.text(row.get("category")),
            "项目类别": values.text(row.get("sector")),
            "是否产业项目": values.yes_no(row.get("productive")),
            "投资主体": values.text(row.get("investor")),
            "责任单位": values.text(row.get("unit")),
            "包抓领导": values.text(row.get("leader")),
            "建设起止年限": values.year_range(row.get("years")),
            "总投资": values.money(row.get("total")),
            "上年底": values.money(row.get("before")),
            "县级": values.money(row.get("planned")),
            "省级": values.money(row.get("provincial")),
            "市级": values.money(row.get("municipal")),
            "计划开工月份": month_of(row.get("start_month")),
            "建设内容": values.text(row.get("content")),
        }
        for row in table.data
    ]
    assert read == [
        {
            "序号": line["序号"],
            "项目代码": line["项目代码"],
            "项目名称": line["项目名称"],
            "计划类别": line["计划类别"],
            "项目类别": line["项目类别"],
            "是否产业项目": line["是否产业项目"] == "是",
            "投资主体": line["投资主体"],
            "责任单位": line["责任单位"],
            "包抓领导": line["包抓领导"],
            "建设起止年限": tuple(int(year) for year in line["建设起止年限"].split("-")),
            "总投资": yuan(line["总投资(万元)"]),
            "上年底": yuan(line["截至上年底完成投资(万元)"]),
            "县级": yuan(line["县级年度计划投资(万元)"]),
            "省级": yuan(line["省级年度计划投资(万元)"]),
            "市级": yuan(line["市级年度计划投资(万元)"]),
            "计划开工月份": int(line["计划开工月份"]) if line["计划开工月份"] else None,
            "建设内容": line["建设内容及规模"],
        }
        for line in plain("plan.csv")
    ]


def test_each_project_of_the_plan_stands_under_its_group():
    table = table_of("plan-2019.xlsx", PLAN)
    under = Counter((row.groups[-1].title, row.groups[-1].count) for row in table.data)
    assert under == {("新建项目", 51): 51, ("续建项目", 34): 34}
    assert list(compare_counts(table)) == []


def test_the_plan_declares_its_year_above_and_in_a_title():
    table = table_of("plan-2019.xlsx", PLAN)
    assert [(m.ref, m.year, m.month) for m in table.mentions] == [("A1", 2019, None)]
    assert table.columns["planned"].ref == "M4"
    assert table.columns["planned"].year == 2019


def test_the_preliminary_projects_are_read_to_the_last_cell():
    table = table_of("preliminary-2019.xlsx", PRELIMINARY)
    assert kinds(table) == {RowKind.DATA: 19, RowKind.TOTAL: 1}
    assert [(m.year, m.month) for m in table.mentions] == [(2019, None), (2019, 6)]
    read = [
        (
            values.text(row.get("name")),
            values.text(row.get("unit")),
            values.money(row.get("total")),
            values.yes_no(row.get("municipal")),
            values.text(row.get("progress")),
        )
        for row in table.data
    ]
    assert read == [
        (
            line["项目名称"],
            line["责任单位"],
            yuan(line["计划总投资(万元)"]),
            line["是否市级前期项目"] == "是",
            line["截至6月底前期进展"],
        )
        for line in plain("preliminary.csv")
    ]


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_a_monthly_workbook_is_read_to_the_last_cell(month):
    table = table_of(f"monthly-{month}.xlsx", MONTHLY, month)
    assert kinds(table) == {
        RowKind.DATA: 85,
        RowKind.GROUP: 17,
        RowKind.TOTAL: 1,
        RowKind.SIGNATURE: 1,
        RowKind.BLANK: 1,
    }
    read = {
        values.text(row.get("name")): {
            "unit": values.text(row.get("unit")),
            "month": values.money(row.get("month")),
            "ytd": values.money(row.get("ytd")),
            "progress": values.text(row.get("progress")),
            "problem": values.text(row.get("problem")),
            "started": str(values.date(row.get("started")) or ""),
        }
        for row in table.data
    }
    assert read == months_of(month)
    assert list(compare_period(table, month, ("month", "ytd"))) == []
    assert list(compare_counts(table)) == []


def test_june_adds_up_to_the_published_totals():
    rows = list(table_of("monthly-2019-06.xlsx", MONTHLY, JUNE).data)
    assert len(rows) == 85
    assert sum(values.money(row.get("month")) for row in rows) == 140_708 * 10_000
    assert sum(values.money(row.get("ytd")) for row in rows) == 596_000 * 10_000
    assert all(row.groups[-1].title == values.text(row.get("unit")) for row in rows)


@pytest.mark.parametrize("name", UNIT_FILES)
def test_a_units_june_gives_exactly_what_the_county_has(name):
    table = table_of(f"june-by-unit/{name}", MONTHLY, JUNE)
    county = months_of(JUNE)
    read = {values.text(row.get("name")): row for row in table.data}
    unit = county[next(iter(read))]["unit"]
    assert set(read) == {name for name, entry in county.items() if entry["unit"] == unit}
    for project, row in read.items():
        for key in ("month", "ytd"):
            if key in table.columns:
                assert values.money(row.get(key)) == county[project][key]
        assert values.text(row.get("progress")) == county[project]["progress"]
        problem = row.get("problem") or row.get("remark")
        if problem:
            assert values.text(problem) == county[project]["problem"]
    assert list(compare_period(table, JUNE, ("month", "ytd"))) == []
    assert list(compare_counts(table)) == []


@pytest.mark.slow
def test_the_seventeen_units_together_are_the_county():
    read = {}
    for name in UNIT_FILES:
        for row in table_of(f"june-by-unit/{name}", MONTHLY, JUNE).data:
            read[values.text(row.get("name"))] = (
                values.money(row.get("month")),
                values.money(row.get("ytd")),
            )
    may = {name: entry["ytd"] for name, entry in months_of(Month(2019, 5)).items()}
    ytd = {
        name: may[name] + month if cumulative is None else cumulative
        for name, (month, cumulative) in read.items()
    }
    assert ytd == {name: entry["ytd"] for name, entry in months_of(JUNE).items()}
    assert sum(ytd.values()) == 596_000 * 10_000
