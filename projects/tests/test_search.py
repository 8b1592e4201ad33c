"""One field finds projects, units, leaders, orders and papers, each only for who may see it."""

import pytest
from django.urls import reverse

from accounts.models import Unit
from conftest import page_text
from projects.models import Leader
from projects.tests.factories import PlanItemFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def projects(county, unit_a, unit_b):
    for name, unit in (("抽水蓄能电站", unit_a), ("抽水泵房", unit_b), ("引水工程", unit_b)):
        PlanItemFactory(project=ProjectFactory(county=county, name=name, reporting=unit))


@pytest.fixture
def search(client):
    def search(user, text):
        client.force_login(user)
        return client.get(reverse("accounts:search"), {"q": text})

    return search


def told(response):
    return {kind.kind: [each.label for each in kind.found] for kind in response.context["kinds"]}


@pytest.mark.parametrize("text", ["抽水", "choushui", "CS"])
def test_a_project_is_found_by_its_name_and_by_pinyin_in_full_or_initials(
    search, reviewer, projects, text
):
    assert told(search(reviewer, text))["项目"] == ["抽水泵房", "抽水蓄能电站"]


def test_what_begins_with_the_text_stands_first(search, reviewer, projects, county, unit_a):
    PlanItemFactory(project=ProjectFactory(county=county, name="乙引水工程", reporting=unit_a))
    assert told(search(reviewer, "引水"))["项目"] == ["引水工程", "乙引水工程"]


def test_the_one_thing_found_is_opened_at_once(search, reviewer, projects):
    found = search(reviewer, "引水工")
    assert (found.status_code, found["Location"].startswith("/projects/")) == (302, True)


def test_a_unit_finds_its_own_projects_alone(search, reporter, other_reporter, projects):
    assert "项目" not in told(search(other_reporter, "蓄能"))
    assert search(reporter, "蓄能").status_code == 302


def test_units_and_leaders_are_found_too(search, reviewer, reporter, county, unit_a):
    Unit.objects.filter(pk=unit_a.pk).update(name="重庆路街道")
    Leader.objects.create(
        county=county, name="重阳", office="副县长", position=1, from_date="2019-01-01"
    )
    both = {"单位": ["重庆路街道"], "领导": ["重阳"]}
    assert told(search(reviewer, "重")) == told(search(reviewer, "chong")) == both
    assert "领导" not in told(search(reporter, "副县长"))


def test_ten_of_a_kind_are_listed_and_it_is_said_that_there_are_more(
    search, reviewer, county, unit_a
):
    for number in range(11):
        ProjectFactory(county=county, name=f"公路{number:02}", reporting=unit_a)
    page = search(reviewer, "公路")
    assert told(page)["项目"] == [f"公路{number:02}" for number in range(10)]
    assert "只列前 10 个，请再打几个字" in page_text(page)


def test_nothing_found_and_nothing_asked_are_told_apart(search, reviewer, projects):
    assert "没有找到" in page_text(search(reviewer, "查无此项"))
    assert "没有找到" not in page_text(search(reviewer, " "))
