"""What was being sent when the session had ended: not saved, said so, and the way back."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD

SIGN_IN = "/account/sign-in/"
SIGN_OUT = "/account/sign-out/"
NOT_SAVED = "登录已过期，刚才提交的内容没有保存，请重新登录后再做一次。"
IDLE = "超过 30 分钟没有操作，请重新登录。"
START = datetime.datetime(2019, 8, 2, 1, 0, tzinfo=datetime.UTC)
FORM = "http://testserver/account/password/?from=menu"


def sent(client, address, page=FORM):
    return client.post(address, {"x": "1"}, headers={"referer": page} if page else {})


def after_idling(client, user, act):
    """What ``act`` is answered half an hour after the user last did something."""
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(user)
        client.get("/account/password/")
        clock.shift(datetime.timedelta(minutes=31))
        return act()


def told(client):
    """What the sign-in page says above its form."""
    return [str(message) for message in client.get(SIGN_IN).context["messages"]]


@pytest.fixture(params=["idle", "no session"])
def answered(request, client, reporter):
    """Ask after the session was lost, in either way."""

    def ask(act):
        return after_idling(client, reporter, act) if request.param == "idle" else act()

    return ask


def test_a_form_sent_too_late_leads_back_to_its_page_and_says_what_was_lost(client, answered):
    response = answered(lambda: sent(client, reverse("accounts:user_create")))
    assert response["Location"] == f"{SIGN_IN}?next=/account/password/%3Ffrom%3Dmenu"
    assert told(client) == [NOT_SAVED]


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.example/account/",
        "http://testserver.evil.example/",
        "http://testserver//evil.example/",
        "account/",
        "http://[",
        "javascript:1",
    ],
)
def test_without_a_page_of_ours_it_leads_home(client, db, referer):
    response = sent(client, reverse("accounts:user_create"), referer)
    assert response["Location"] == f"{SIGN_IN}?next=/"
    assert told(client) == [NOT_SAVED]


def test_after_signing_in_the_page_of_the_form_opens(client, reporter):
    address = sent(client, reverse("investment:withdraw", args=[1, "2019-07"]))["Location"]
    next_page = client.get(address).context["next"]
    typed = {"username": "jiaotong", "password": PASSWORD, "next": next_page}
    response = client.post(SIGN_IN, typed, follow=True)
    assert response.redirect_chain == [("/account/password/?from=menu", 302)]
    assert response.status_code == 200


def test_asking_for_a_page_loses_nothing_and_leads_to_that_page(client, reporter):
    asked = "/account/password/?from=menu"
    response = after_idling(client, reporter, lambda: client.get(asked))
    assert response["Location"] == f"{SIGN_IN}?next=/account/password/%3Ffrom%3Dmenu"
    assert told(client) == [IDLE]
    other = Client()
    assert other.get("/account/password/")["Location"] == f"{SIGN_IN}?next=/account/password/"
    assert told(other) == []


def test_who_leaves_too_late_lost_nothing(client, answered):
    response = answered(lambda: sent(client, SIGN_OUT))
    assert response["Location"] == SIGN_IN
    assert NOT_SAVED not in told(client)


def test_an_address_that_only_takes_forms_says_so_when_it_is_opened(client, reporter):
    client.force_login(reporter)
    response = client.get(SIGN_OUT)
    page = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "这个地址不能直接打开" in page
    assert f"<code>{response['X-Request-ID']}</code>" in page
