"""Nothing typed is lost: the sheet in a real browser, with what befalls an office's afternoon."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from accounts.people.sessions import SessionStore, UserSession
from config.tests.clerk import Clerk
from conftest import PASSWORD
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, MonthlyEntry, ReportingPeriod, TypedCell
from measures.money import WAN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = datetime.date(2019, 8, 2)
KEEPING = "**/keeping/"
SAVED = re.compile(r"^已保存 \d\d:\d\d$")


def kept():
    return dict(TypedCell.objects.values_list("field", "text"))


def stored(project):
    return MonthlyEntry.objects.filter(project=project).values_list("month_amount", flat=True)


def test_what_is_typed_is_here_at_once_and_on_the_server_within_two_seconds(clerk):
    clerk.type("120")
    assert clerk.copies() == ["120"]
    clerk.page.wait_for_timeout(2000)
    assert (kept(), clerk.copies()) == ({"month_amount": "120"}, [])
    clerk.says(SAVED)
    clerk.open()
    assert clerk.box().input_value() == "120"
    assert clerk.offered() == []


def test_sending_is_one_request_and_leaves_nothing_behind(clerk):
    asked = []
    clerk.page.on("request", lambda request: asked.append((request.method, request.url)))
    clerk.type("120")
    clerk.type("主体施工", column="progress")
    with clerk.page.expect_navigation():
        clerk.send()
    posts = [url.rpartition("2019-07")[2] for method, url in asked if method == "POST"]
    assert [post for post in posts if not post.startswith("/check/")] == ["/send/"]
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED
    assert "已报送 1 个项目。" in clerk.page.content()
    assert (kept(), clerk.copies()) == ({}, [])


def test_no_keeping_runs_beside_the_sending(clerk):
    clerk.type("120")
    clerk.says(SAVED)
    sendings, keepings = [], []
    clerk.page.route("**/send/", lambda route: sendings.append(route))
    clerk.page.on("request", lambda sent: sent.url.endswith("/keeping/") and keepings.append(sent))
    clerk.press("保存草稿")
    clerk.type("5", place=1)
    clerk.page.wait_for_timeout(2500)
    assert (len(sendings), keepings) == (1, [])
    with clerk.page.expect_navigation():
        sendings[0].continue_()
    assert (clerk.box().input_value(), clerk.box(1).input_value()) == ("120", "5")
    clerk.says(SAVED)
    assert (list(stored(clerk.projects[0])), clerk.copies()) == ([120 * WAN], [])


def test_a_cell_too_long_to_keep_is_told_and_the_others_are_kept(clerk):
    clerk.type("长" * 5001, column="progress")
    clerk.type("120")
    clerk.says(
        "甲路 形象进度：所填内容有5001个字，最多保存5000个字，没有存到服务器，请缩短"
        "（本机存有 1 格）"
    )
    assert (kept(), clerk.copies()) == ({"month_amount": "120"}, ["长" * 5001])
    clerk.type("长" * 400, column="progress")
    clerk.says(SAVED)
    assert kept() == {"month_amount": "120", "progress": "长" * 400}


@pytest.mark.parametrize("loses", ["31 minutes idle", "lost cookie"])
def test_a_session_that_has_ended_loses_nothing(clerk, reporter, loses):
    clerk.type("5", place=1)
    clerk.says(SAVED)
    if loses == "lost cookie":
        clerk.page.context.clear_cookies()
    else:
        for row in UserSession.objects.all():
            store = SessionStore(row.session_key)
            store["last_seen"] = store["last_seen"] - 31 * 60
            store.save()
    clerk.type("120")
    clerk.says("登录已过期，本机存有 1 格，重新登录后自动上传")
    clerk.press("保存草稿")
    clerk.says("登录已过期，本机存有 1 格，重新登录后自动上传")
    clerk.page.get_by_role("link", name="重新登录").click()
    clerk.page.get_by_label("用户名").fill(reporter.username)
    clerk.page.get_by_label("密码").fill(PASSWORD)
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name="登录").click()
    assert (clerk.box().input_value(), clerk.box(1).input_value()) == ("120", "5")
    clerk.says(SAVED)
    assert set(TypedCell.objects.values_list("text", flat=True)) == {"120", "5"}


def test_who_signs_in_again_in_another_tab_goes_on_in_the_old_one(clerk, reporter, unit_a):
    clerk.page.context.clear_cookies()
    clerk.type("120")
    clerk.says("登录已过期，本机存有 1 格，重新登录后自动上传")
    other = Clerk(clerk.page.context.new_page(), clerk.server, unit_a, clerk.projects)
    other.sign_in(reporter)
    # The token of the old tab is stale by now: it fetches a new one.
    clerk.page.evaluate("window.dispatchEvent(new Event('online'))")
    clerk.says(SAVED)
    assert kept() == {"month_amount": "120"}


def test_offline_while_typing_and_saving_loses_nothing(clerk):
    clerk.page.context.set_offline(True)
    clerk.type("120")
    clerk.type("主体施工", column="progress")
    clerk.says("已断网，本机存有 2 格，联网后自动上传")
    clerk.press("保存草稿")
    clerk.says("已断网，本机存有 2 格，联网后自动上传")
    assert clerk.box().input_value() == "120"
    clerk.page.context.set_offline(False)
    clerk.says(SAVED)
    assert kept() == {"month_amount": "120", "progress": "主体施工"}


def test_back_and_a_closed_window_lose_nothing(clerk):
    clerk.type("120")
    clerk.page.locator(".nav").get_by_role("link", name="项目").click()
    clerk.page.wait_for_url("**/projects/**")
    clerk.page.go_back()
    assert clerk.box().input_value() == "120"
    clerk.page.context.set_offline(True)
    clerk.type("121")
    clerk.page.close()
    clerk.page.context.set_offline(False)
    clerk.page = clerk.page.context.new_page()
    clerk.open()
    # The server has 120: what comes back is offered beside it.
    assert clerk.box().input_value() == "120"
    [offer] = clerk.offered()
    assert "甲路 本月完成：现为 120；您填的是 121" in offer
    clerk.press("用我填的")
    assert clerk.box().input_value() == "121"
    clerk.says(SAVED)
    assert (kept(), clerk.copies()) == ({"month_amount": "121"}, [])


def test_a_killed_server_loses_nothing(clerk):
    clerk.page.route("**/*", lambda route: route.abort("connectionrefused"))
    clerk.type("120")
    clerk.says("已断网，本机存有 1 格，联网后自动上传")
    with clerk.page.expect_event("requestfailed", lambda sent: sent.url.endswith("/send/")):
        clerk.send()
    clerk.says("已断网，本机存有 1 格，联网后自动上传")
    clerk.page.unroute("**/*")
    clerk.open()
    assert clerk.box().input_value() == "120"
    clerk.says(SAVED)


SIGN_IN_PAGE = {"status": 200, "body": "<h1>登录</h1>", "content_type": "text/html"}
WRONG = {
    "302": {"status": 302, "headers": {"Location": "/account/sign-in/"}},
    "403": {"status": 403, "body": "<h1>403</h1>", "content_type": "text/html"},
    "500": {"status": 500, "body": "<h1>500</h1>", "content_type": "text/html"},
    "sign-in page": SIGN_IN_PAGE,
    "another number": {
        "status": 200,
        "body": '{"kept": [99], "at": "16:58"}',
        "content_type": "application/json",
    },
}


@pytest.mark.parametrize("answer", sorted(WRONG))
def test_nothing_is_called_saved_but_by_its_own_number(clerk, answer):
    clerk.page.route(KEEPING, lambda route: route.fulfill(**WRONG[answer]))
    clerk.type("120")
    said = (
        "正在保存…"
        if answer == "another number"
        else ("没有存到服务器，本机存有 1 格，稍后自动再试")
    )
    clerk.says(said)
    assert (clerk.copies(), kept()) == (["120"], {})
    clerk.page.unroute(KEEPING)
    clerk.open()
    assert clerk.box().input_value() == "120"
    clerk.says(SAVED)
    assert kept() == {"month_amount": "120"}


def test_neither_of_two_people_in_one_browser_sees_the_others(clerk, make_user, unit_a, reporter):
    colleague = make_user("tongshi", Role.REPORTER, unit_a, name="林同事")
    clerk.page.route(KEEPING, lambda route: route.abort())
    clerk.type("120")
    clerk.says("已断网，本机存有 1 格，联网后自动上传")
    clerk.page.context.clear_cookies()
    clerk.sign_in(colleague)
    clerk.open()
    assert (clerk.box().input_value(), clerk.offered()) == ("", [])
    clerk.type("7")
    clerk.page.context.clear_cookies()
    clerk.page.unroute(KEEPING)
    clerk.sign_in(reporter)
    clerk.open()
    assert clerk.box().input_value() == "120"
    clerk.says(SAVED)
    assert list(TypedCell.objects.values_list("person__name", "text")) == [("陈交通", "120")]


def test_the_page_of_one_person_sends_nothing_as_another(clerk, make_user, unit_a):
    colleague = make_user("tongshi", Role.REPORTER, unit_a, name="林同事")
    other = Clerk(clerk.page.context.new_page(), clerk.server, unit_a, clerk.projects)
    other.page.context.clear_cookies()
    other.sign_in(colleague)
    clerk.type("120")
    clerk.says("已换人登录，本机存有 1 格，您重新登录后再上传")
    assert (kept(), clerk.copies()) == ({}, ["120"])


def test_leaving_uploads_and_asks_where_it_cannot(clerk, reporter):
    def leave():
        clerk.page.locator(".bar-end details.menu summary").click()
        clerk.page.get_by_role("button", name="退出").click()

    clerk.type("120")
    leave()
    clerk.page.wait_for_url("**/sign-in/")
    assert (kept(), clerk.copies()) == ({"month_amount": "120"}, [])
    clerk.sign_in(reporter)
    clerk.open()
    clerk.page.route(KEEPING, lambda route: route.abort())
    for answer, left in (("取消", ["121"]), ("留在本机", ["121"]), ("删除", [])):
        clerk.type("121")
        leave()
        dialog = clerk.page.locator("dialog")
        assert "还有 1 格没有上传到服务器" in dialog.inner_text()
        dialog.get_by_role("button", name=answer).click()
        if answer != "取消":
            clerk.page.wait_for_url("**/sign-in/")
        assert clerk.copies() == left
        if answer == "留在本机":
            clerk.sign_in(reporter)
            clerk.open()


def test_the_old_trial(clerk, make_user, unit_a, reporter):
    """A colleague changes A; an older page changes C alone and saves, twice."""
    first, _, third = clerk.projects
    period = ReportingPeriod.objects.get()
    drafts = [
        EntryDraft(project.pk, month_amount=23 * WAN, progress="旧") for project in (first, third)
    ]
    services.save_entries(period=period, drafts=drafts, by=reporter, today=TODAY)
    clerk.open()
    colleague = make_user("tongshi", Role.REPORTER, unit_a, name="林同事")
    changed = EntryDraft(first.pk, version=1, month_amount=99 * WAN, progress="同事改的")
    services.save_entries(period=period, drafts=[changed], by=colleague, today=TODAY)
    clerk.type("8", place=2)
    with clerk.page.expect_navigation():
        clerk.press("保存草稿")
    assert (list(stored(first)), list(stored(third))) == ([99 * WAN], [8 * WAN])
    assert clerk.box().input_value() == "99"
    with clerk.page.expect_navigation():
        clerk.press("保存草稿")
    assert list(stored(first)) == [99 * WAN]


def test_two_people_in_one_cell_see_both_values_and_choose(clerk, make_user, unit_a):
    colleague = make_user("tongshi", Role.REPORTER, unit_a, name="林同事")
    draft = EntryDraft(clerk.projects[0].pk, month_amount=99 * WAN, progress="同事填的")
    period = ReportingPeriod.objects.get()
    services.save_entries(period=period, drafts=[draft], by=colleague, today=TODAY)
    clerk.type("23")
    clerk.type("5", place=1)
    clerk.says("有 1 格有两个数，请选择以谁的为准")
    [offer] = clerk.offered()
    assert "甲路 本月完成：现为 99（林同事" in offer
    assert kept() == {"month_amount": "5"}
    clerk.send()
    clerk.says("有 1 格有两个数，请选择以谁的为准")
    clerk.press("用现在的")
    assert clerk.box().input_value() == "99"
    clerk.says(SAVED)
    with clerk.page.expect_navigation():
        clerk.press("保存草稿")
    assert list(stored(clerk.projects[0])) == [99 * WAN]
    assert MonthlyEntry.objects.get(project=clerk.projects[0]).progress == "同事填的"


def test_what_has_no_box_any_more_is_given_up_on_the_server_too(clerk, reporter):
    first, second, _ = clerk.projects
    clerk.type("120")
    clerk.type("7", place=1)
    clerk.says(SAVED)
    period = ReportingPeriod.objects.get()
    drafts = [
        EntryDraft(each.pk, month_amount=9 * WAN, progress="桩基") for each in (first, second)
    ]
    services.send_entries(period=period, drafts=drafts, by=reporter, today=TODAY)
    clerk.type("121")
    clerk.says("有 1 格有两个数，请选择以谁的为准")
    [offer] = clerk.offered()
    assert "甲路 本月完成：现为 9" in offer
    clerk.page.locator("[data-offer]").get_by_role("button", name="不再保留").click()
    clerk.page.wait_for_timeout(1000)
    assert list(TypedCell.objects.values_list("project__name", "text")) == [("乙桥", "7")]
    clerk.open()
    row = clerk.page.locator(f"#project-{second.pk}")
    expect(row).to_contain_text("您填的：本月完成投资 7（这一行已报送，现为 9）")
    row.get_by_role("button", name="不再保留").click()
    expect(row).not_to_contain_text("您填的")
    assert (kept(), clerk.copies()) == ({}, [])


def test_without_a_script_the_form_works(browser, live_server, reporter, unit_a, projects):
    context = browser.new_context(java_script_enabled=False)
    clerk = Clerk(context.new_page(), live_server, unit_a, projects)
    clerk.sign_in(reporter)
    clerk.open()
    clerk.type("120")
    clerk.type("主体施工", column="progress")
    with clerk.page.expect_navigation():
        clerk.press("保存并报送")
    assert "已报送 1 个项目。" in clerk.page.content()
    context.close()
