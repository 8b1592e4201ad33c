"""One waiting file in two windows at once, on PostgreSQL: nothing is applied that nobody saw, and
nothing is lost that was kept in the other window.

Each guard was taken away once and its test seen to fail: the holding of the upload in
``apply_upload`` (the row left out in the other window is written), the reading anew in
``change_parameters`` (only one of two choices stays) and its look at the period (the file is of
July again), the answer to the unique meaning in ``say_meanings`` (an IntegrityError), the deed
around the choice that is kept for the page shown again (a WrongState that nobody catches).
"""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import Stale, WrongState
from accounts.models import Role
from accounts.tests.crowd import overlapping
from conftest import page_text
from investment.models import MonthlyEntry
from investment.tests.monthly_files import JULY, line, receive_monthly, workbook
from workbooks.intake import uploads
from workbooks.intake.saying import Said, say_meanings, take_as_proposed
from workbooks.intake.sent import choice_of
from workbooks.models import ColumnMeaning, Upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
TODAY = datetime.date(2019, 8, 2)
READING = 4
"""Seconds in which a page has read its file and come to the row."""
PAGE = ["7月!4", "7月!5"]
UNUSED = "本期投资额"


@pytest.fixture
def receive(county, period):
    def receive(person, *rows, **more):
        return receive_monthly(
            county=county, month=JULY, name="7月.xlsx", content=workbook(*rows, **more), by=person,
            today=TODAY,
        )  # fmt: skip

    return receive


@pytest.fixture
def upload(receive, project, second_project, reporter):
    return receive(reporter, line(project.name, 30), line(second_project.name, 40))


@pytest.fixture
def of_june(receive, project, reporter):
    header = ("序号", "项目名称", "累计完成投资", "形象进度")
    return receive(reporter, (1, project.name, 3, "施工"), header=header, title="2019年上半年进展")


def window(upload):
    """The upload as a request of its own reads it."""
    return Upload.objects.select_related("county", "unit").get(pk=upload.pk)


def leave_out(upload, key):
    return uploads.choose_rows(upload=upload, shown=[key], ticked=[], answers={})


def test_what_is_left_out_in_another_window_meanwhile_is_not_written(upload, reporter):
    looked_at = window(upload)
    fingerprint = uploads.preview_upload(looked_at, by=reporter, today=TODAY).fingerprint

    def press():
        return uploads.apply_upload(
            upload=looked_at, fingerprint=fingerprint, by=reporter, today=TODAY
        )

    _, answer = overlapping(lambda: leave_out(window(upload), PAGE[0]), press)
    assert str(answer) == "预览之后数据有变动，没有导入，请按下面的新预览核对后再确认"
    assert not MonthlyEntry.objects.exists()
    assert not Upload.objects.applied().exists()


def test_what_two_windows_leave_out_at_once_is_left_out_in_both(upload):
    windows = window(upload), window(upload)
    overlapping(*(lambda n=n: leave_out(windows[n], PAGE[n]) for n in (0, 1)))
    assert choice_of(window(upload)).left_out == frozenset(PAGE)


def test_a_choice_made_of_another_month_does_not_bring_that_month_back(of_june, reporter):
    of_july = window(of_june)
    _, answer = overlapping(
        lambda: take_as_proposed(upload=window(of_june), by=reporter, today=TODAY),
        lambda: leave_out(of_july, PAGE[0]),
    )
    assert isinstance(answer, Stale)
    assert window(of_june).parameters == {"month": "2019-06"}


def test_a_file_given_up_meanwhile_takes_no_choice(upload, reporter):
    looked_at = window(upload)
    _, answer = overlapping(
        lambda: uploads.discard_workbook(upload=window(upload), by=reporter),
        lambda: leave_out(looked_at, PAGE[0]),
    )
    assert isinstance(answer, WrongState)


def test_the_same_said_twice_for_later_files_at_once_is_kept_once(
    receive, project, reporter, make_user, unit_a, client
):
    colleague = make_user("jiaotong2", Role.REPORTER, unit_a, name="钱交通")
    header = ("序号", "项目名称", UNUSED, "形象进度")
    row = (1, project.name, 30, "主体施工")
    one, other = (receive(person, row, header=header) for person in (reporter, colleague))
    said = Said(titles={UNUSED: "month_amount"}, names={UNUSED: UNUSED})
    posted = {"wording": UNUSED, "title": UNUSED, "seen": "", "target": "month_amount"}
    client.force_login(colleague)
    _, answer = overlapping(
        lambda: say_meanings(upload=one, said=said, is_kept=True, by=reporter, today=TODAY),
        lambda: client.post(
            reverse("investment:import_say", args=[other.pk]), posted | {"scope": "kept"}
        ),
        seconds=READING,
    )
    assert answer.status_code == 409
    assert "刚刚有人为以后的表指定了同一列，这次没有保存，请核对下面的预览" in page_text(answer)
    assert answer.context["preview"].added == 1
    assert ColumnMeaning.objects.get().said_by == reporter


def test_a_refused_page_of_a_file_given_up_meanwhile_says_what_became_of_it(
    upload, reporter, client
):
    client.force_login(reporter)
    address = reverse("investment:import_take_as", args=[upload.pk])
    _, answer = overlapping(
        lambda: uploads.discard_workbook(upload=window(upload), by=reporter),
        lambda: client.post(address, {"shown": PAGE}),
        seconds=READING,
    )
    assert answer.status_code == 409
    assert "这个文件已经处理过，没有保存" in page_text(answer)
