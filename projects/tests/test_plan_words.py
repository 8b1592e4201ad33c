"""Words of plans that mean what the register calls otherwise; units with a person beside them."""

import datetime

import pytest

from projects.intake.plan_workbook import VOCABULARY, read_plan
from projects.models import PlanCategory
from projects.naming import unit_and_person
from workbooks.findings import Findings
from workbooks.reading import Sheet
from workbooks.tables import Book, read_table

HEAD = ["序号", "项目名称", "项目性质", "总投资（万元）", "2019年计划投资（万元）", "责任单位"]


def reading(*rows, head=HEAD):
    table = read_table(Sheet("计划", [["2019年计划"], head, *map(list, rows)]), VOCABULARY)
    return read_plan(Book([table], Findings(table.findings)), 2019)


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("新开工", PlanCategory.NEW),
        ("计划新开工", PlanCategory.NEW),
        ("新开工项目", PlanCategory.NEW),
        ("在建", PlanCategory.CONTINUING),
        ("结转项目", PlanCategory.CONTINUING),
        ("前期项目", PlanCategory.PRELIMINARY),
        ("续建类项目", PlanCategory.CONTINUING),
    ],
)
def test_other_words_for_a_category_are_understood(word, category):
    (line,) = reading([1, "甲路", word, 1500, 500, "甲局"]).lines
    assert (line.is_sound, line.lists[0].category) == (True, category)


@pytest.mark.parametrize("word", ["预备", "储备", "储备项目"])
def test_what_no_plan_holds_is_refused_and_told_what_to_write(word):
    read = reading([1, "甲路", word, 1500, 500, "甲局"])
    assert not read.lines[0].is_sound
    assert [finding.sentence() for finding in read.findings.errors] == [
        f"「计划」C3：“{word}” {word[:2]}项目不是年度计划的类别：今年开工的请写“新建”，"
        "只做前期工作的请写“前期”，都不是的请从计划表中删去"
    ]


def test_a_group_of_projects_in_other_words_gives_them_their_category():
    head = [title for title in HEAD if title != "项目性质"]
    read = reading(
        ["一、新开工项目"], [1, "甲路", 1500, 500, "甲局"],
        ["二、在建项目"], [2, "乙路", 1500, 500, "甲局"], head=head,
    )  # fmt: skip
    assert [line.lists[0].category for line in read.lines] == [
        PlanCategory.NEW,
        PlanCategory.CONTINUING,
    ]


@pytest.mark.parametrize(
    ("written", "start"),
    [
        (datetime.date(2019, 3, 1), datetime.date(2019, 3, 1)),
        ("2019年3月", datetime.date(2019, 3, 1)),
        ("3月底", datetime.date(2019, 3, 1)),
        ("一季度", datetime.date(2019, 3, 1)),
        ("年底前开工", datetime.date(2019, 12, 1)),
        (3, datetime.date(2019, 3, 1)),
    ],
)
def test_a_planned_start_is_read_in_any_wording(written, start):
    head = [*HEAD, "计划开工时间"]
    (line,) = reading([1, "甲路", "新建", 1500, 500, "甲局", written], head=head).lines
    assert line.lists[0].planned_start == start


def test_a_planned_completion_is_the_end_of_its_month():
    head = [*HEAD, "计划开工时间", "拟竣工时间"]
    (line,) = reading([1, "甲路", "新建", 1500, 500, "甲局", "3月", "2019年11月"], head=head).lines
    (listed,) = line.lists
    assert listed.planned_start == datetime.date(2019, 3, 1)
    assert listed.planned_completion == datetime.date(2019, 11, 30)


def test_what_was_done_until_the_end_of_a_year_is_of_that_year():
    head = [*HEAD, "至2017年底累计完成投资（万元）"]
    (line,) = reading([1, "甲路", "续建", 1500, 500, "甲局", 300], head=head).lines
    assert (line.facts["invested_before"], line.facts["invested_before_year"]) == (3_000_000, 2017)


@pytest.mark.parametrize(
    ("written", "parted"),
    [
        ("交通局 张三", ("交通局", "张三")),
        ("交通局（张三）", ("交通局", "张三")),
        ("张三（交通局）", ("交通局", "张三")),
        ("交通局 张 三 0590-1234567", ("交通局", "张三")),
        ("高新区 李四局长", ("高新区", "李四局长")),
        ("城关镇13800000000", ("城关镇", "")),
        ("张三 13800000000", ("", "张三")),
        ("交通局", ("交通局", "")),
        ("渠 县", ("渠 县", "")),
        ("水利局、农业局", ("水利局、农业局", "")),
        ("交通局（港航科）", ("交通局（港航科）", "")),
    ],
)
def test_a_unit_and_a_person_in_one_cell_are_parted(written, parted):
    assert unit_and_person(written) == parted


def test_the_person_beside_a_unit_is_no_part_of_its_name_and_is_told():
    read = reading([1, "甲路", "新建", 1500, 500, "甲局 张三"])
    assert read.lines[0].unit == "甲局"
    assert [finding.sentence() for finding in read.findings] == [
        "「计划」F3：“甲局 张三” 责任单位读作“甲局”，张三没有读入"
    ]


def test_a_person_alone_is_no_unit():
    read = reading([1, "甲路", "新建", 1500, 500, "张三 13800000000"])
    assert [finding.message for finding in read.findings.errors] == [
        "只写了人名或电话，没有责任单位，请写单位名称"
    ]
