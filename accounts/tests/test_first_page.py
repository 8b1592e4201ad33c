"""The way in: the first page of each role, the menu, and the answer to a monitor."""

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from accounts.models import Role, RoleAssignment, User

FIRST = {
    "reporter": "investment:home",
    "reviewer": "investment:review",
    "approver": "investment:review",
    "inspector": "reports:dashboard",
    "leader": "reports:dashboard",
    "administrator": "accounts:users",
    "auditor": "accounts:trail",
}


@pytest.mark.parametrize("who", FIRST)
def test_the_day_of_a_role_begins_on_its_page(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/")["Location"] == reverse(FIRST[who])


def test_who_holds_several_roles_begins_with_the_daily_work(client, administrator, county):
    RoleAssignment.objects.create(user=administrator, role=Role.REVIEWER, unit=county)
    client.force_login(administrator)
    assert client.get("/")["Location"] == reverse("investment:review")


def test_who_has_no_role_is_told_whom_to_ask(client, db):
    client.force_login(User.objects.create_user("nobody", name="无角色"))
    response = client.get("/")
    assert response.status_code == 403
    assert "您的账号还没有角色，请联系管理员。" in response.content.decode()


def menu(client, address):
    return {entry["label"]: entry["active"] for entry in client.get(address).context["navigation"]}


def test_the_menu_lights_the_page_being_shown_and_those_below_it(client, administrator, reporter):
    client.force_login(administrator)
    assert menu(client, "/account/users/") == {"单位": False, "用户": True}
    assert menu(client, reverse("accounts:user", args=[reporter.pk]))["用户"] is True
    assert menu(client, "/account/units/new/")["单位"] is True


def test_the_menu_of_the_auditor_has_the_trail(client, auditor):
    client.force_login(auditor)
    assert {"单位", "用户", "操作记录"} <= set(menu(client, "/account/trail/"))


def test_the_bar_tells_the_county_and_the_roles(client, administrator, unit_a):
    RoleAssignment.objects.create(user=administrator, role=Role.REPORTER, unit=unit_a)
    client.force_login(administrator)
    context = client.get("/account/users/").context
    assert context["county"].name == "示范县"
    assert context["role_words"] == ["交通运输局 填报员", "管理员"]


def test_a_monitor_is_answered_without_sign_in(client, db):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_a_monitor_is_told_when_the_database_does_not_answer(client, db):
    def refuse(execute, sql, params, many, context):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"database")
