"""Input that no page of ours sends: it is answered, and never with a failure."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.pages.whole_numbers import whole_number
from conftest import PASSWORD

TRAIL = "/account/trail/"
SIGN_IN = "/account/sign-in/"
THIRTY, FIVE_THOUSAND = "9" * 30, "9" * 5000
POSTS = ("user_edit", "user_password", "user_disable", "user_enable")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        (THIRTY, None),
        (FIVE_THOUSAND, None),
        ("", None),
        ("-1", None),
        (" 1", None),
        ("1_0", None),
        ("１２", None),
        ("²", None),
        ("1\x00", None),
    ],
)
def test_a_whole_number_is_written_in_plain_digits_and_fits_a_column(text, number):
    assert whole_number(text) == number


def test_a_whole_number_is_at_most_as_large_as_is_asked():
    assert (whole_number("999", 999), whole_number("1000", 999)) == (999, None)


@pytest.mark.parametrize("asked", [{"until": "9999-12-31"}, {"since": "0001-01-01"}])
def test_a_day_at_the_end_of_the_calendar_is_refused_and_the_trail_is_shown(
    client, auditor, reporter, asked
):
    client.post(SIGN_IN, {"username": "jiaotong", "password": PASSWORD})
    client.force_login(auditor)
    response = client.get(TRAIL, asked)
    assert response.status_code == 200
    assert "日期要在2000年到2099年之间" in response.content.decode()
    assert [line.action for line in response.context["page"]] == ["session.sign_in"]


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:51234", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:DB8::7]:51234", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown", "10.0.0.1"),
        ("192.0.2.256", "10.0.0.1"),
        ("[", "10.0.0.1"),
        ("'; --", "10.0.0.1"),
        ("9" * 5000, "10.0.0.1"),
    ],
)
def test_what_a_proxy_forwards_is_an_address_or_is_not_believed(
    client, reporter, settings, forwarded, address
):
    settings.TRUSTED_PROXIES = 1
    for password, status in (("wrong-password", 200), (PASSWORD, 302)):
        response = client.post(
            SIGN_IN,
            {"username": "jiaotong", "password": password},
            REMOTE_ADDR="10.0.0.1",
            headers={"x-forwarded-for": forwarded},
        )
        assert response.status_code == status
    assert list(AuditEvent.objects.values_list("address", flat=True)) == [address, address]


@pytest.mark.parametrize("number", [THIRTY, FIVE_THOUSAND])
def test_a_version_that_no_row_can_have_is_not_found(client, administrator, reporter, number):
    client.force_login(administrator)
    typed = {"name": "陈交通", "roles-TOTAL_FORMS": "1", "roles-INITIAL_FORMS": "0"}
    typed |= {"roles-0-role": "leader", "version": number}
    for name in POSTS:
        url = reverse(f"accounts:{name}", args=[reporter.pk])
        assert (name, client.post(url, typed).status_code) == (name, 404)
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("number", [THIRTY, FIVE_THOUSAND])
def test_a_unit_that_cannot_be_is_no_choice(client, administrator, county, number):
    client.force_login(administrator)
    assert client.get("/account/users/", {"unit": number, "page": number}).status_code == 200
    assert client.get(f"/account/users/{number}/").status_code == 404
    typed = {"name": "林业局", "kind": "department", "parent": number, "position": number}
    assert client.post(reverse("accounts:unit_create"), typed).status_code == 400
    roles = {"roles-TOTAL_FORMS": number, "roles-INITIAL_FORMS": number}
    roles |= {"roles-0-role": "reporter", "roles-0-unit": number}
    typed = {"username": "xinren", "name": "郑新人"} | roles
    assert client.post(reverse("accounts:user_create"), typed).status_code == 400
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("place", ["home", "somewhere", "x" * 3000])
def test_signing_in_leads_home_where_the_place_asked_for_is_no_address(client, reporter, place):
    typed = {"username": "jiaotong", "password": PASSWORD, "next": place}
    assert client.post(SIGN_IN, typed)["Location"] == "/"
