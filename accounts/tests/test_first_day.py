"""A county that begins is told what comes next, until it has published a month."""

import datetime

import pytest

from accounts.models import Unit
from accounts.pages.first_day import first_day
from conftest import page_text
from figures.tests.scene import make_line
from investment.models import ReportingRule

pytestmark = pytest.mark.django_db


def told(county):
    return [(step.title, step.is_done) for step in first_day(county)]


def test_the_steps_stand_in_their_order_and_say_what_is_done(county, administrator):
    Unit.objects.filter(county=county).update(is_active=False)
    names = ("单位", "用户", "清单", "填报规则", "亮灯规则", "填报期", "发布")
    assert told(county) == [(name, False) for name in names]


def test_users_are_complete_with_somebody_for_each_part(county, make_user, reporter, approver):
    [step] = [step for step in first_day(county) if step.title == "用户"]
    assert (step.is_done, step.words) == (False, "已有2个用户，还没有审核员")
    make_user("shenhe2", "reviewer", county)
    assert dict(told(county))["用户"] is True


def test_nothing_is_told_once_a_month_is_published(client, county, unit_a, administrator):
    client.force_login(administrator)
    before = page_text(client.get("/account/users/"))
    make_line(unit_a, "滨河路", 1000, {6: 410})
    after = page_text(client.get("/account/users/"))
    assert ("启用步骤" in before, "启用步骤" in after) == (True, False)
    assert first_day(county) == []


def test_each_sees_what_is_for_them_to_do(client, county, administrator, approver, reporter):
    ReportingRule.objects.create(
        county=county, from_date=datetime.date(2019, 1, 1), source="县重办〔2019〕1号"
    )
    assert dict(told(county))["填报规则"] is True
    client.force_login(administrator)
    shown = page_text(client.get("/account/users/"))
    assert "（由审定员办理）" in shown
    client.force_login(approver)
    assert "（由管理员办理）" in page_text(client.get("/investment/review/", follow=True))
    client.force_login(reporter)
    assert "启用步骤" not in page_text(client.get("/investment/", follow=True))
