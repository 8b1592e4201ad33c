"""停工: a stop is declared with its reason, looked at again by a day, and is over when it is."""

import datetime

import pytest

from accounts.errors import DomainError, WrongState
from accounts.people.waiting import waiting_for
from accounts.trail.rebuilding import differences
from projects.models import FormerDetails, Project, RollDeed, RollReminder, Stage, Suspension
from projects.rolls.due import remind_of_lines
from projects.rolls.services import declare_line, declare_of
from projects.suspension.roll import SUSPENSIONS
from projects.tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db

MAY_6, JULY_1, JULY_31 = (datetime.date(2019, m, d) for m, d in ((5, 6), (7, 1), (7, 31)))
AUGUST_2 = datetime.date(2019, 8, 2)


@pytest.fixture
def site(county, unit_a):
    return ProjectFactory(county=county, reporting=unit_a, name="环湖路", stage=Stage.CONSTRUCTION)


@pytest.fixture
def stop(site, unit_a, approver):
    def stopped(by=approver, project=site, day=MAY_6, review_on=JULY_31, **more):
        values = {"reason_kind": "land", "reason_words": "两户未签约", "review_on": review_on}
        return declare_line(
            SUSPENSIONS,
            unit=unit_a,
            project=project,
            values=values,
            day=day,
            by=by,
            today=AUGUST_2,
            **more,
        )

    return stopped


@pytest.fixture
def of_stop(approver):
    def said(deed, day=JULY_1, **more):
        line = Suspension.objects.standing().order_by("from_day").last()
        return declare_of(
            SUSPENSIONS,
            line=line,
            deed=RollDeed(deed),
            day=day,
            by=approver,
            today=AUGUST_2,
            version=line.version,
            **more,
        )

    return said


def stages(project):
    """What the stage was, until which day, and what it is."""
    former = FormerDetails.objects.filter(project=project).order_by("until")
    told = [(row.stage, row.until) for row in former]
    return [*told, (Project.objects.get(pk=project.pk).stage, None)]


def test_a_project_stands_still_from_the_day_of_its_stop_until_it_resumes(site, stop, of_stop):
    stop()
    assert stages(site) == [("construction", MAY_6), ("suspended", None)]
    of_stop("done")
    assert stages(site) == [
        ("construction", MAY_6),
        ("suspended", JULY_1),
        ("construction", None),
    ]
    of_stop("reopen", reason="没有复工")
    assert stages(site)[-1] == ("suspended", None)
    of_stop("void", reason="没有停工")
    assert {stage for stage, _ in stages(site)} == {"construction"}
    assert differences(Suspension) == []


def test_what_waits_moves_nothing(site, stop, reporter):
    stop(by=reporter)
    assert stages(site) == [("construction", None)]


def test_a_stop_that_was_over_is_reopened_before_it_is_voided(stop, of_stop):
    stop()
    of_stop("done")
    with pytest.raises(WrongState):
        of_stop("void", reason="没有停工")


def test_only_a_site_at_work_stops_and_once_at_a_time(stop, county, unit_a):
    ahead = ProjectFactory(county=county, reporting=unit_a, stage=Stage.PRELIMINARY)
    stop()
    for project in ({"project": ahead}, {}):
        with pytest.raises(DomainError) as error:
            stop(**project, day=JULY_1)
        assert list(error.value.faults) == ["project"]


@pytest.mark.parametrize("review_on", [MAY_6, MAY_6 + datetime.timedelta(days=93)])
def test_its_reason_is_looked_at_again_within_a_quarter(stop, review_on):
    with pytest.raises(DomainError) as error:
        stop(review_on=review_on)
    assert list(error.value.faults) == ["review_on"]


def at(day, hour=9):
    return datetime.datetime.combine(
        day, datetime.time(hour), tzinfo=datetime.timezone(datetime.timedelta(hours=8))
    )


def test_a_stop_without_a_renewed_reason_is_told_once_and_anew_after_the_next_day(
    site, stop, of_stop, reporter, approver, other_reporter
):
    stop()
    assert remind_of_lines(at(JULY_31)) == []
    said = ["停工：交通运输局：环湖路停工（征地拆迁）须复核：写明原因，或报复工，已于7月31日到期。"]
    assert [remind_of_lines(at(AUGUST_2)) for _ in range(2)] == [said, []]
    assert RollReminder.objects.count() == 1
    for person, found in ((reporter, 1), (approver, 1), (other_reporter, 0)):
        asked = [each for each in waiting_for(person, AUGUST_2) if each.what == "停工"]
        assert [(each.text, each.due_on) for each in asked] == [("环湖路", JULY_31)] * found
    of_stop("change", day=AUGUST_2, values={"review_on": datetime.date(2019, 9, 30)})
    assert remind_of_lines(at(datetime.date(2019, 9, 30))) == []
    assert len(remind_of_lines(at(datetime.date(2019, 10, 1)))) == 1


def test_the_bureau_is_asked_only_after_the_day(stop, reporter, approver):
    stop()
    asked = [
        [each.what for each in waiting_for(person, JULY_31) if each.what == "停工"]
        for person in (reporter, approver)
    ]
    assert asked == [["停工"], []]
