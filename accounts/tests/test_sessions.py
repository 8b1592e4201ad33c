"""How long a session lives: idleness, a due password, disabling."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User, UserSession
from accounts.people import services
from conftest import PASSWORD

START = datetime.datetime(2019, 8, 2, 1, 0, tzinfo=datetime.UTC)
OWN_PAGE = "/account/password/"
NEW_PASSWORD = "xin-mima-2019"


def test_half_an_hour_without_work_ends_the_session_and_says_so(client, reporter, settings):
    settings.IDLE_MINUTES = 30
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(reporter)
        assert client.get(OWN_PAGE).status_code == 200
        clock.shift(datetime.timedelta(minutes=31))
        response = client.get(OWN_PAGE, follow=True)
    assert response.redirect_chain == [("/account/sign-in/?next=/account/password/", 302)]
    assert "超过 30 分钟没有操作，请重新登录。" in response.content.decode()


def test_work_keeps_the_session_alive(client, reporter):
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(reporter)
        for _ in range(4):
            assert client.get(OWN_PAGE).status_code == 200
            clock.shift(datetime.timedelta(minutes=20))
        assert client.get(OWN_PAGE).status_code == 200


def test_the_session_ends_twelve_hours_after_sign_in_whatever_is_done(client, reporter):
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(reporter)
        for _ in range(36):
            assert client.get(OWN_PAGE).status_code == 200
            clock.shift(datetime.timedelta(minutes=20))
        assert client.get(OWN_PAGE).status_code == 200
        clock.shift(datetime.timedelta(minutes=1))
        response = client.get(OWN_PAGE, follow=True)
    assert response.redirect_chain == [("/account/sign-in/?next=/account/password/", 302)]
    assert "登录已满 12 小时，请重新登录。" in response.content.decode()


def test_signing_in_again_begins_another_twelve_hours(client, reporter):
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(reporter)
        client.get(OWN_PAGE)
        clock.shift(datetime.timedelta(hours=11, minutes=40))
        client.logout()
        client.force_login(reporter)
        client.get(OWN_PAGE)
        clock.shift(datetime.timedelta(minutes=25))
        assert client.get(OWN_PAGE).status_code == 200


def test_no_cache_keeps_what_who_is_signed_in_was_shown(client, reporter):
    assert "no-store" not in client.get("/static/none.css").get("Cache-Control", "")
    client.force_login(reporter)
    lists = [OWN_PAGE, reverse("projects:list"), reverse("projects:export"), "/no-such-page/"]
    kept = [client.get(page)["Cache-Control"] for page in lists]
    assert ["no-store" in told for told in kept] == [True] * 4


def test_the_session_is_not_written_at_every_request(client, reporter):
    client.force_login(reporter)
    client.get(OWN_PAGE)
    with CaptureQueriesContext(connection) as asked:
        client.get(OWN_PAGE)
    assert {query["sql"].partition(" ")[0] for query in asked} == {"SELECT"}


@pytest.fixture
def newcomer(reporter):
    reporter.must_change_password = True
    reporter.save()
    return reporter


def change(client, old, new, again=None):
    return client.post(
        OWN_PAGE,
        {"old_password": old, "new_password1": new, "new_password2": again or new},
    )


def test_a_temporary_password_must_be_changed_before_anything_else(client, newcomer):
    client.force_login(newcomer)
    for page in ("/", reverse("accounts:trail"), "/no-such-page/"):
        assert client.get(page)["Location"] == OWN_PAGE
    assert "请先设置自己的密码" in client.get(OWN_PAGE).content.decode()
    assert change(client, PASSWORD, NEW_PASSWORD)["Location"] == "/"
    assert client.get(reverse("accounts:trail")).status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW_PASSWORD)
    assert newcomer.must_change_password is False


def test_who_must_change_the_password_may_still_sign_out(client, newcomer):
    client.force_login(newcomer)
    assert client.post(reverse("accounts:sign_out"))["Location"] == "/account/sign-in/"


@pytest.mark.parametrize(
    ("old", "new", "again", "message"),
    [
        ("not-mine", NEW_PASSWORD, NEW_PASSWORD, "原密码不对，请重新输入。"),
        (PASSWORD, NEW_PASSWORD, "another-2019-x", "输入的两个密码不一致。"),
        (PASSWORD, "short-1", "short-1", "密码太短，至少要 10 个字符。"),
        (PASSWORD, "8264017359", "8264017359", "密码不能全是数字，请加上字母。"),
        (PASSWORD, "password123", "password123", "这个密码太常见，容易被猜到，请换一个。"),
        (PASSWORD, "jiaotong12", "jiaotong12", "密码与用户名太相近，请换一个。"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码不能与原来的相同。"),
    ],
)
def test_a_poor_password_is_refused_in_chinese(client, reporter, old, new, again, message):
    client.force_login(reporter)
    response = change(client, old, new, again)
    assert response.status_code == 200
    assert message in response.content.decode()
    reporter.refresh_from_db()
    assert reporter.check_password(PASSWORD)


def test_changing_the_password_ends_the_other_sessions_only(client, reporter):
    elsewhere = Client()
    elsewhere.force_login(reporter)
    client.force_login(reporter)
    change(client, PASSWORD, NEW_PASSWORD)
    assert client.get(OWN_PAGE).status_code == 200
    assert elsewhere.get(OWN_PAGE).status_code == 302


def test_disabling_ends_the_sessions_at_once_and_enabling_does_not_bring_them_back(
    client, reporter, administrator, county
):
    client.force_login(reporter)
    assert client.get(OWN_PAGE).status_code == 200
    user = services.disable_user(user=reporter, version=1, county=county, by=administrator)
    assert client.get(OWN_PAGE).status_code == 302
    services.enable_user(user=user, version=2, county=county, by=administrator)
    assert client.get(OWN_PAGE).status_code == 302


def test_enabling_in_between_does_not_revive_a_session_nobody_used(
    client, reporter, administrator, county
):
    client.force_login(reporter)
    user = services.disable_user(user=reporter, version=1, county=county, by=administrator)
    services.enable_user(user=user, version=2, county=county, by=administrator)
    assert client.get(OWN_PAGE).status_code == 302


def test_a_session_that_began_while_its_user_was_disabled_is_not_revived(
    client, reporter, administrator, county
):
    """As of a sign-in that was under way while the administrator pressed."""
    user = services.disable_user(user=reporter, version=1, county=county, by=administrator)
    client.force_login(reporter)
    services.enable_user(user=user, version=2, county=county, by=administrator)
    assert client.get(OWN_PAGE).status_code == 302


def test_a_temporary_password_ends_the_sessions(client, reporter, administrator, county):
    client.force_login(reporter)
    password = services.issue_temporary_password(
        user=reporter, version=1, county=county, by=administrator
    )
    assert client.get(OWN_PAGE).status_code == 302
    stored = User.objects.get(pk=reporter.pk)
    assert stored.check_password(password)
    assert stored.must_change_password is True


def test_ending_the_sessions_of_one_person_is_one_statement_and_leaves_all_others(
    client, reporter, reviewer, administrator, county
):
    """However many people are signed in: no session is read."""
    for person in (reporter, reporter, reviewer, administrator):
        Client().force_login(person)
    with CaptureQueriesContext(connection) as asked:
        services.disable_user(user=reporter, version=1, county=county, by=administrator)
    of_sessions = [query["sql"] for query in asked if "usersession" in query["sql"]]
    assert [sql.partition(" ")[0] for sql in of_sessions] == ["DELETE"]
    left = UserSession.objects.values_list("user__username", flat=True)
    assert sorted(left) == sorted([reviewer.username, administrator.username])


def test_a_session_that_is_over_is_forgotten(client, reporter):
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(reporter)
        clock.shift(datetime.timedelta(hours=13))
        call_command("tick")
    assert not UserSession.objects.exists()
