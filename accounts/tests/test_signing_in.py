"""Signing in, being locked out, signing out; and that nothing is shown without it."""

import datetime
import re

import pytest
import time_machine
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import AuditEvent, Unit, UnitKind
from accounts.people import services
from conftest import PASSWORD

SIGN_IN = "/account/sign-in/"
PUBLIC = {"accounts:sign_in"}
SAMPLES = {"month": "2019-06", "cut_off": "2019-06", "day": "2019-08-02", "int": "1"}


def sign_in(client, username, password=PASSWORD, address="10.0.0.1", **data):
    return client.post(
        SIGN_IN, {"username": username, "password": password, **data}, REMOTE_ADDR=address
    )


def actions():
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def all_addresses():
    """(name, address) of every URL, with a sample in place of each argument."""

    def walk(patterns, prefix, namespace):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                space = f"{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, route, space)
            else:
                yield (
                    f"{namespace}{pattern.name}",
                    "/" + re.sub(r"<(\w+):\w+>", lambda m: SAMPLES.get(m[1], "x"), route),
                )

    return list(walk(get_resolver().url_patterns, "", ""))


def test_right_name_and_password_lead_to_the_first_page_of_the_role(client, administrator):
    response = sign_in(client, "guanli")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/")["Location"] == reverse("accounts:users")
    assert actions() == ["session.sign_in"]


def test_signing_in_leads_on_to_the_page_asked_for(client, administrator):
    asked = reverse("accounts:units")
    assert client.get(asked)["Location"] == f"{SIGN_IN}?next={asked}"
    assert sign_in(client, "guanli", next=asked)["Location"] == asked


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_signing_in_never_leads_to_another_site(client, administrator, elsewhere):
    assert sign_in(client, "guanli", next=elsewhere)["Location"] == "/"


def test_a_wrong_password_is_refused_in_chinese_and_recorded(client, reporter):
    response = sign_in(client, "jiaotong", "wrong-password")
    assert response.status_code == 200
    assert "用户名或密码不对" in response.content.decode()
    line = AuditEvent.objects.get()
    assert (line.action, line.object_id, line.actor) == ("session.fail", reporter.pk, None)
    assert line.address == "10.0.0.1"


def test_what_was_typed_as_an_unknown_name_is_not_kept(client, db):
    sign_in(client, "My-secret-password", "x")
    line = AuditEvent.objects.get()
    assert (line.object_id, line.object_label) == (None, "不存在的用户名")


def test_a_disabled_user_cannot_sign_in(client, reporter):
    reporter.is_active = False
    reporter.save()
    assert "用户名或密码不对" in sign_in(client, "jiaotong").content.decode()


def lock_out(client, username, address="10.0.0.1"):
    return [
        sign_in(client, username, "wrong-password", address=address).status_code for _ in range(5)
    ]


def test_the_fifth_wrong_password_locks_the_name_out_at_that_address(client, reporter):
    assert lock_out(client, "jiaotong") == [200, 200, 200, 200, 429]
    response = sign_in(client, "jiaotong")
    assert response.status_code == 429
    assert "暂停登录" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert actions() == ["session.fail"] * 4 + ["session.lock"] * 2


def test_a_locked_name_may_sign_in_from_another_address(client, reporter):
    lock_out(client, "jiaotong")
    assert sign_in(client, "jiaotong", address="10.0.0.2").status_code == 302


def test_another_name_may_sign_in_from_a_locked_address(client, reporter, other_reporter):
    lock_out(client, "jiaotong")
    assert sign_in(client, "shuili").status_code == 302


def test_the_page_of_the_lock_says_until_when(client, reporter):
    # 9:00 in Shanghai.
    with time_machine.travel(datetime.datetime(2019, 8, 2, 1, 0, tzinfo=datetime.UTC), tick=False):
        lock_out(client, "jiaotong")
    with time_machine.travel(datetime.datetime(2019, 8, 2, 1, 10, tzinfo=datetime.UTC)) as clock:
        page = sign_in(client, "jiaotong").content.decode()
        # Trying on does not prolong it.
        clock.shift(datetime.timedelta(minutes=6))
        assert sign_in(client, "jiaotong").status_code == 302
    assert "这个账号在这台电脑上连续 5 次输错密码" in page
    assert "请在 09:15 以后再试" in page


def test_one_account_is_guessed_at_only_so_often_from_all_addresses(client, reporter, settings):
    settings.ACCOUNT_FAILURE_LIMIT = 7
    tries = [sign_in(client, "jiaotong", "wrong-password", address=f"10.0.1.{n}") for n in range(7)]
    assert [response.status_code for response in tries] == [200] * 6 + [429]
    response = sign_in(client, "jiaotong", address="10.0.2.1")
    assert response.status_code == 429
    assert "这个账号在多处输错密码，次数过多" in response.content.decode()


def test_one_address_guesses_at_only_so_many_accounts(client, reporter, other_reporter, settings):
    settings.ADDRESS_FAILURE_LIMIT = 9
    for name in ("someone", "another", "a-third"):
        for _ in range(3):
            response = sign_in(client, name, "wrong-password")
    assert response.status_code == 429
    response = sign_in(client, "jiaotong")
    assert response.status_code == 429
    assert "从这个网络地址输错密码的次数过多" in response.content.decode()
    assert sign_in(client, "jiaotong", address="10.0.0.9").status_code == 302


def test_one_who_mistypes_on_and_on_locks_nobody_else_out(
    client, reporter, other_reporter, settings
):
    settings.ADDRESS_FAILURE_LIMIT = 6
    for _ in range(20):
        sign_in(client, "jiaotong", "wrong-password")
    assert sign_in(client, "shuili").status_code == 302


def test_who_gets_in_opens_no_more_than_their_own_account_there(
    client, reporter, other_reporter, settings
):
    settings.ADDRESS_FAILURE_LIMIT = 6
    for _ in range(3):
        sign_in(client, "jiaotong", "wrong-password")
        assert sign_in(client, "shuili").status_code == 302
        client.post(reverse("accounts:sign_out"))
        sign_in(client, "someone", "wrong-password")
    assert sign_in(client, "shuili").status_code == 429


def test_a_temporary_password_opens_the_lock(client, reporter, administrator, county):
    lock_out(client, "jiaotong")
    password = services.issue_temporary_password(
        user=reporter, version=1, county=county, by=administrator
    )
    assert sign_in(client, "jiaotong", password).status_code == 302


def test_the_last_sign_in_is_kept(client, reporter):
    sign_in(client, "jiaotong")
    reporter.refresh_from_db()
    assert timezone.localdate(reporter.last_login) == datetime.date(2019, 8, 2)


def test_the_lock_opens_after_a_quarter_of_an_hour(client, reporter):
    start = datetime.datetime(2019, 8, 2, 9, 0, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False) as clock:
        lock_out(client, "jiaotong")
        clock.shift(datetime.timedelta(minutes=14))
        assert sign_in(client, "jiaotong").status_code == 429
        clock.shift(datetime.timedelta(minutes=16))
        assert sign_in(client, "jiaotong").status_code == 302


def test_an_address_is_believed_only_from_as_many_proxies_as_are_trusted(
    client, reporter, settings
):
    for number in range(5):
        client.post(
            SIGN_IN,
            {"username": "jiaotong", "password": "wrong"},
            REMOTE_ADDR="10.0.0.1",
            headers={"x-forwarded-for": f"192.0.2.{number}"},
        )
    assert sign_in(client, "jiaotong").status_code == 429
    settings.TRUSTED_PROXIES = 1
    response = client.post(
        SIGN_IN,
        {"username": "jiaotong", "password": PASSWORD},
        REMOTE_ADDR="10.0.0.1",
        headers={"x-forwarded-for": "10.0.0.1, 192.0.2.77"},
    )
    assert response.status_code == 302
    assert AuditEvent.objects.latest("sequence").address == "192.0.2.77"


def test_signing_out_is_a_post_and_is_recorded(client, reporter):
    client.force_login(reporter)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert client.post(reverse("accounts:sign_out"))["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session
    assert actions() == ["session.sign_out"]


def test_who_is_signed_in_is_led_on_from_the_sign_in_page(client, reporter):
    client.force_login(reporter)
    assert client.get(SIGN_IN)["Location"] == "/"


def turned_away(answer):
    """Led to the page for signing in; a script that asked is told 401 instead."""
    return answer.status_code == 401 or (
        answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
    )


def test_every_page_but_the_public_ones_asks_for_sign_in(client, db):
    addresses = all_addresses()
    assert {name for name, _ in addresses} > PUBLIC
    answers = {name: client.get(address) for name, address in addresses if name not in PUBLIC}
    open_doors = [name for name, answer in answers.items() if not turned_away(answer)]
    assert open_doors == []


@pytest.mark.slow
def test_every_form_but_the_public_ones_asks_for_sign_in(client, db):
    answers = {
        name: client.post(address) for name, address in all_addresses() if name not in PUBLIC
    }
    open_doors = [name for name, answer in answers.items() if not turned_away(answer)]
    assert open_doors == []


def fail_with_an_unknown_name(client):
    sign_in(client, "My-secret-password", "x")
    return AuditEvent.objects.get().county


def test_who_fails_with_an_unknown_name_fails_before_the_only_county(client, county, auditor):
    assert fail_with_an_unknown_name(client) == county
    client.force_login(auditor)
    lines = client.get(reverse("accounts:trail")).context["page"]
    assert [line.object_label for line in lines] == ["不存在的用户名"]


def test_of_two_counties_an_unknown_name_belongs_to_none(client, county):
    Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    assert fail_with_an_unknown_name(client) is None
