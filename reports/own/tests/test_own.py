"""我的项目: what a leader reads at once of their own projects."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import page_text
from figures.tests.scene import enter, sign_in
from projects.models import LeadOfficial, Secretary
from reports.own.wording import days_words
from supervision.models import ProblemSource, Severity
from supervision.orders.services import issue_order
from supervision.problems.services import raise_problem

AUGUST_2 = datetime.date(2019, 8, 2)


@pytest.fixture
def own(client, lines, vice):
    def own(user):
        return sign_in(client, user).get(reverse("reports:own"))

    return own


@pytest.fixture
def asked(bridge, unit_a, reviewer):
    """A problem of the bridge, and the order on it."""
    problem = raise_problem(
        project=bridge.project,
        category="land",
        severity=Severity.GENERAL,
        text="征地款未到位",
        source=ProblemSource.UNIT,
        by=reviewer,
        today=AUGUST_2,
    )
    return issue_order(
        problem=problem,
        addressee=unit_a,
        request="拨付征地款。",
        workdays=5,
        by=reviewer,
        today=AUGUST_2,
    )


def shown(page):
    """The words of a page, without its tags and its white space."""
    return re.sub(r"<[^>]*>|\s", "", page_text(page))


def cards(page):
    return {
        word: [(card.row.project_name, card.lags) for card, *_ in own]
        for word, own in page.context["parts"]
    }


def test_a_leader_knows_at_once_which_lag_why_and_who_owes_what(own, leader, asked):
    page = own(leader)
    assert page.context["heading"] == "您包抓1个项目，1个落后；分管1个，未落后"
    assert cards(page) == {"包抓": [("东河大桥", True)], "分管": [("实验学校", False)]}
    text = shown(page)
    assert "滞后−30.0" in text
    assert "征地款未到位（未解决的问题）" in text
    assert "交通运输局8月9日前：拨付征地款还有7天" in text
    assert "截至6月底，县级3个重点项目完成投资" in text


def test_without_a_problem_the_unit_has_the_word(own, leader):
    assert "征迁未完成。（单位反映）没有交办事项" in shown(own(leader))


def test_what_moved_since_the_month_before_is_told_where_both_are_known(own, leader, bridge):
    [(card, change, _)] = own(leader).context["parts"][0][1]
    assert (card.change, change) == (None, "")
    enter(bridge.project, 5, month_amount=1_000_000, year_to_date=1_000_000)
    [(card, change, _)] = own(leader).context["parts"][0][1]
    # 20 % of 50 % now, 5 % of 41.67 % then.
    assert change == "较上月+6.7个百分点"


def test_the_furthest_behind_stands_first(own, leader, vice, roads, bridge):
    LeadOfficial.objects.create(
        project=roads.project, name="李建国", leader=vice, from_date="2019-01-01"
    )
    assert cards(own(leader))["包抓"] == [("东河大桥", True), ("镇区道路改造工程", False)]


def test_a_secretary_reads_it_by_the_name_of_the_leader(own, client, vice, make_user):
    secretary = make_user("mishu", "leader")
    Secretary.objects.create(leader=vice, user=secretary, from_date="2019-01-01")
    sign_in(client, secretary).post(reverse("accounts:act"), {"key": vice.pk})
    page = client.get(reverse("reports:own"))
    assert page.context["heading"] == "李建国包抓1个项目，1个落后；分管1个，未落后"


def test_who_is_no_leader_is_told_so_and_led_to_the_county(own, reviewer):
    text = page_text(own(reviewer))
    assert "您的账号没有对应到县领导" in text
    assert "看全县" in text


def test_a_day_is_told_from_today():
    day = datetime.date(2019, 8, 9)
    told = [days_words(day, day + datetime.timedelta(days=more)) for more in (-3, 0, 5)]
    assert told == ["还有3天", "今天到期", "逾期5天"]


def test_more_projects_ask_no_more_questions(
    own, client, leader, vice, roads, school, django_assert_num_queries
):
    own(leader)
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("reports:own"))
    few = len(captured)
    for line in (roads, school):
        LeadOfficial.objects.create(
            project=line.project, name="李建国", leader=vice, from_date="2019-01-01"
        )
    with django_assert_num_queries(few):
        client.get(reverse("reports:own"))
