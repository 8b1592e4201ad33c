"""Lists that change in the middle of a year (DESIGN §4.12, §4.18): asked for, gathered, in force as
a batch from a day on, taken back while nothing was built on it."""

import datetime

import pytest
from django.core.files.base import ContentFile

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.people.waiting import waiting_for
from accounts.tests.crowd import at_once
from accounts.tests.trail import tell_the_rest, told
from accounts.trail.rebuilding import differences
from conftest import page_text
from figures.tests.scene import sign_in
from measures.money import WAN
from projects.adjustments import services
from projects.adjustments.forcing import put_in_force
from projects.adjustments.taking_back import take_back
from projects.adjustments.wanted import wanted_by
from projects.models import (
    AnnualPlan,
    ChangeKind,
    FormerDetails,
    FormerTerms,
    LeadOfficial,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    PlanPaper,
    Project,
    ProjectAlias,
    ProjectUnit,
)
from projects.services import update_project
from projects.tests.factories import PlanItemFactory, ProjectFactory

pytestmark = pytest.mark.django_db

AUGUST_2 = datetime.date(2019, 8, 2)
JULY_15 = datetime.date(2019, 7, 15)
TABLES = (
    FormerDetails,
    FormerTerms,
    LeadOfficial,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    PlanPaper,
    Project,
    ProjectAlias,
    ProjectUnit,
)


@pytest.fixture
def item(county, unit_a):
    """A line of 1,200万元 that unit A reports."""
    project = ProjectFactory(county=county, name="镇区道路改造工程", reporting=unit_a)
    item = PlanItemFactory(project=project)
    tell_the_rest()
    return item


def asks(item, kind, by, **typed):
    adjustment, files = typed.pop("adjustment", None), typed.pop("files", ())
    project = typed.pop("project", None) or item.project
    line = PlanItem.objects.filter(plan=item.plan, project=project).first()
    return services.ask(
        plan=item.plan,
        kind=kind,
        project=project,
        wanted=wanted_by(kind, project=project, item=line, **typed),
        reason="拆迁受阻",
        by=by,
        files=files,
        adjustment=adjustment,
    )


def drafted(item, by, *changes):
    return services.draft_adjustment(plan=item.plan, name="中期调整", by=by, gathered=changes)


def forced(adjustment, by, **said):
    adjustment.refresh_from_db()
    said = {"effective_on": JULY_15, "document_number": "示政发〔2019〕12号"} | said
    return put_in_force(
        adjustment=adjustment, by=by, version=adjustment.version, today=AUGUST_2, **said
    )


def taken_back(adjustment, by):
    return take_back(adjustment=adjustment, reason="文件有误", by=by, version=adjustment.version)


def former(item):
    columns = ("until", "category", "planned_investment", "is_dropped")
    return list(FormerTerms.objects.filter(item=item).values_list(*columns))


def snapshot():
    """What stands in the tables, but for versions."""
    rows = {}
    for model in set(TABLES) - {PlanAdjustment, PlanChange, PlanPaper}:
        names = [f.attname for f in model._meta.concrete_fields if f.name != "version"]
        rows[model] = list(model.objects.order_by("pk").values(*names))
    return rows


def test_what_a_unit_asks_waits_until_the_bureau_gathers_it(item, reporter, reviewer, approver):
    change = asks(item, "raise", reporter, amount=1500 * WAN)
    assert (change.unit.name, change.state_words) == ("交通运输局", "待处理")
    assert change.stood == {"terms": {"planned_investment": 1200 * WAN}, "details": {}}
    assert [(w.what, w.note) for w in waiting_for(reviewer, AUGUST_2)] == [
        ("调整申请", "1条待处理")
    ]
    adjustment = drafted(item, reviewer, change)
    change.refresh_from_db()
    assert (change.adjustment, change.state_words) == (adjustment, "已列入方案")
    assert PlanItem.objects.get().planned_investment == 1200 * WAN
    services.submit_adjustment(adjustment=adjustment, by=reviewer, version=adjustment.version)
    assert [w.what for w in waiting_for(approver, AUGUST_2)] == ["调整方案待审定"]
    assert differences(*TABLES) == []


def test_the_same_asked_twice_waits_once(item, reporter):
    first, second = (asks(item, "cut", reporter, amount=600 * WAN) for _ in range(2))
    assert first == second
    assert AuditEvent.objects.filter(action="adjustment.ask").count() == 1


def test_it_takes_force_as_a_batch_from_its_day(item, reporter, reviewer, approver, unit_b, county):
    project = ProjectFactory(county=county, name="引水工程", reporting=unit_b)
    other = PlanItemFactory(project=project)
    tell_the_rest()
    adjustment = drafted(item, reviewer, asks(item, "raise", reporter, amount=1500 * WAN))
    asks(item, "class", reviewer, category="continuing", adjustment=adjustment)
    asks(other, "drop", reviewer, adjustment=adjustment)
    forced(adjustment, approver, meeting="县政府第9次常务会议")
    item.refresh_from_db()
    other.refresh_from_db()
    assert (item.category, item.planned_investment, item.is_dropped) == (
        "continuing",
        1500 * WAN,
        False,
    )
    assert former(item) == [(JULY_15, "new", 1200 * WAN, False)]
    assert (other.is_dropped, former(other)) == (True, [(JULY_15, "new", 1200 * WAN, False)])
    assert adjustment.get_state_display() == "已生效"
    assert differences(*TABLES) == []


def test_a_new_line_is_on_the_list_from_its_day(item, county, unit_b, reviewer, approver):
    project = ProjectFactory(county=county, name="敬老院", reporting=unit_b)
    tell_the_rest()
    adjustment = drafted(item, reviewer)
    typed = {"category": "new", "amount": 300 * WAN, "planned_start": datetime.date(2019, 9, 1)}
    asks(item, "add", reviewer, project=project, adjustment=adjustment, **typed)
    forced(adjustment, approver)
    line = PlanItem.objects.get(project=project)
    assert (line.is_dropped, line.planned_investment, line.position) == (
        False,
        300 * WAN,
        item.position + 1,
    )
    assert former(line) == [(JULY_15, "new", 300 * WAN, True)]
    assert differences(*TABLES) == []


def test_a_name_and_an_owner_change_from_its_day(item, unit_b, reviewer, approver):
    adjustment = drafted(item, reviewer)
    asks(item, "rename", reviewer, name="镇区道路综合改造工程", adjustment=adjustment)
    asks(item, "owner", reviewer, unit=unit_b, adjustment=adjustment)
    forced(adjustment, approver)
    project = Project.objects.get(pk=item.project_id)
    assert project.name == "镇区道路综合改造工程"
    assert FormerDetails.objects.get().until == JULY_15
    assert set(ProjectUnit.objects.current().values_list("part", "unit__name", "from_date")) == {
        ("reporting", "水利局", JULY_15),
        ("responsible", "水利局", JULY_15),
    }
    assert differences(*TABLES) == []


def test_taken_back_everything_is_as_before(item, county, unit_b, reviewer, approver):
    project = ProjectFactory(county=county, name="敬老院", reporting=unit_b)
    tell_the_rest()
    before = snapshot()
    adjustment = drafted(item, reviewer)
    asks(item, "cut", reviewer, amount=600 * WAN, adjustment=adjustment)
    asks(item, "rename", reviewer, name="镇区道路综合改造工程", adjustment=adjustment)
    asks(item, "owner", reviewer, unit=unit_b, adjustment=adjustment)
    asks(item, "add", reviewer, project=project, category="preliminary", adjustment=adjustment)
    forced(adjustment, approver)
    assert snapshot() != before
    taken_back(adjustment, approver)
    assert snapshot() == before
    assert adjustment.state == "draft"
    assert differences(*TABLES) == []
    # And once more in force, as if nothing had been.
    forced(adjustment, approver)
    assert PlanItem.objects.get(pk=item.pk).planned_investment == 600 * WAN
    assert differences(*TABLES) == []


def test_what_was_built_on_it_is_not_taken_back(item, reviewer, approver):
    first = drafted(item, reviewer)
    asks(item, "raise", reviewer, amount=1500 * WAN, adjustment=first)
    forced(first, approver)
    item.refresh_from_db()
    second = drafted(item, reviewer)
    asks(item, "cut", reviewer, amount=900 * WAN, adjustment=second)
    forced(second, approver, effective_on=datetime.date(2019, 7, 20))
    with pytest.raises(WrongState) as error:
        taken_back(first, approver)
    assert str(error.value) == (
        "生效之后镇区道路改造工程又有改动，不能整批撤销；请另拟一个调整方案"
    )
    taken_back(second, approver)
    assert former(item) == [(JULY_15, "new", 1200 * WAN, False)]


def test_a_renamed_project_that_changed_since_is_not_taken_back(item, reviewer, approver):
    adjustment = drafted(item, reviewer)
    asks(item, "rename", reviewer, name="镇区道路综合改造工程", adjustment=adjustment)
    forced(adjustment, approver)
    project = Project.objects.get(pk=item.project_id)
    update_project(
        project=project,
        by=approver,
        version=project.version,
        changes={"location": "城关镇"},
        today=AUGUST_2,
    )
    with pytest.raises(WrongState):
        taken_back(adjustment, approver)


def test_only_who_approves_puts_it_in_force_and_takes_it_back(item, reviewer, reporter, approver):
    adjustment = drafted(item, reviewer)
    asks(item, "raise", reviewer, amount=1500 * WAN, adjustment=adjustment)
    for by in (reviewer, reporter):
        with pytest.raises(NotAllowed):
            forced(adjustment, by)
    forced(adjustment, approver)
    with pytest.raises(NotAllowed):
        taken_back(adjustment, reviewer)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (datetime.date(2019, 8, 3), "生效日期不能晚于今天，请到那一天再办"),
        (datetime.date(2018, 12, 31), "生效日期要在清单的年度2019年内"),
    ],
)
def test_the_day_is_not_to_come_and_is_of_the_year(item, reviewer, approver, day, said):
    adjustment = drafted(item, reviewer)
    asks(item, "raise", reviewer, amount=1500 * WAN, adjustment=adjustment)
    with pytest.raises(DomainError) as error:
        forced(adjustment, approver, effective_on=day)
    assert error.value.faults == {"effective_on": said}


def test_a_line_that_moved_since_is_told_and_nothing_takes_force(item, reviewer, approver):
    first, second = drafted(item, reviewer), drafted(item, reviewer)
    asks(item, "raise", reviewer, amount=1500 * WAN, adjustment=first)
    asks(item, "cut", reviewer, amount=900 * WAN, adjustment=second)
    forced(first, approver)
    with pytest.raises(Stale) as error:
        forced(second, approver)
    assert str(error.value).startswith("镇区道路改造工程在列入方案之后又有改动，没有生效")
    second.refresh_from_db()
    assert (second.state, PlanItem.objects.get().planned_investment) == ("draft", 1500 * WAN)


def test_the_number_may_follow_and_is_asked_for(item, reviewer, approver):
    adjustment = drafted(item, reviewer)
    asks(item, "raise", reviewer, amount=1500 * WAN, adjustment=adjustment)
    forced(adjustment, approver, document_number="")
    assert [w.what for w in waiting_for(reviewer, AUGUST_2)] == ["文号待补"]
    services.fill_document_number(
        adjustment=adjustment,
        document_number="示政发〔2019〕12号",
        by=reviewer,
        version=adjustment.version,
    )
    assert waiting_for(reviewer, AUGUST_2) == []
    with pytest.raises(WrongState):
        services.fill_document_number(
            adjustment=adjustment, document_number="他号", by=reviewer, version=adjustment.version
        )


def test_a_request_is_withdrawn_or_refused_with_a_word(item, reporter, other_reporter, reviewer):
    change = asks(item, "drop", reporter)
    with pytest.raises(NotAllowed):
        services.withdraw_change(change=change, by=other_reporter)
    services.withdraw_change(change=change, by=reporter)
    again = asks(item, "drop", reporter)
    with pytest.raises(DomainError):
        services.refuse_change(change=again, answer=" ", by=reviewer)
    services.refuse_change(change=again, answer="年内必须完工", by=reviewer)
    with pytest.raises(Stale):
        drafted(item, reviewer, again)
    assert PlanChange.objects.visible_to(other_reporter).count() == 0


def test_out_of_a_draft_a_request_waits_again_the_bureaus_own_does_not(item, reporter, reviewer):
    asked = asks(item, "raise", reporter, amount=1500 * WAN)
    adjustment = drafted(item, reviewer, asked)
    own = asks(item, "class", reviewer, category="continuing", adjustment=adjustment)
    services.leave_out(change=own, by=reviewer)
    assert own.state == "withdrawn"
    adjustment.refresh_from_db()
    services.discard_adjustment(adjustment=adjustment, by=reviewer, version=adjustment.version)
    asked.refresh_from_db()
    assert (asked.state, asked.adjustment) == ("waiting", None)
    assert differences(*TABLES) == []


def test_papers_are_kept_with_the_request(item, reporter):
    paper = ContentFile(b"%PDF-1.4\nstartxref\n0\n%%EOF\n", name="批复.pdf")
    change = asks(item, "drop", reporter, files=[paper])
    assert change.papers.get().original_name == "批复.pdf"
    with pytest.raises(DomainError) as error:
        asks(item, "cut", reporter, amount=1, files=[ContentFile(b"MZ", name="批复.exe")])
    assert list(error.value.faults) == ["papers"]
    assert differences(PlanPaper, PlanChange) == []


def test_the_trail_tells_each_change_in_words(item, reporter, reviewer, approver):
    adjustment = drafted(item, reviewer, asks(item, "raise", reporter, amount=1500 * WAN))
    forced(adjustment, approver)
    asked = AuditEvent.objects.get(action="adjustment.ask")
    assert told(asked)["调增 镇区道路改造工程 年度计划投资"] == ["1,200万元", "1,500万元"]
    line = AuditEvent.objects.get(action="project.adjust")
    assert told(line) == {
        "2019年县级重点建设项目年度计划投资": ["1,200万元", "1,500万元"],
        "自何日起": ["", "2019年7月15日"],
    }
    force = AuditEvent.objects.get(action="adjustment.force")
    assert told(force)["写入记录"] == ["", "1条"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_put_it_in_force_at_once_it_takes_force_once(
    item, reviewer, approver, make_user
):
    adjustment = drafted(item, reviewer)
    asks(item, "raise", reviewer, amount=1500 * WAN, adjustment=adjustment)
    people = (approver, make_user("shending2", "approver", name="钱审定"))
    reads = [PlanAdjustment.objects.get() for _ in people]
    answers = at_once(
        lambda: put_in_force(
            adjustment=reads[0], by=people[0], version=2, today=AUGUST_2, effective_on=JULY_15
        ),
        lambda: put_in_force(
            adjustment=reads[1], by=people[1], version=2, today=AUGUST_2, effective_on=JULY_15
        ),
    )
    assert answers == [adjustment] * 2
    assert AuditEvent.objects.filter(action="adjustment.force").count() == 1
    assert former(item) == [(JULY_15, "new", 1200 * WAN, False)]


@pytest.mark.django_db(transaction=True)
def test_of_two_plans_for_one_line_at_once_one_is_told(item, reviewer, approver, make_user):
    drafts = [drafted(item, reviewer), drafted(item, reviewer)]
    for adjustment, amount in zip(drafts, (1500, 1600), strict=True):
        asks(item, "raise", reviewer, amount=amount * WAN, adjustment=adjustment)
    answers = at_once(
        *(
            lambda each=each: put_in_force(
                adjustment=each, by=approver, version=2, today=AUGUST_2, effective_on=JULY_15
            )
            for each in PlanAdjustment.objects.order_by("pk")
        )
    )
    assert sorted(isinstance(answer, Stale) for answer in answers) == [False, True]
    assert FormerTerms.objects.count() == 1
    assert differences(*TABLES) == []


def test_every_kind_has_a_box_or_comes_by_workbook():
    by_workbook = {ChangeKind.TERMS, ChangeKind.DETAILS}
    for kind in set(ChangeKind) - by_workbook:
        with pytest.raises(DomainError):
            wanted_by(kind, project=None, item=None)


def test_a_line_that_left_may_come_again(item, reviewer, approver):
    adjustment = drafted(item, reviewer)
    asks(item, "drop", reviewer, adjustment=adjustment)
    forced(adjustment, approver, effective_on=datetime.date(2019, 7, 1))
    item.refresh_from_db()
    again = drafted(item, reviewer)
    asks(item, "add", reviewer, category="new", amount=800 * WAN, adjustment=again)
    forced(again, approver)
    assert not AnnualPlan.objects.get().items.get().is_dropped
    assert former(item) == [
        (datetime.date(2019, 7, 1), "new", 1200 * WAN, False),
        (JULY_15, "new", 1200 * WAN, True),
    ]


def test_what_left_the_list_stands_on_no_page_of_it(client, item, reviewer, approver):
    adjustment = drafted(item, reviewer)
    asks(item, "drop", reviewer, adjustment=adjustment)
    forced(adjustment, approver)
    sign_in(client, reviewer)
    assert "镇区道路改造工程" not in page_text(client.get(f"/projects/plans/{item.plan_id}/"))
    assert "镇区道路改造工程" not in page_text(client.get("/projects/?list=县级"))
    page = page_text(client.get(f"/projects/plans/adjustments/{adjustment.pk}/"))
    assert "2019年7月15日起生效，示政发〔2019〕12号。" in page
    assert "清单：<del>在列</del>→<ins>退出</ins>" in page


def test_a_unit_sees_what_became_of_what_it_asked(client, item, reporter, reviewer, approver):
    adjustment = drafted(item, reviewer, asks(item, "cut", reporter, amount=600 * WAN))
    forced(adjustment, approver, document_number="")
    sign_in(client, reporter)
    page = page_text(client.get(f"/projects/plans/{item.plan_id}/adjustments/"))
    assert '<td>已生效<small class="sub">文号待补</small></td>' in page
    assert client.get(f"/projects/plans/adjustments/{adjustment.pk}/").status_code == 404
