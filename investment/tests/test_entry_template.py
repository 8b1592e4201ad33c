"""填报模板: the unit's own month as a workbook to fill in."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from investment import services
from investment.drafts import EntryDraft
from investment.entry_template import TemplateMark, template_mark
from investment.models import EntryState
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


@pytest.fixture
def url(unit_a, period):
    return reverse("investment:template", args=[unit_a.pk, JULY])


@pytest.fixture
def page(client, reporter):
    client.force_login(reporter)
    return client


def book_of(response):
    return openpyxl.load_workbook(io.BytesIO(response.content))


def plain(value):
    return value.date() if isinstance(value, datetime.datetime) else value


def rows_of(response, number=5):
    sheet = book_of(response)["7月填报"]
    rows = sheet.iter_rows(min_row=1, max_row=number, values_only=True)
    return [[plain(value) for value in row] for row in rows]


def open_cells(response):
    sheet = book_of(response)["7月填报"]
    return [c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked]


def test_the_template_names_unit_month_and_money(page, url, project):
    response = page.get(url)
    assert response.headers["Content-Type"] == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    assert "%E5%A1%AB%E6%8A%A5%E6%A8%A1%E6%9D%BF.xlsx" in response.headers["Content-Disposition"]
    sheet = book_of(response)["7月填报"]
    assert sheet["A1"].value == "交通运输局2019年7月重点项目填报表"
    assert sheet["A2"].value == "填报截止：2019年8月5日。只填浅黄色的格子，填法见“填报说明”。"
    assert sheet["O2"].value == "单位：万元"
    assert [cell.value for cell in sheet[3]] == [
        "序号", "项目代码", "项目名称", "年度计划投资", "上月累计", "本月完成投资",
        "本年累计完成投资", "形象进度", "存在问题", "零投资原因", "开工日期", "情况说明",
        "补报或冲减", "建议", "预计数",
    ]  # fmt: skip


def test_only_the_units_own_projects_stand_in_it_with_what_is_known(
    page, url, make_project, unit_a, other_project, county, approver, today
):
    project = make_project("镇区道路改造工程", unit_a, code="2019-610799-77-01-106987")
    services.record_history(
        county=county,
        month=JULY.previous(),
        drafts=[EntryDraft(project.pk, year_to_date=4_001_234)],
        source="6月.xlsx",
        by=approver,
        today=today,
    )
    response = page.get(url)
    row = [1, "2019-610799-77-01-106987", "镇区道路改造工程", 1000, 400.1234, *[None] * 10]
    assert rows_of(response)[3:] == [row, [None] * 15]
    assert open_cells(response) == ["F4", "G4", "H4", "I4", "J4", "K4", "L4", "M4", "N4", "O4"]


def test_what_was_entered_before_stands_in_it(page, url, project, make_entry):
    make_entry(
        project,
        EntryState.RETURNED,
        month_amount=0,
        year_to_date=12_345_678,
        progress="主体\n施工\x0b中",
        problem="用地",
        zero_reason="suspended",
        actual_start=datetime.date(2019, 3, 4),
        explanation="=停工",
    )
    response = page.get(url)
    assert rows_of(response, 4)[3][5:] == [
        0, 1234.5678, "主体施工中", "用地", "停工", datetime.date(2019, 3, 4), "=停工", *[None] * 3,
    ]  # fmt: skip
    assert book_of(response)["7月填报"]["L4"].data_type == "s"


def test_what_was_sent_stands_in_it_locked(page, url, project, second_project, make_entry):
    make_entry(project, EntryState.SUBMITTED)
    response = page.get(url)
    assert rows_of(response, 4)[3][5] == 100
    assert {cell[1:] for cell in open_cells(response)} == {"5"}


def test_a_closed_month_is_locked_throughout(page, url, project, period, approver):
    services.close_period(period=period, by=approver)
    assert open_cells(page.get(url)) == []


def test_preliminary_projects_stand_in_a_group_of_their_own(
    page, url, project, make_project, unit_a
):
    make_project("石墨烯产业园", unit_a, category="preliminary", planned=None)
    rows = rows_of(page.get(url), 7)[3:]
    assert [row[:3] for row in rows] == [
        [None, None, "一、每月必报的项目"],
        [1, None, "镇区道路改造工程"],
        [None, None, "二、前期项目（有投资时填报）"],
        [2, None, "石墨烯产业园"],
    ]


def test_excel_checks_what_is_typed(page, url, project):
    sheet = book_of(page.get(url))["7月填报"]
    rules = {
        str(v.sqref): (v.type, v.formula1, v.formula2)
        for v in sheet.data_validations.dataValidation
    }
    text = ("textLength", "2000", None)
    assert rules == {
        "F4": ("decimal", "0", None),
        "G4": ("decimal", "0", None),
        "H4": text,
        "I4": text,
        "J4": ("list", '"未开工,停工,冬休,结算未到,已完工,其他"', None),
        "K4": ("date", "DATE(1990,1,1)", "DATE(2019,7,31)"),
        "L4": text,
        "M4": ("decimal", "-1000000000", None),
        "N4": text,
        "O4": ("list", '"是"', None),
    }
    for validation in sheet.data_validations.dataValidation:
        assert validation.showErrorMessage
        assert validation.error.endswith("。")
        assert len(validation.error) <= 225


def test_the_template_says_for_whom_and_when_it_was_made(page, url, project, unit_a):
    assert template_mark(page.get(url).content) == TemplateMark(unit_a.pk, JULY)


@pytest.mark.parametrize("person", ["other_reporter", "reviewer", "approver", "leader", "auditor"])
def test_a_units_template_is_its_reporters_alone(client, request, person, url, project):
    client.force_login(request.getfixturevalue(person))
    assert client.get(url).status_code == 404


def test_a_month_without_a_period_has_no_template(page, unit_a, period):
    address = reverse("investment:template", args=[unit_a.pk, Month(2019, 8)])
    assert page.get(address).status_code == 404


def test_the_entry_page_offers_the_template(page, url, project, unit_a):
    shown = page.get(reverse("investment:entry", args=[unit_a.pk, JULY])).content.decode()
    assert f'<a class="button" href="{url}">下载填报模板</a>' in shown


def test_from_the_import_a_reporter_gets_his_units_template(page, url):
    own = reverse("investment:own_template", args=[JULY])
    assert page.get(own).url == url


def test_a_reporter_of_two_units_chooses_first(page, reporter, unit_b, period):
    reporter.role_assignments.create(role="reporter", unit=unit_b)
    response = page.get(reverse("investment:own_template", args=[JULY]), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "您为几个单位填报，请先选择单位，再在填报页面下载模板。"
    ]


def test_a_month_that_is_not_open_yet_is_told(page, period):
    response = page.get(reverse("investment:own_template", args=[Month(2019, 8)]), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "2019年8月填报期还没有开启，没有模板可下载。"
    ]
