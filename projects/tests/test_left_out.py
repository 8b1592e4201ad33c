"""What new lists leave out is asked for until the bureau has said what becomes of it."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed, Stale
from accounts.people.waiting import waiting_for
from accounts.trail.rebuilding import differences
from projects.models import Stage, YearEndAnswer, YearEndFate
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory, ProjectFactory
from projects.turn.selectors import left_out
from projects.turn.services import Told, answer_left_out

pytestmark = pytest.mark.django_db
JANUARY_10 = datetime.date(2020, 1, 10)


@pytest.fixture
def listed(county, unit_a):
    """Make a project on the county's list of the years."""

    def make(name, *years, **facts):
        project = ProjectFactory(county=county, name=name, reporting=unit_a, **facts)
        for year in years:
            plan = AnnualPlanFactory(county=county, year=year)
            PlanItemFactory(plan=plan, project=project)
        return project

    return make


@pytest.fixture
def silent(listed, settings):
    """Two projects of 2019 that the list of 2020 leaves out, beside some that nobody asks for."""
    settings.XUSHI_TODAY = JANUARY_10.isoformat()
    under = {"stage": Stage.CONSTRUCTION, "actual_start": datetime.date(2019, 3, 1)}
    listed("续建路", 2019, 2020, **under)
    listed("建成桥", 2019, stage=Stage.COMPLETED, completed_on=datetime.date(2019, 12, 1))
    listed("终止厂", 2019, stage=Stage.ENDED)
    listed("新路", 2020)
    return [listed("漏列站", 2019, **under), listed("漏列园", 2019, **under)]


def asked(county):
    return [each.project.name for each in left_out(county, 2020)]


def answer(county, told, by, day=JANUARY_10):
    return answer_left_out(
        county=county, year=2020, told=told, day=day, reason="常务会议", by=by, today=JANUARY_10
    )


def test_nobody_is_asked_before_there_is_a_list_of_the_new_year(county, listed):
    listed("漏列站", 2019)
    assert asked(county) == []


def test_what_is_not_finished_and_on_no_new_list_is_asked_for(county, silent, unit_a):
    assert asked(county) == ["漏列站", "漏列园"]
    assert [(e.lists, e.unit) for e in left_out(county, 2020)] == [
        (("2019年县级重点建设项目",), unit_a.name)
    ] * 2


def test_an_answer_changes_the_stage_from_its_day_and_is_asked_for_no_more(
    county, silent, approver
):
    station, park = silent
    day = datetime.date(2019, 12, 20)
    told = {
        station.pk: Told(YearEndFate.COMPLETED, station.version),
        park.pk: Told(YearEndFate.CARRIED, park.version),
    }
    assert answer(county, told, approver, day) == 2
    station.refresh_from_db()
    park.refresh_from_db()
    assert (station.stage, station.completed_on) == (Stage.COMPLETED, day)
    [before] = station.former_details.all()
    assert (before.stage, before.until) == (Stage.CONSTRUCTION, day)
    assert (park.stage, park.former_details.count()) == (Stage.CONSTRUCTION, 0)
    assert asked(county) == []
    assert differences(YearEndAnswer) == []


def test_all_or_none_are_answered_and_by_an_approver_alone(county, silent, approver, reviewer):
    station, park = silent
    told = {
        station.pk: Told(YearEndFate.ENDED, station.version),
        park.pk: Told(YearEndFate.ENDED, park.version + 1),
    }
    with pytest.raises(NotAllowed):
        answer(county, told, reviewer)
    with pytest.raises(Stale, match="“漏列园”的资料已被他人修改"):
        answer(county, told, approver)
    assert asked(county) == ["漏列站", "漏列园"]
    one = {station.pk: Told(YearEndFate.ENDED, station.version)}
    answer(county, one, approver)
    with pytest.raises(Stale, match="已经有人答复"):
        answer(county, one, approver)
    assert asked(county) == ["漏列园"]


def test_the_bureau_is_asked_on_its_page_until_it_has_answered(
    client, county, silent, approver, reporter
):
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("projects:left_out", args=[2020])
    [line] = [each for each in waiting_for(approver, JANUARY_10) if each.what == "年末去向"]
    assert (line.url, line.note) == (
        address,
        "2 个项目没有完工，也没有列入2020年清单：结转、竣工还是终止",
    )
    assert not any(each.what == "年末去向" for each in waiting_for(reporter, JANUARY_10))
    boxes = [f"fate-{each.pk}:{each.version}" for each in silent]
    given = dict.fromkeys(boxes, "carried") | {"day": "2020-01-11", "reason": "常务会议"}
    refused = client.post(address, given)
    assert refused.status_code == 400
    assert "不能填以后的日期" in refused.content.decode()
    said = client.post(address, given | {"day": "2020-01-10"}, follow=True)
    assert "已答复 2 个项目的去向。" in said.content.decode()
    assert not any(each.what == "年末去向" for each in waiting_for(approver, JANUARY_10))
