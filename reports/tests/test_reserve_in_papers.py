"""储备 in papers: its section, the units that have none, and what the year is to bring."""

import datetime

import pytest

from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line
from projects.models import Project, ReserveItem, Tier
from projects.reserve.conversion import link_project
from projects.reserve.roll import RESERVE
from projects.reserve.targets import Task, set_reserve_targets
from projects.rolls.services import declare_line
from reports.prose.summary import compose_summary
from reports.tests.struck_out import struck_out

pytestmark = pytest.mark.django_db

YI = 10**8
TODAY = datetime.date(2019, 8, 2)


@pytest.fixture
def declare(approver):
    def declared(name, unit, total=2, day="2019-03-01", started="", **values):
        declare_line(
            RESERVE,
            unit=unit,
            values={"name": name, "total_investment": total * YI, **values},
            day=datetime.date.fromisoformat(day),
            by=approver,
            today=TODAY,
        )
        item = ReserveItem.objects.get(name=name)
        if started:
            line = make_line(unit, f"{name}工程", 1000, {6: 600}, tier=Tier.MUNICIPAL)
            Project.objects.filter(pk=line.project_id).update(actual_start=started)
            project = line.project
            link_project(item=item, version=1, project=project, reason="入库", by=approver)
        return item

    return declared


@pytest.fixture
def reserve(county, unit_a, unit_b, approver, declare):
    """Three declared, of which one has started, beside one of the year before; a unit has none."""
    make_line(unit_a, "甲公路", 1000, {6: 400})
    for period, tasks in (
        ("first", [(county, 2, 10), (unit_a, 1, None), (unit_b, 1, None)]),
        ("year", [(county, 6, 20)]),
    ):
        set_reserve_targets(
            county=county,
            year=2019,
            period=period,
            tasks=[Task(unit, number, money and money * YI) for unit, number, money in tasks],
            source="市发改〔2019〕8号",
            from_day=None,
            by=approver,
            today=TODAY,
        )
    declare("开工的", unit_a, 3, started="2019-05-06")
    declare("二号", unit_a, 4, is_preliminary=True)
    declare("三号", unit_a, 5)
    declare("去年的", unit_a, 1, day="2018-05-01", started="2018-09-01")


def text_of(county, template="half_year"):
    document = compose_summary(load_facts(county, JUNE), template=template)
    assert struck_out(document) == []
    return document, [paragraph.text for paragraph in document.paragraphs]


def test_the_section_tells_task_declared_and_converted_each_rate_by_its_cohort(reserve, county):
    document, lines = text_of(county)
    at = lines.index(next(line for line in lines if line.endswith("项目储备情况")))
    assert lines[at + 1] == (
        "上半年市下达储备项目任务2个，总投资10亿元。"
        "1—6月完成项目储备3个，总投资12亿元，个数、投资分别完成任务的150.0%、120.0%。"
        "其中1个转化为市级重点项目，1个已开工，开工转化率33.3%。"
        "上半年累计开工储备项目1个，总投资3亿元；"
        "全部在库储备项目4个，已开工2个，总体开工转化率50.0%。"
        "纳入前期工作计划的储备项目1个。"
    )
    keys = {run.key for run in document.figures}
    assert {"储备.全部.任务数", "储备.全部.开工转化率", "储备.存量.开工转化率"} <= keys


@pytest.mark.parametrize("template", ["half_year", "bulletin"])
def test_units_with_none_are_named_and_the_year_is_told(reserve, county, unit_b, template):
    _, lines = text_of(county, template)
    without = next(line for line in lines if "储备项目申报为零" in line)
    assert without.endswith(
        "项目储备不平衡。截至6月底，1个单位储备项目申报为零（水利局）；"
        "1个单位储备转开工项目为零（水利局）。"
    )
    assert any("抓实项目储备。全年谋划储备项目不少于6个，总投资20亿元以上。" in x for x in lines)


def test_a_county_without_a_reserve_has_no_word_of_it(county, unit_a):
    make_line(unit_a, "甲公路", 1000, {6: 400})
    _, lines = text_of(county)
    assert not any("储备" in line for line in lines)


def test_all_that_was_declared_has_started(county, unit_a, declare):
    make_line(unit_a, "甲公路", 1000, {6: 400})
    declare("一号", unit_a, 3, started="2019-05-06")
    declare("二号", unit_a, 4, started="2019-05-07")
    _, lines = text_of(county)
    line = next(line for line in lines if "完成项目储备" in line)
    assert line == (
        "1—6月完成项目储备2个，总投资7亿元。其中2个转化为市级重点项目。申报的项目均已开工。"
        "上半年累计开工储备项目2个，总投资7亿元。"
    )
