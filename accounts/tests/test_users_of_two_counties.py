"""Someone who works in two counties: neither administrator alone may take the account over."""

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role, RoleAssignment, Unit, UnitKind, User
from accounts.people import services
from accounts.people.rules import manages_account_of

REFUSED = (
    "赵邻县在邻县也有角色，密码、停用启用、姓名和电话由同时管理示范县、邻县的管理员办理；"
    "您可以修改他在本县的角色。"
)


@pytest.fixture
def other_county(db):
    return Unit.objects.create(name="邻县", kind=UnitKind.COUNTY, position=9)


@pytest.fixture
def approver_of_both(make_user, other_county, unit_a):
    """The other county's approver, who reports for a unit here."""
    user = make_user("linshen", Role.APPROVER, other_county, name="赵邻县")
    RoleAssignment.objects.create(user=user, role=Role.REPORTER, unit=unit_a)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def administrator_of_both(make_user, other_county):
    user = make_user("liangguan", Role.ADMINISTRATOR, name="周两县")
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, unit=other_county)
    return User.objects.get(pk=user.pk)


def stored(user):
    return User.objects.filter(pk=user.pk).values("password", "is_active", "name", "version").get()


def roles(*held):
    data = {"roles-TOTAL_FORMS": str(len(held)), "roles-INITIAL_FORMS": "1"}
    for number, (role, unit) in enumerate(held):
        data |= {f"roles-{number}-role": role, f"roles-{number}-unit": str(unit.pk)}
    return data


@pytest.mark.parametrize("act", ["user_password", "user_disable", "user_enable"])
def test_the_administrator_of_one_is_refused_and_told_who_can(
    client, administrator, approver_of_both, act
):
    before = stored(approver_of_both)
    client.force_login(administrator)
    url = reverse(f"accounts:{act}", args=[approver_of_both.pk])
    response = client.post(url, {"version": 1})
    assert (response.status_code, response.context["refusal"].sentence) == (400, REFUSED)
    assert stored(approver_of_both) == before
    assert AuditEvent.objects.count() == 0


def test_the_page_offers_no_button_that_would_be_refused(
    client, administrator, administrator_of_both, approver_of_both
):
    url = reverse("accounts:user", args=[approver_of_both.pk])
    offered = ("签发临时密码", "停用</button>", REFUSED)
    client.force_login(administrator)
    page = client.get(url).content.decode()
    assert [words in page for words in offered] == [False, False, True]
    client.force_login(administrator_of_both)
    page = client.get(url).content.decode()
    assert [words in page for words in offered] == [True, True, False]


@pytest.mark.parametrize("changed", [{"name": "钱邻县"}, {"phone": "139"}])
def test_name_and_telephone_are_kept_and_what_was_typed_is_shown(
    client, administrator, approver_of_both, unit_a, changed
):
    client.force_login(administrator)
    typed = {"version": 1, "name": "赵邻县", "phone": ""} | roles(("reporter", unit_a)) | changed
    response = client.post(reverse("accounts:user_edit", args=[approver_of_both.pk]), typed)
    assert response.context["form"].non_field_errors() == [REFUSED]
    assert stored(approver_of_both)["version"] == 1


def test_the_roles_in_ones_own_county_are_ones_own_to_change(
    client, administrator, approver_of_both, unit_b
):
    client.force_login(administrator)
    typed = {"version": 1, "name": "赵邻县", "phone": ""} | roles(("reporter", unit_b))
    url = reverse("accounts:user_edit", args=[approver_of_both.pk])
    assert client.post(url, typed).status_code == 302
    held = RoleAssignment.objects.filter(user=approver_of_both)
    assert sorted(held.values_list("role", "unit__name")) == [
        ("approver", "邻县"),
        ("reporter", "水利局"),
    ]


def test_who_administers_both_may(administrator_of_both, approver_of_both, county):
    services.disable_user(user=approver_of_both, version=1, county=county, by=administrator_of_both)
    services.enable_user(user=approver_of_both, version=2, county=county, by=administrator_of_both)
    assert services.issue_temporary_password(
        user=approver_of_both, version=3, county=county, by=administrator_of_both
    )


def test_a_role_above_the_counties_is_no_countys_to_touch(administrator, make_user, county, unit_a):
    city = Unit.objects.create(name="大市", kind=UnitKind.CITY)
    user = make_user("shi", Role.LEADER, city, name="孙大市")
    RoleAssignment.objects.create(user=user, role=Role.REPORTER, unit=unit_a)
    with pytest.raises(NotAllowed) as refused:
        services.issue_temporary_password(user=user, version=1, county=county, by=administrator)
    assert str(refused.value).startswith("孙大市在大市也有角色，")


def test_a_role_given_elsewhere_in_the_meantime_counts(
    administrator, reporter, other_county, county
):
    assert manages_account_of(administrator, reporter) is True
    RoleAssignment.objects.create(user=reporter, role=Role.LEADER, unit=other_county)
    with pytest.raises(NotAllowed):
        services.disable_user(user=reporter, version=1, county=county, by=administrator)
