"""Keeping users: by the county's administrator, seen by its auditor, by nobody else."""

import re
import threading

import pytest
from django.db import connection
from django.urls import reverse

from accounts.errors import DomainError, Stale
from accounts.models import AuditEvent, Role, RoleAssignment, Unit, UnitKind, User
from accounts.people import services
from accounts.people.services import RoleOnUnit
from accounts.tests.trail import told
from conftest import PASSWORD
from investment.models import ReportingPeriod

LIST = "/account/users/"


@pytest.fixture
def other_county(db):
    return Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)


@pytest.fixture
def stranger(make_user, other_county):
    return make_user("linxian", Role.REVIEWER, other_county, name="钱邻县")


def rows(*pairs, held_before=0):
    """The posted form of roles: (role, unit) pairs and one row left empty."""
    data = {"roles-TOTAL_FORMS": str(len(pairs) + 1), "roles-INITIAL_FORMS": str(held_before)}
    for number, (role, unit) in enumerate([*pairs, ("", None)]):
        data[f"roles-{number}-role"] = role
        data[f"roles-{number}-unit"] = str(unit.pk) if unit else ""
    return data


def shown_password(response):
    return re.search(r"\b[a-z2-9]{4}(-[a-z2-9]{4}){2}(?=</span>)", response.content.decode())[0]


def held(user):
    return sorted(RoleAssignment.objects.filter(user=user).values_list("role", "unit__name"))


def edit(user):
    return reverse("accounts:user_edit", args=[user.pk])


def test_the_administrator_makes_a_user_of_several_roles(client, administrator, county, unit_a):
    client.force_login(administrator)
    response = client.post(
        reverse("accounts:user_create"),
        {"username": "xinren", "name": "郑新人", "phone": "0912-1"}
        | rows(("reporter", unit_a), ("reviewer", None)),
    )
    user = User.objects.get(username="xinren")
    assert held(user) == [("reporter", "交通运输局"), ("reviewer", "示范县")]
    password = shown_password(response)
    assert user.check_password(password)
    assert user.must_change_password is True
    line = AuditEvent.objects.get()
    assert (line.action, line.actor, line.county) == ("user.create", administrator, county)
    assert told(line)["角色"] == ["", "交通运输局 填报员、示范县 审核员"]
    assert password not in f"{line.changes}{line.rows}"


def test_a_temporary_password_carries_its_user_to_a_password_of_his_own(
    client, administrator, reporter
):
    client.force_login(administrator)
    url = reverse("accounts:user_password", args=[reporter.pk])
    response = client.post(url, {"version": reporter.version})
    assert response["Cache-Control"].count("no-store") == 1
    password = shown_password(response)
    client.post(reverse("accounts:sign_out"))
    client.post("/account/sign-in/", {"username": "jiaotong", "password": password})
    assert client.get("/")["Location"] == "/account/password/"
    client.post(
        "/account/password/",
        {
            "old_password": password,
            "new_password1": "ziji-de-2019",
            "new_password2": "ziji-de-2019",
        },
    )
    assert client.get(reverse("accounts:trail")).status_code == 200
    assert list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True)) == [
        "user.password",
        "session.sign_out",
        "session.sign_in",
        "user.change_password",
    ]


@pytest.mark.parametrize(
    ("new", "again", "errors"),
    [
        (
            "12345678",
            "12345678",
            {"new_password1": ["密码太短，至少要 10 个字符。", "密码不能全是数字，请加上字母。"]},
        ),
        ("qwertyuiop", "qwertyuiop", {"new_password1": ["这个密码太常见，容易被猜到，请换一个。"]}),
        ("jiaotong-9", "jiaotong-9", {"new_password1": ["密码与用户名太相近，请换一个。"]}),
        ("ziji-de-2019", "ziji-de-2018", {"new_password2": ["输入的两个密码不一致。"]}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_new_password_is_told_briefly_and_at_its_field(
    client, reporter, new, again, errors
):
    client.force_login(reporter)
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": again}
    response = client.post("/account/password/", sent)
    assert response.context["form"].errors == errors


def test_sending_the_form_of_a_temporary_password_twice_issues_one(client, administrator, reporter):
    client.force_login(administrator)
    url = reverse("accounts:user_password", args=[reporter.pk])
    assert client.post(url, {"version": 1}).status_code == 200
    issued = User.objects.get(pk=reporter.pk).password
    assert client.post(url, {"version": 1}).status_code == 409
    assert User.objects.get(pk=reporter.pk).password == issued


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"username": "JiaoTong"}, "用户名“JiaoTong”已有人使用，请换一个。"),
        ({"username": "xin ren"}, "用户名只能用汉字、字母、数字和 @ . + - _，不能有空格。"),
        ({"name": ""}, "请填写这一项"),
        ({"roles-0-role": ""}, "请至少给用户一个角色。"),
        ({"roles-0-unit": ""}, "请选填报员所在的单位。"),
        ({"roles-0-role": "reviewer"}, "审核员的职责是全县的，单位请选县或发展和改革局。"),
    ],
)
def test_a_user_that_cannot_be_is_refused_and_what_was_typed_stays(
    client, administrator, reporter, unit_a, data, message
):
    client.force_login(administrator)
    typed = {"username": "xinren", "name": "郑新人", "phone": "0912"} | rows(("reporter", unit_a))
    response = client.post(reverse("accounts:user_create"), typed | data)
    assert response.status_code == 400
    assert message in response.content.decode()
    assert 'value="0912"' in response.content.decode()
    assert User.objects.count() == 2


def test_a_reporter_reports_for_a_unit_and_not_for_the_county(administrator, county):
    with pytest.raises(DomainError) as refused:
        services.create_user(
            username="x", name="x", roles=[RoleOnUnit(Role.REPORTER, county)], by=administrator
        )
    assert str(refused.value) == "填报员要选他所在的单位，不能选全县。"


def test_editing_adds_and_takes_roles_and_says_so_in_the_trail(
    client, administrator, reporter, unit_b
):
    client.force_login(administrator)
    response = client.post(
        edit(reporter),
        {"version": 1, "name": "陈交通", "phone": "13900000000"}
        | rows(("reporter", unit_b), ("leader", None)),
    )
    assert response["Location"] == reverse("accounts:user", args=[reporter.pk])
    assert held(reporter) == [("leader", "示范县"), ("reporter", "水利局")]
    assert told(AuditEvent.objects.get()) == {
        "电话": ["", "13900000000"],
        "角色": ["交通运输局 填报员", "水利局 填报员、示范县 领导"],
    }


def test_saving_what_is_there_already_changes_nothing(client, administrator, reporter, unit_a):
    client.force_login(administrator)
    same = {"version": 1, "name": "陈交通"} | rows(("reporter", unit_a), held_before=1)
    assert client.post(edit(reporter), same).status_code == 302
    assert User.objects.get(pk=reporter.pk).version == 1
    assert AuditEvent.objects.count() == 0


def test_roles_in_another_county_stay_when_a_user_is_edited(
    client, administrator, reporter, unit_b, other_county
):
    RoleAssignment.objects.create(user=reporter, role=Role.REVIEWER, unit=other_county)
    client.force_login(administrator)
    client.post(edit(reporter), {"version": 1, "name": "陈交通"} | rows(("reporter", unit_b)))
    assert held(reporter) == [("reporter", "水利局"), ("reviewer", "邻县")]


def test_a_stale_form_gets_the_others_values_and_writes_nothing(
    client, administrator, reporter, county, unit_a
):
    client.force_login(administrator)
    services.update_user(
        user=reporter,
        version=1,
        county=county,
        name="陈交通",
        phone="111",
        email="",
        roles=[RoleOnUnit(Role.REPORTER, unit_a)],
        by=administrator,
    )
    mine = {"name": "陈交通", "phone": "222"} | rows(("reporter", unit_a), held_before=1)
    response = client.post(edit(reporter), mine | {"version": 1})
    assert response.status_code == 409
    refusal = response.context["refusal"]
    assert refusal.sentence == "这个用户刚被别人修改过，您的修改没有保存。"
    assert refusal.differences == [("电话", "111", "222")]
    assert User.objects.get(pk=reporter.pk).phone == "111"
    client.post(edit(reporter), mine | {"version": response.context["person"].version})
    assert User.objects.get(pk=reporter.pk).phone == "222"


@pytest.mark.parametrize("act", ["user_password", "user_disable", "user_enable"])
def test_a_stale_button_does_nothing(client, administrator, reporter, act):
    client.force_login(administrator)
    User.objects.filter(pk=reporter.pk).update(version=2)
    response = client.post(reverse(f"accounts:{act}", args=[reporter.pk]), {"version": 1})
    assert response.status_code == 409
    assert AuditEvent.objects.count() == 0
    assert User.objects.get(pk=reporter.pk).version == 2


def test_disabling_and_enabling_are_recorded(client, administrator, reporter):
    client.force_login(administrator)
    client.post(reverse("accounts:user_disable", args=[reporter.pk]), {"version": 1})
    assert User.objects.get(pk=reporter.pk).is_active is False
    client.post(reverse("accounts:user_enable", args=[reporter.pk]), {"version": 2})
    assert User.objects.get(pk=reporter.pk).is_active is True
    assert list(AuditEvent.objects.order_by("sequence").values_list("action", "changes")) == [
        ("user.disable", {"is_active": [True, False]}),
        ("user.enable", {"is_active": [False, True]}),
    ]


def test_nobody_disables_himself(client, administrator, make_user):
    make_user("guanli2", Role.ADMINISTRATOR)
    client.force_login(administrator)
    url = reverse("accounts:user_disable", args=[administrator.pk])
    response = client.post(url, {"version": 1}, follow=True)
    assert "不能停用自己的账号，请由另一名管理员办理。" in response.content.decode()
    assert User.objects.get(pk=administrator.pk).is_active is True


LAST = "这是本县最后一名管理员，请先设另一名管理员。"


def test_the_last_administrator_of_the_county_cannot_be_disabled(administrator, make_user, county):
    other = make_user("guanli2", Role.ADMINISTRATOR)
    services.disable_user(user=other, version=1, county=county, by=administrator)
    with pytest.raises(DomainError) as refused:
        services.disable_user(user=administrator, version=1, county=county, by=other)
    assert str(refused.value) == LAST


def test_the_last_administrator_cannot_give_the_role_away(
    client, administrator, county, other_county, make_user
):
    make_user("linguan", Role.ADMINISTRATOR, other_county)
    client.force_login(administrator)
    response = client.post(
        edit(administrator), {"version": 1, "name": "周管理"} | rows(("leader", None))
    )
    assert LAST in response.content.decode()
    assert held(administrator) == [("administrator", "示范县")]
    assert AuditEvent.objects.count() == 0


def test_stale_service_calls_raise_and_leave_no_line(administrator, reporter, county):
    with pytest.raises(Stale):
        services.disable_user(user=reporter, version=7, county=county, by=administrator)
    assert AuditEvent.objects.count() == 0


GET_PAGES = ("user", "user_edit")
POSTS = ("user_edit", "user_password", "user_disable", "user_enable")


def test_users_of_another_county_do_not_exist(client, administrator, stranger):
    client.force_login(administrator)
    assert "钱邻县" not in client.get(LIST).content.decode()
    for name in GET_PAGES:
        url = reverse(f"accounts:{name}", args=[stranger.pk])
        assert (name, client.get(url).status_code) == (name, 404)
    for name in POSTS:
        url = reverse(f"accounts:{name}", args=[stranger.pk])
        assert (name, client.post(url, {"version": 1}).status_code) == (name, 404)
    assert User.objects.get(pk=stranger.pk).is_active is True


def test_a_unit_of_another_county_cannot_be_chosen(client, administrator, other_county):
    client.force_login(administrator)
    abroad = Unit.objects.create(parent=other_county, name="邻县水利局", kind=UnitKind.DEPARTMENT)
    response = client.post(
        reverse("accounts:user_create"),
        {"username": "xinren", "name": "郑新人"} | rows(("reporter", abroad)),
    )
    assert "选择一个有效的选项" in response.content.decode()
    assert not User.objects.filter(username="xinren").exists()


def test_the_auditor_sees_users_and_changes_none(client, auditor, reporter):
    client.force_login(auditor)
    page = client.get(LIST)
    assert "陈交通" in page.content.decode()
    assert "新建用户" not in page.content.decode()
    assert (
        "签发临时密码"
        not in client.get(reverse("accounts:user", args=[reporter.pk])).content.decode()
    )
    assert client.get(reverse("accounts:user_create")).status_code == 404
    for name in POSTS:
        url = reverse(f"accounts:{name}", args=[reporter.pk])
        assert (name, client.post(url, {"version": 1}).status_code) == (name, 404)


@pytest.mark.parametrize("who", ["reporter", "reviewer", "approver", "inspector", "leader"])
def test_others_find_no_user_pages(client, request, administrator, who):
    user = request.getfixturevalue(who)
    client.force_login(user)
    for url in (LIST, reverse("accounts:user", args=[user.pk]), reverse("accounts:user_create")):
        assert (url, client.get(url).status_code) == (url, 404)


def names(response):
    return [user.username for user in response.context["page"]]


def test_the_list_is_filtered_by_text_unit_role_and_state(
    client, administrator, reporter, other_reporter, reviewer, unit_b
):
    User.objects.filter(pk=reviewer.pk).update(is_active=False)
    User.objects.filter(pk=other_reporter.pk).update(must_change_password=True)
    client.force_login(administrator)
    assert names(client.get(LIST)) == ["guanli", "jiaotong", "shenhe", "shuili"]
    assert names(client.get(LIST, {"q": "陈"})) == ["jiaotong"]
    assert names(client.get(LIST, {"unit": unit_b.pk})) == ["shuili"]
    assert names(client.get(LIST, {"role": "reporter"})) == ["jiaotong", "shuili"]
    assert names(client.get(LIST, {"state": "disabled"})) == ["shenhe"]
    assert names(client.get(LIST, {"state": "due"})) == ["shuili"]
    assert names(client.get(LIST, {"state": "nonsense"})) == [
        "guanli",
        "jiaotong",
        "shenhe",
        "shuili",
    ]


def test_a_long_list_has_pages(client, administrator, make_user, unit_a):
    for number in range(60):
        make_user(f"r{number:02}", Role.REPORTER, unit_a)
    client.force_login(administrator)
    assert len(names(client.get(LIST))) == 50
    second = client.get(LIST, {"page": 2})
    assert len(names(second)) == 11
    assert "共 61 个用户" in second.content.decode()


def test_the_list_asks_as_many_questions_for_thirty_users_as_for_one(
    client, administrator, make_user, unit_a, django_assert_num_queries
):
    ReportingPeriod.objects.create(
        county=unit_a.county, year=2019, month=6, due_on="2019-07-05", published_as="final"
    )
    client.force_login(administrator)
    client.get(LIST)
    with django_assert_num_queries(10):
        client.get(LIST)
    for number in range(29):
        make_user(f"r{number:02}", Role.REPORTER, unit_a)
    with django_assert_num_queries(10):
        assert len(names(client.get(LIST))) == 30


def test_the_name_of_a_user_is_shown_as_text(client, administrator, unit_a):
    made = services.create_user(
        username="x",
        name="<b>x</b>",
        roles=[RoleOnUnit(Role.REPORTER, unit_a)],
        by=administrator,
        password=PASSWORD,
    )
    client.force_login(administrator)
    page = client.get(reverse("accounts:user", args=[made.user.pk])).content.decode()
    assert "<b>x</b>" not in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_disable_one_another_at_once_leave_one():
    county = Unit.objects.create(name="示范县", kind=UnitKind.COUNTY)
    first, second = (
        services.create_user(
            username=name,
            name=name,
            roles=[RoleOnUnit(Role.ADMINISTRATOR, county)],
            by=None,
            password=PASSWORD,
        ).user
        for name in ("one", "two")
    )
    start, refusals = threading.Barrier(2), []

    def disable(user, by):
        start.wait(timeout=10)
        try:
            services.disable_user(user=user, version=1, county=county, by=by)
        except DomainError as refused:
            refusals.append(str(refused))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=disable, args=pair) for pair in ((first, second), (second, first))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == [LAST]
    assert User.objects.filter(is_active=True).count() == 1
