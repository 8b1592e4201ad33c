"""Pages of a project that is split, merged, replaced or renamed, and what its unit reports then."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, WrongState
from accounts.people.waiting import waiting_for
from figures.tests.scene import enter, make_line, sign_in
from investment.models import ProjectSuccession, ReportingPeriod, SuccessionShare
from investment.selectors import entry_sheet
from investment.selectors.facts import standings_before, standings_through
from investment.selectors.invested import invested_by_the_end_of
from investment.selectors.year import project_year
from investment.services.review import verify_entry
from investment.successions.asked import Asked, AskedLine, AskedShare, Successor
from investment.successions.services import succeed
from measures.money import WAN
from measures.months import Month
from projects.adjustments.taking_back import take_back
from projects.models import PlanAdjustment, Project
from projects.tests.factories import ProjectFactory

TODAY = datetime.date(2019, 5, 20)


@pytest.fixture(autouse=True)
def today(settings):
    settings.XUSHI_TODAY = TODAY.isoformat()


@pytest.fixture
def road(unit_a):
    return make_line(unit_a, "环城路", 1_200, {1: 100, 2: 100, 3: 150, 4: 50})


def typed(line, **more):
    plan = line.plan_id
    return {
        "from_day": "2019-05-06",
        "reason": "分两段建设",
        "document_number": "发改〔2019〕12号",
        "name1": "环城路东段",
        "permille1": "400",
        f"plan1_{plan}": "500",
        "name2": "环城路西段",
        f"plan2_{plan}": "700",
    } | more


def page_of(line, kind="split"):
    return reverse("investment:succeed", args=[line.project_id, kind])


def named(name):
    return Project.objects.get(name=name)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_preview_says_what_it_comes_to_and_writes_nothing(client, road, approver):
    answer = sign_in(client, approver).post(page_of(road), typed(road, preview="1"))
    page = text_of(answer)
    assert answer.status_code == 200
    assert 'class="num">160</td>' in page
    assert 'class="num">240</td>' in page
    assert "没有承接到这个清单" not in page
    assert "办理</button>" in page
    assert not Project.objects.filter(name="环城路东段").exists()
    assert not ProjectSuccession.objects.exists()


def test_what_no_successor_on_the_list_takes_over_is_told(client, road, approver):
    said = typed(road, preview="1") | {f"plan2_{road.plan_id}": ""}
    page = text_of(sign_in(client, approver).post(page_of(road), said))
    assert "有 240 万元完成投资没有承接到这个清单" in page


def test_the_approver_does_it_at_once(client, road, approver):
    answer = sign_in(client, approver).post(page_of(road), typed(road), follow=True)
    assert "拆分已生效。" in text_of(answer)
    [succession] = ProjectSuccession.objects.all()
    assert (succession.is_in_force, str(succession)) == (True, "“环城路”自2019年5月6日起拆分")
    told = [(s.successor.name, s.permille, s.carried, s.is_new) for s in succession.shares.all()]
    assert told == [
        ("环城路东段", 400, 160 * WAN, True),
        ("环城路西段", None, 240 * WAN, True),
    ]
    page = text_of(client.get(reverse("projects:data", args=[named("环城路东段").pk])))
    assert "由“环城路”自2019年5月6日起拆分，承接本年完成160万元" in page
    page = text_of(client.get(reverse("projects:data", args=[road.project_id])))
    assert "自2019年5月6日起拆分为“环城路东段”、“环城路西段”" in page
    page = text_of(client.get(reverse("projects:plan", args=[road.plan_id])))
    assert "由“环城路”自2019年5月6日起拆分" in page


def test_a_reviewer_proposes_and_the_approver_decides(client, road, reviewer, approver):
    answer = sign_in(client, reviewer).post(page_of(road), typed(road), follow=True)
    assert "拆分已提出，等待审定员办理。" in text_of(answer)
    [succession] = ProjectSuccession.objects.all()
    assert not SuccessionShare.objects.exists()
    titles = [each.what for each in waiting_for(approver, TODAY)]
    assert "项目变更申请" in titles
    address = reverse("investment:succession", args=[succession.pk])
    assert "采纳之前不变" in text_of(sign_in(client, approver).get(address))
    answered = reverse("investment:answer_succession", args=[succession.pk])
    client.post(answered, {"accept": "1"})
    assert SuccessionShare.objects.count() == 2


def test_a_rename_keeps_the_former_name_for_the_months_before(client, road, approver):
    said = {"from_day": "2019-05-06", "reason": "批复更名", "name": "环城大道"}
    answer = sign_in(client, approver).post(page_of(road, "rename"), said, follow=True)
    assert "更名已生效。" in text_of(answer)
    project = Project.objects.get(pk=road.project_id)
    assert (project.name, list(project.aliases.values_list("name", flat=True))) == (
        "环城大道",
        ["环城路"],
    )
    former = project.former_details.get()
    assert (former.name, former.until) == ("环城路", datetime.date(2019, 5, 6))


def test_a_fault_stands_on_the_page_with_what_was_typed(client, road, approver):
    said = typed(road, permille1="", amount1="500", preview="1")
    answer = sign_in(client, approver).post(page_of(road), said)
    assert answer.status_code == 400
    assert "承接合计500万元，超过了已完成的数" in text_of(answer)
    assert 'value="环城路东段"' in text_of(answer)


def split(line, by):
    project = line.project
    return succeed(
        project=project,
        kind="split",
        from_day=datetime.date(2019, 5, 6),
        asked=Asked(
            (project.pk,),
            successors=tuple(
                Successor(name=name, lines=(AskedLine(line.plan_id, 600 * WAN),))
                for name in ("环城路东段", "环城路西段")
            ),
            shares=(AskedShare(project.pk, 0, permille=400), AskedShare(project.pk, 1)),
        ),
        reason="分两段建设",
        by=by,
        today=TODAY,
    )


def test_the_sheet_begins_with_what_was_carried(unit_a, county, road, approver):
    split(road, approver)
    period = ReportingPeriod.objects.create(county=county, year=2019, month=5, due_on="2019-06-05")
    sheet = entry_sheet(unit_a, period, TODAY)
    # The former project is asked no more.
    rows = {row.project.name: row for row in sheet.rows}
    assert [*rows] == ["环城路东段", "环城路西段"]
    first = rows["环城路东段"]
    assert (first.last_total, first.carried_words) == (160 * WAN, "含承接160万元")
    assert first.around.last_total == 160 * WAN
    april = ReportingPeriod.objects.get(county=county, year=2019, month=4)
    assert [row.project.name for row in entry_sheet(unit_a, april, TODAY).rows] == ["环城路"]


def test_what_it_sends_is_checked_against_what_was_carried(unit_a, county, road, approver):
    split(road, approver)
    enter(named("环城路东段"), 5, month_amount=30 * WAN, year_to_date=150 * WAN)
    period = ReportingPeriod.objects.get(county=county, year=2019, month=5)
    [result] = [
        each
        for each in entry_sheet(unit_a, period, TODAY).row_of(named("环城路东段").pk).results
        if each.code == "total_fell"
    ]
    assert result.message == "本年累计150万元小于此前累计160万元，请改正或说明"


def test_the_year_of_each_is_told_as_its_unit_told_it(county, road, approver):
    split(road, approver)
    east, west = named("环城路东段"), named("环城路西段")
    enter(east, 5, month_amount=30 * WAN)
    may = Month(2019, 5)
    before = standings_before([east.pk, west.pk, road.project_id], may)
    assert [before[pk].year_to_date for pk in (east.pk, west.pk, road.project_id)] == [
        160 * WAN,
        240 * WAN,
        0,
    ]
    through = standings_through([east.pk, west.pk], 2019, 5)
    assert [through[each.pk].year_to_date for each in (east, west)] == [190 * WAN, 240 * WAN]
    months = [m.standing.year_to_date for m in project_year(east, 2019) if m.standing]
    assert months[-1] == 190 * WAN
    months = [m.standing.year_to_date for m in project_year(road.project, 2019) if m.standing]
    assert months == [100 * WAN, 200 * WAN, 350 * WAN, 400 * WAN]


def test_what_was_invested_before_goes_over_too(county, unit_a, road, approver):
    Project.objects.filter(pk=road.project_id).update(
        invested_before=1_000 * WAN, invested_before_year=2018, total_investment=5_000 * WAN
    )
    road.project.refresh_from_db()
    split(road, approver)
    told = [named(name).invested_before for name in ("环城路", "环城路东段", "环城路西段")]
    assert told == [0, 400 * WAN, 600 * WAN]
    former = road.project.former_details.get()
    assert (former.invested_before, former.until) == (1_000 * WAN, datetime.date(2019, 5, 6))
    enter(named("环城路东段"), 11, year_to_date=200 * WAN)
    by = invested_by_the_end_of(county, [named("环城路东段").pk], 2019)
    assert by[named("环城路东段").pk].amount == 600 * WAN


def test_its_plan_of_adjustment_is_not_taken_back_alone(road, approver):
    split(road, approver)
    adjustment = PlanAdjustment.objects.get()
    with pytest.raises(WrongState, match="由“环城路”自2019年5月6日起拆分产生"):
        take_back(adjustment=adjustment, reason="误", by=approver, version=adjustment.version)


def test_who_may_not_propose_finds_nothing(client, road, reporter, inspector):
    for user in (reporter, inspector):
        assert sign_in(client, user).get(page_of(road)).status_code == 404
    assert sign_in(client, reporter).get(page_of(road, "unknown")).status_code == 404


def test_a_merge_into_another_by_page(client, road, unit_a, approver):
    other = ProjectFactory(county=road.project.county, name="环城路绿化", reporting=unit_a)
    said = {
        "from_day": "2019-05-06",
        "reason": "一并建设",
        "project1": str(other.pk),
        f"plan1_{road.plan_id}": "1300",
    }
    sign_in(client, approver).post(page_of(road, "merge"), said)
    [share] = SuccessionShare.objects.all()
    assert (share.successor_id, share.carried, share.is_new, share.ends) == (
        other.pk,
        400 * WAN,
        True,
        True,
    )


def test_a_correction_leaves_what_went_over_in_yuan(road, approver):
    project = road.project
    succeed(
        project=project,
        kind="split",
        from_day=datetime.date(2019, 5, 6),
        asked=Asked(
            (project.pk,),
            successors=(Successor(name="环城路东段"), Successor(name="环城路西段")),
            shares=(AskedShare(project.pk, 0, amount=300 * WAN), AskedShare(project.pk, 1)),
        ),
        reason="分两段建设",
        by=approver,
        today=TODAY,
    )
    april = project.entries.get(month=4)

    def verify(total):
        return verify_entry(
            entry=april,
            version=april.version,
            month_amount=None,
            year_to_date=total * WAN,
            reason="监理月报",
            by=approver,
        )

    with pytest.raises(DomainError, match="累计完成299万元，少于已按金额由别的项目承接的300万元"):
        verify(299)
    april.refresh_from_db()
    assert april.verified_year_to_date is None
    assert verify(300).verified_year_to_date == 300 * WAN
