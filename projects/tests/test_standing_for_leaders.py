"""Who acts for a leader on a day, and what a leader has on it."""

import datetime

import pytest
from django.urls import reverse

from accounts.middleware import LAST_SEEN
from accounts.models import AuditEvent, Role, User
from accounts.rights import may
from projects.leaders.standing import (
    leader_in_person,
    looked_after,
    own_projects,
    secretaries_of,
    whom_secretaries_act_for,
)
from projects.models import Leader, LeadOfficial, Portfolio, Secretary
from projects.tests.factories import CategoryFactory, ProjectFactory
from supervision.models import Problem

JANUARY_1, JULY_1 = datetime.date(2019, 1, 1), datetime.date(2019, 7, 1)
JUNE_30, AUGUST_1 = datetime.date(2019, 6, 30), datetime.date(2019, 8, 1)
AUGUST_12 = datetime.date(2019, 8, 12)
ACT, WAITING = reverse("accounts:act"), reverse("accounts:waiting")
ACTING = '<span class="menu-roles">代李建国</span>'


@pytest.fixture(autouse=True)
def in_august(monkeypatch):
    monkeypatch.setattr("accounts.clock.today", lambda: AUGUST_12)


@pytest.fixture
def deputy(county, leader):
    """李县长 who signs in as ``leader``."""
    return Leader.objects.create(
        county=county, name="李建国", office="副县长", user=leader, from_date=JANUARY_1
    )


@pytest.fixture
def secretary(deputy, unit_a, make_user):
    """Authorised from July to the end of the year."""
    user = make_user("mishu", Role.REPORTER, unit_a, name="王秘书")
    Secretary.objects.create(
        leader=deputy, user=user, from_date=JULY_1, until=datetime.date(2020, 1, 1)
    )
    return user


def acts(client, user, deputy):
    client.force_login(user)
    return client.post(ACT, {"key": deputy.pk})


def test_a_secretary_may_act_within_their_days_and_while_the_leader_is_in_office(deputy, secretary):
    for day, names in (
        (JUNE_30, []),
        (JULY_1, ["李建国"]),
        (datetime.date(2019, 12, 31), ["李建国"]),
        (datetime.date(2020, 1, 1), []),
    ):
        assert [each.name for each in whom_secretaries_act_for(secretary, day)] == names
        assert secretaries_of(deputy, day) == ([secretary] if names else [])
    Leader.objects.update(until=AUGUST_1)
    deputy.refresh_from_db()
    assert list(whom_secretaries_act_for(secretary, AUGUST_12)) == []
    assert secretaries_of(deputy, AUGUST_12) == []


def test_what_a_deputy_looks_after_and_answers_for_is_of_the_day(county, deputy, unit_a, unit_b):
    roads = CategoryFactory(county=county, name="交通")
    road = ProjectFactory(county=county, name="环城公路", category=roads, reporting=unit_b)
    station = ProjectFactory(county=county, name="客运站", reporting=unit_a)
    plant = ProjectFactory(county=county, name="水厂", reporting=unit_b)
    given = {"leader": deputy, "from_date": JULY_1}
    Portfolio.objects.create(unit=unit_a, **given)
    Portfolio.objects.create(category=roads, until=AUGUST_1, **given)
    LeadOfficial.objects.create(project=plant, name="副县长", **given)
    assert looked_after(deputy, JUNE_30).units == frozenset()
    assert looked_after(deputy, JULY_1).categories == {roads.pk}

    def told(day):
        return [(each.project, each.reasons) for each in own_projects(deputy, day)]

    assert told(JUNE_30) == []
    assert told(JULY_1) == [
        (plant, ("包抓",)),
        (road, ("分管交通",)),
        (station, ("分管交通运输局",)),
    ]
    assert told(AUGUST_1) == [(plant, ("包抓",)), (station, ("分管交通运输局",))]


def test_the_own_projects_ask_as_often_for_many(county, deputy, unit_a, django_assert_num_queries):
    Portfolio.objects.create(leader=deputy, unit=unit_a, from_date=JULY_1)
    for rows in (1, 30):
        for number in range(rows):
            ProjectFactory(county=county, name=f"{rows}号之{number}", reporting=unit_a)
        with django_assert_num_queries(4):
            own_projects(deputy, AUGUST_12)


def test_who_acts_has_the_leaders_rights_alone_and_signs_with_both_names(
    client, deputy, secretary, unit_a, county, project
):
    assert acts(client, secretary, deputy).url == "/"
    page = client.get(WAITING).content.decode()
    assert ACTING in page
    assert "结束代办" in page
    client.post(
        reverse("supervision:raise", args=[project.pk]),
        {"text": "征地未完成", "category": "land", "severity": "general"},
    )
    problem = Problem.objects.get()
    assert problem.raised_by == secretary
    line = AuditEvent.objects.get(action="problem.raise")
    assert (line.actor, line.actor_name) == (secretary, "王秘书（代李建国）")
    assert client.get(reverse("investment:contacts", args=[unit_a.pk])).status_code == 200
    assert client.post(reverse("investment:contacts", args=[unit_a.pk])).status_code == 404
    client.post(ACT)
    assert ACTING not in client.get(WAITING).content.decode()
    told = AuditEvent.objects.filter(action__startswith="session.act").order_by("sequence")
    assert [(each.action, each.actor_name) for each in told] == [
        ("session.act", "王秘书"),
        ("session.act_end", "王秘书（代李建国）"),
    ]


def test_what_is_sent_after_the_authorisation_ended_is_not_done(client, deputy, secretary, project):
    acts(client, secretary, deputy)
    Secretary.objects.update(until=AUGUST_1)
    sent = {"text": "征地未完成", "category": "land", "severity": "general"}
    answer = client.post(reverse("supervision:raise", args=[project.pk]), sent, follow=True)
    assert "代领导办理的授权已经结束，刚才的操作没有保存。" in answer.content.decode()
    assert not Problem.objects.exists()
    assert ACTING not in client.get(WAITING).content.decode()


def told_of_acting():
    """Of the trail: what was done and by whom, as it names them."""
    told = AuditEvent.objects.filter(action__startswith="session.").order_by("sequence")
    return [(each.action, each.actor_name) for each in told]


BEGUN = [("session.act", "王秘书")]
ENDED = [*BEGUN, ("session.act_end", "王秘书（代李建国）")]


def test_who_begins_to_act_for_another_leader_ends_acting_for_the_first(
    client, county, deputy, secretary
):
    other = Leader.objects.create(county=county, name="赵立", office="县长", from_date=JANUARY_1)
    Secretary.objects.create(leader=other, user=secretary, from_date=JULY_1)
    acts(client, secretary, deputy)
    client.post(ACT, {"key": other.pk})
    assert told_of_acting() == [*ENDED, *BEGUN]
    assert '<span class="menu-roles">代赵立</span>' in client.get(WAITING).content.decode()


def test_who_signs_out_ends_acting_and_signs_out_as_themselves(client, deputy, secretary):
    acts(client, secretary, deputy)
    client.post(reverse("accounts:sign_out"))
    assert told_of_acting() == [*ENDED, ("session.sign_out", "王秘书")]


def test_an_idle_session_that_is_over_ends_acting(client, deputy, secretary):
    acts(client, secretary, deputy)
    session = client.session
    session[LAST_SEEN] = 0
    session.save()
    assert client.get(WAITING).status_code == 302
    assert told_of_acting() == ENDED


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_authorisation_that_is_over_ends_acting_once(client, deputy, secretary, method):
    acts(client, secretary, deputy)
    Secretary.objects.update(until=AUGUST_1)
    getattr(client, method)(WAITING)
    assert ACTING not in client.get(WAITING).content.decode()
    assert told_of_acting() == ENDED


def test_nobody_else_may_act_for_the_leader(client, deputy, reviewer, secretary):
    assert acts(client, reviewer, deputy).status_code == 404
    assert acts(client, secretary, deputy).status_code == 302
    Secretary.objects.all().delete()
    assert acts(client, secretary, deputy).status_code == 302
    assert ACTING not in client.get(WAITING).content.decode()


def test_a_leader_and_who_acts_for_them_see_their_own_page_and_no_other(
    client, deputy, leader, secretary, county
):
    other = Leader.objects.create(county=county, name="赵立", office="县长", from_date=JANUARY_1)
    own, others = (reverse("projects:leader", args=[each.pk]) for each in (deputy, other))
    client.force_login(leader)
    assert [client.get(page).status_code for page in (own, others)] == [200, 404]
    assert leader_in_person(leader, county, AUGUST_12) == deputy
    client.force_login(secretary)
    assert client.get(own).status_code == 404
    acts(client, secretary, deputy)
    assert [client.get(page).status_code for page in (own, others)] == [200, 404]
    person = User.objects.get(pk=secretary.pk)
    assert may(person, "dashboard.county", county) is False
