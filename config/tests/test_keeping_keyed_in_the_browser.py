"""Nothing typed in 代填 is lost either, and none of it is shown to the unit: in a real browser."""

import datetime
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.people.sessions import SessionStore, UserSession
from config.tests.clerk import JULY, Clerk
from conftest import PASSWORD
from investment import services
from investment.drafts import EntryDraft
from investment.models import Hand, MonthlyEntry, ReportingPeriod, TypedCell
from measures.money import WAN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = datetime.date(2019, 8, 2)
KEEPING = "**/key/keeping/"
SAVED = re.compile(r"^已保存 \d\d:\d\d$")
SIGNED_OUT = "登录已过期，本机存有 1 格，重新登录后自动上传"


class Desk(Clerk):
    """A reviewer before 代填 of July."""

    def __init__(self, page, server, unit, projects):
        super().__init__(page, server, unit, projects)
        self.address = server.url + reverse("investment:key", args=[unit.pk, JULY])

    def key(self, source="8月2日电话"):
        self.page.get_by_label("代填来源").fill(source)
        self.press("代填所填项目")


@pytest.fixture
def desk(page, live_server, reviewer, unit_a, projects):
    desk = Desk(page, live_server, unit_a, projects)
    desk.sign_in(reviewer)
    return desk.open()


def kept():
    return set(TypedCell.objects.values_list("hand", "field", "text"))


def sign_in_again(desk, person):
    desk.page.get_by_role("link", name="重新登录").click()
    desk.page.get_by_label("用户名").fill(person.username)
    desk.page.get_by_label("密码").fill(PASSWORD)
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="登录").click()


def end_session(desk, loses):
    if loses == "lost cookie":
        desk.page.context.clear_cookies()
        return
    for row in UserSession.objects.all():
        store = SessionStore(row.session_key)
        store["last_seen"] = store["last_seen"] - 31 * 60
        store.save()


def test_what_is_typed_is_here_at_once_and_on_the_server_within_two_seconds(desk):
    desk.type("55")
    assert desk.copies() == ["55"]
    desk.page.wait_for_timeout(2000)
    assert (kept(), desk.copies()) == ({(Hand.BUREAU, "month_amount", "55")}, [])
    desk.says(SAVED)
    expect(desk.page.locator("[data-grid-status]")).to_have_text("已改 1 格，尚未代填")
    desk.open()
    assert (desk.box().input_value(), desk.offered()) == ("55", [])


@pytest.mark.parametrize("loses", ["31 minutes idle", "lost cookie"])
def test_a_session_that_has_ended_loses_nothing(desk, reviewer, loses):
    desk.type("5", place=1)
    desk.says(SAVED)
    end_session(desk, loses)
    desk.type("55")
    desk.says(SIGNED_OUT)
    desk.key()
    desk.says(SIGNED_OUT)
    sign_in_again(desk, reviewer)
    assert (desk.box().input_value(), desk.box(1).input_value()) == ("55", "5")
    desk.says(SAVED)
    assert {text for _, _, text in kept()} == {"55", "5"}


def test_a_form_whose_cells_are_all_kept_is_not_posted_into_an_ended_session(desk, reviewer):
    desk.type("55")
    desk.says(SAVED)
    desk.page.context.clear_cookies()
    desk.key()
    desk.says("登录已过期，没有提交")
    assert desk.page.get_by_label("代填来源").input_value() == "8月2日电话"
    # Who signs in again in another tab goes on in this one.
    other = Desk(desk.page.context.new_page(), desk.server, _unit(desk), desk.projects)
    other.sign_in(reviewer)
    desk.type("桩基", column="progress")
    with desk.page.expect_navigation():
        desk.press("代填所填项目")
    assert MonthlyEntry.objects.get().month_amount == 55 * WAN


def _unit(desk):
    return desk.projects[0].unit_parts.get().unit


def test_back_and_a_closed_window_lose_nothing(desk):
    desk.type("55")
    desk.page.locator(".nav").get_by_role("link", name="项目").click()
    desk.page.wait_for_url("**/projects/**")
    desk.page.go_back()
    assert desk.box().input_value() == "55"
    desk.page.context.set_offline(True)
    desk.type("5", place=1)
    desk.says("已断网，本机存有 1 格，联网后自动上传")
    desk.key()
    desk.says("已断网，本机存有 1 格，联网后自动上传")
    desk.page.close()
    desk.page.context.set_offline(False)
    desk.page = desk.page.context.new_page()
    desk.open()
    assert (desk.box().input_value(), desk.box(1).input_value()) == ("55", "5")
    desk.says(SAVED)
    assert ({text for _, _, text in kept()}, desk.copies()) == ({"55", "5"}, [])


def test_the_form_is_posted_as_a_whole_and_leaves_nothing_behind(desk):
    desk.type("55")
    desk.type("主体施工", column="progress")
    with desk.page.expect_navigation():
        desk.key()
    entry = MonthlyEntry.objects.get()
    assert (entry.month_amount, entry.progress) == (55 * WAN, "主体施工")
    assert (entry.keyed_source, kept(), desk.copies()) == ("8月2日电话", set(), [])


def test_a_refused_form_comes_back_kept_and_is_typed_on_in(desk):
    desk.page.route(KEEPING, lambda route: route.fulfill(status=500, body="{}"))
    desk.type("5x")
    desk.type("桩基", column="progress")
    with desk.page.expect_navigation():
        desk.key()
    assert "填写有误，还没有代填" in desk.page.content()
    desk.says("没有存到服务器，本机存有 2 格，稍后自动再试")
    assert desk.copies() == ["5x", "桩基"]
    desk.page.unroute(KEEPING)
    desk.type("55")
    desk.says(SAVED)
    assert {text for _, _, text in kept()} == {"55", "桩基"}
    assert (desk.offered(), desk.copies()) == ([], [])
    with desk.page.expect_navigation():
        desk.press("代填所填项目")
    assert (MonthlyEntry.objects.get().month_amount, kept()) == (55 * WAN, set())


def test_the_unit_is_asked_before_its_draft_is_replaced_and_its_own_typing_is_apart(desk, reporter):
    draft = EntryDraft(desk.projects[0].pk, month_amount=23 * WAN, progress="桩基")
    period = ReportingPeriod.objects.get()
    services.save_entries(period=period, drafts=[draft], by=reporter, today=TODAY)
    desk.open()
    assert desk.box().input_value() == ""
    desk.type("55")
    desk.type("电话报", column="progress")
    desk.says(SAVED)
    assert desk.offered() == []
    with desk.page.expect_navigation():
        desk.key()
    assert "单位已有草稿，请核对上列草稿，确要替换的请勾选" in desk.page.content()
    assert MonthlyEntry.objects.get().month_amount == 23 * WAN
    desk.says(SAVED)
    desk.page.get_by_label("以代填替换上列单位草稿").check()
    with desk.page.expect_navigation():
        desk.press("代填所填项目")
    assert MonthlyEntry.objects.get().month_amount == 55 * WAN
    assert kept() == {(Hand.UNIT, "month_amount", "23"), (Hand.UNIT, "progress", "桩基")}


def test_the_units_reporter_in_the_same_browser_never_sees_them(desk, reporter, reviewer, unit_a):
    desk.type("5", place=1)
    desk.says(SAVED)
    desk.page.route(KEEPING, lambda route: route.abort())
    desk.type("55")
    desk.says("已断网，本机存有 1 格，联网后自动上传")
    desk.page.context.clear_cookies()
    clerk = Clerk(desk.page, desk.server, unit_a, desk.projects)
    clerk.sign_in(reporter)
    clerk.open()
    assert [clerk.box(place).input_value() for place in (0, 1)] == ["", ""]
    assert (clerk.offered(), "您填的" in clerk.page.content()) == ([], False)
    clerk.page.context.clear_cookies()
    desk.page.unroute(KEEPING)
    desk.sign_in(reviewer)
    desk.open()
    assert [desk.box(place).input_value() for place in (0, 1)] == ["55", "5"]
    desk.says(SAVED)


def test_without_a_script_the_form_works(browser, live_server, reviewer, unit_a, projects):
    context = browser.new_context(java_script_enabled=False)
    desk = Desk(context.new_page(), live_server, unit_a, projects)
    desk.sign_in(reviewer)
    desk.open()
    desk.type("55")
    desk.type("主体施工", column="progress")
    with desk.page.expect_navigation():
        desk.key()
    assert "已代填 1 个项目" in desk.page.content()
    context.close()
