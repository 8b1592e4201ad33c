"""All monthly tables of a year in one workbook, made in the background."""

import io

import openpyxl
import pytest
from django.urls import reverse

from figures.tests.scene import JUNE, make_line, sign_in
from investment.intake.own_tables import MONTHS_SHEET, UNITS_CHART, YEAR_CHART
from jobs.carrying import carry_out
from jobs.holding import claim
from jobs.models import Job, JobState
from measures.months import Month

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(unit_a):
    return make_line(unit_a, "甲公路", 1000, {month: 10 * month for month in range(1, 7)})


def asked_on_the_page(client, user, month=JUNE, key="县级"):
    address = reverse("reports:monthly_year", args=[month, key])
    return sign_in(client, user).post(address)


def test_a_sheet_a_month_each_as_its_own_download_and_the_months_at_the_end(client, line, leader):
    assert asked_on_the_page(client, leader)["Location"] == reverse(
        "jobs:job", args=[Job.objects.get().pk]
    )
    job = Job.objects.get()
    assert job.title == "2019年1—6月县级重点建设项目各月汇总表"
    carry_out(claim(job.pk, "a"))
    job.refresh_from_db()
    assert (job.state, job.result, job.parts_done, job.parts) == (JobState.DONE, "共6个月", 6, 6)
    book = openpyxl.load_workbook(io.BytesIO(job.made.content()))
    charts = [UNITS_CHART, YEAR_CHART]
    assert book.sheetnames == [*(f"{month}月" for month in range(1, 7)), MONTHS_SHEET, *charts]
    for number in range(1, 7):
        address = reverse("reports:monthly_xlsx", args=[Month(2019, number), "县级"])
        alone = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
        assert values(book[f"{number}月"]) == values(alone[f"{number}月"])
    assert values(book[MONTHS_SHEET]) == values(alone[MONTHS_SHEET])


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_list_that_is_gone_meanwhile_is_told(client, line, leader):
    asked_on_the_page(client, leader)
    line.plan.key = "别的"
    line.plan.save()
    carry_out(claim(Job.objects.get().pk, "a"))
    job = Job.objects.get()
    assert (job.state, job.error) == (
        JobState.FAILED,
        "2019年没有县级清单的数据，请核对清单后重新提交",
    )


@pytest.mark.parametrize("role", ["reporter", "administrator"])
def test_who_downloads_no_documents_asks_for_none(client, line, request, role):
    assert asked_on_the_page(client, request.getfixturevalue(role)).status_code == 404
    assert not Job.objects.exists()


def test_a_list_that_is_none_is_asked_for_by_nobody(client, line, leader):
    assert asked_on_the_page(client, leader, key="省级").status_code == 404
