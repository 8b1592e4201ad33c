"""每周动态: a line a project on Friday, who has not written, and Monday's page."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import AuditEvent, Unit, UnitKind
from accounts.people.waiting import waiting_for
from accounts.trail.rebuilding import differences
from conftest import page_text
from investment.models import ReportingRule, WeeklyNote, WeeklyReminder
from investment.weekly.selectors import board_of_week
from investment.weekly.services import TypedNote, due_day, remind_of_weeks, write_notes
from projects.models import Stage
from projects.tests.factories import PlanItemFactory, ProjectFactory

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY = datetime.date(2019, 8, 2), datetime.date(2019, 8, 3)
THURSDAY = datetime.date(2019, 8, 1)


@pytest.fixture(autouse=True)
def rule(county):
    return ReportingRule.objects.create(
        county=county, from_date="2019-07-29", asks_weekly=True, source="县政府办通知"
    )


@pytest.fixture
def roads(county, unit_a):
    """Two projects of unit A on the county's list."""
    found = [ProjectFactory(county=county, reporting=unit_a, name=n) for n in ("环湖路", "滨河路")]
    plan = PlanItemFactory(project=found[0]).plan
    PlanItemFactory(plan=plan, project=found[1])
    return found


@pytest.fixture
def write(unit_a, roads, reporter):
    def written(changed, needed="", project=0, version=None, by=reporter, today=FRIDAY, **more):
        return write_notes(
            unit=unit_a,
            friday=FRIDAY,
            typed=[TypedNote(roads[project], changed, needed, version)],
            by=by,
            today=today,
            **more,
        )

    return written


def at(day):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return datetime.datetime.combine(day, datetime.time(9), tzinfo=zone)


def test_a_contact_writes_one_line_a_project_and_mends_it(write):
    assert write("路基完成80%", "两户未拆") == 1
    assert write("路基完成80%", "两户未拆", version=1) == 0
    assert write("路基完成85%", "", version=1) == 1
    note = WeeklyNote.objects.get()
    assert (note.changed, note.needed, note.version) == ("路基完成85%", "", 2)
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["weekly.write", "weekly.change"]
    assert differences(WeeklyNote) == []


def test_who_read_before_another_wrote_writes_nothing_over_it(write):
    write("路基完成80%")
    for version in (None, 7):
        with pytest.raises(Stale):
            write("路面开始施工", version=version)
    assert WeeklyNote.objects.get().changed == "路基完成80%"


def test_what_was_written_is_not_emptied(write):
    write("路基完成80%")
    with pytest.raises(DomainError):
        write("", version=1)
    with pytest.raises(DomainError):
        write("", "两户未拆", project=1)


def test_the_bureau_keys_for_a_unit_and_says_from_what(write, reviewer, other_reporter):
    with pytest.raises(DomainError) as error:
        write("路基完成80%", by=reviewer)
    assert list(error.value.faults) == ["source"]
    write("路基完成80%", by=reviewer, source="电话")
    assert WeeklyNote.objects.get().source == "电话"
    with pytest.raises(NotAllowed):
        write("路基完成80%", by=other_reporter)


@pytest.mark.parametrize("today", [datetime.date(2019, 7, 26), datetime.date(2019, 9, 28)])
def test_neither_the_next_week_nor_one_long_past_is_written_of(write, today):
    with pytest.raises(DomainError):
        write("路基完成80%", today=today)


def test_monday_finds_what_is_needed_and_who_is_silent(write, county, unit_b, unit_a):
    idle = ProjectFactory(county=county, reporting=unit_b, name="水库加固")
    done = ProjectFactory(county=county, reporting=unit_b, stage=Stage.COMPLETED)
    for project in (idle, done):
        PlanItemFactory(project=project)
    write("路基完成80%", "两户未拆")
    board = board_of_week(county, FRIDAY, due_day(county, FRIDAY))
    assert [(str(note.project), note.needed) for note in board.needing] == [("环湖路", "两户未拆")]
    assert [(each.unit, each.owed) for each in board.silent] == [(unit_b, 1)]
    assert (board.written, {each.unit: each.owed for each in board.units}) == (
        1,
        {unit_a: 2, unit_b: 1},
    )


def test_a_friday_without_a_note_is_told_once(roads, unit_a):
    assert remind_of_weeks(at(FRIDAY)) == []
    said = ["交通运输局：8月2日这一周的2个项目动态还没有填写。"]
    assert [remind_of_weeks(at(SATURDAY)) for _ in range(2)] == [said, []]
    assert WeeklyReminder.objects.get().unit == unit_a


def test_who_wrote_is_not_told_and_where_no_rule_asks_nobody_is(write, rule):
    write("无变化")
    assert remind_of_weeks(at(SATURDAY)) == []
    WeeklyNote.objects.all().delete()
    rule.asks_weekly = False
    rule.save()
    assert remind_of_weeks(at(SATURDAY)) == []


def test_it_stands_in_the_units_list_from_thursday_until_it_is_written(
    write, reporter, other_reporter
):
    def asked(person, day):
        found = [each for each in waiting_for(person, day) if each.what == "每周动态"]
        return [(each.text, each.due_on) for each in found]

    assert asked(reporter, datetime.date(2019, 7, 31)) == []
    assert asked(reporter, THURSDAY) == [("交通运输局 8月2日", FRIDAY)]
    assert asked(other_reporter, THURSDAY) == []
    write("无变化")
    assert asked(reporter, FRIDAY) == []


def test_a_friday_that_is_a_holiday_is_due_on_the_next_workday(county):
    assert due_day(county, datetime.date(2019, 10, 4)) == datetime.date(2019, 10, 8)


def test_the_sheet_keeps_what_was_typed_and_says_what_is_wrong(client, roads, unit_a, reporter):
    client.force_login(reporter)
    sheet = reverse("investment:weekly_unit", args=[unit_a.pk, FRIDAY])
    first, second = (project.pk for project in roads)
    typed = {f"changed_{first}": "路基完成80%", f"needed_{second}": "两户未拆"}
    refused = client.post(sheet, typed)
    assert refused.status_code == 400
    assert "请写本周进展，没有变化请写“无变化”" in page_text(refused)
    assert 'value="两户未拆"' in page_text(refused)
    typed[f"changed_{second}"] = "无变化"
    assert client.post(sheet, typed, follow=True).redirect_chain == [(sheet, 302)]
    assert WeeklyNote.objects.count() == 2


def test_the_board_asks_no_more_of_many_units(
    client, county, approver, django_assert_max_num_queries
):
    for number in range(12):
        unit = Unit.objects.create(parent=county, name=f"第{number}局", kind=UnitKind.DEPARTMENT)
        PlanItemFactory(project=ProjectFactory(county=county, reporting=unit))
    client.force_login(approver)
    with django_assert_max_num_queries(16):
        page = client.get(reverse("investment:weekly_week", args=[FRIDAY]))
    assert "第11局（1个项目）" in page_text(page).replace("</a>", "")
