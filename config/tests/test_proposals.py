"""What holds of everything that is proposed, whatever room it is of."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import AuditEvent, Unit, UnitKind
from accounts.people.waiting import waiting_for
from accounts.tests.crowd import at_once
from accounts.tests.trail import told
from accounts.trail import proposals
from accounts.trail.proposals import accept, kinds, refuse, withdraw
from accounts.trail.rebuilding import differences
from assessment.models import AssessmentScheme, SchemeRule, ScoreEvent
from assessment.services import propose_event
from investment.extra.services import ask_column
from investment.models import (
    Bearer,
    EntryProposal,
    EntryState,
    ExtraColumnProposal,
    MonthlyEntry,
    PeriodDeed,
    PeriodExtension,
    PeriodProposal,
    ProjectSuccession,
    PublishedAs,
    PublishProposal,
    ReportingPeriod,
    UnitIndicator,
    UnitResult,
    UnitResultProposal,
)
from investment.services import (
    extend_period,
    propose_period,
    propose_publishing,
    propose_verified,
)
from investment.successions.asked import Asked
from investment.successions.services import propose_succession
from investment.unit_targets.reviewing import propose_task_correction
from measures.months import Month
from projects.approvals.roll import APPROVALS
from projects.funds.roll import FUNDS
from projects.gaps.roll import GAPS
from projects.leaders.particulars import Particulars
from projects.leaders.services import propose_leader
from projects.lists.services import propose_list
from projects.mergers.services import propose_merger
from projects.milestones.roll import MILESTONES
from projects.models import (
    ApprovalDeclaration,
    ApprovalItem,
    FundDeclaration,
    FundSource,
    GapDeclaration,
    LeaderProposal,
    MilestoneDeclaration,
    PlanProposal,
    ProjectProposal,
    ReserveDeclaration,
    Stage,
    SuspensionDeclaration,
    UnitMerger,
)
from projects.reserve.roll import RESERVE
from projects.rolls.services import declare_line
from projects.services import propose_change
from projects.suspension.roll import SUSPENSIONS
from projects.tests.factories import PlanItemFactory, ProjectFactory
from supervision.models import AuthorityOrderDeclaration
from supervision.stop_work.roll import AUTHORITY_ORDERS

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)


def july(county):
    return ReportingPeriod.objects.create(
        county=county, year=2019, month=7, due_on=datetime.date(2019, 8, 5)
    )


def of_project(county, unit, by):
    return propose_change(
        project=ProjectFactory(county=county, reporting=unit),
        changes={"location": "城关镇"},
        reason="选址批复",
        by=by,
        version=1,
        today=TODAY,
    )


def of_entry(county, unit, by):
    entry = MonthlyEntry.objects.create(
        project=ProjectFactory(county=county, reporting=unit),
        unit=unit,
        period=july(county),
        year=2019,
        month=7,
        month_amount=1,
        state=EntryState.SUBMITTED,
    )
    return propose_verified(
        entry=entry, month_amount=2, year_to_date=None, reason="现场", by=by, version=1
    )


def of_extension(county, unit, by):
    return extend_period(
        period=july(county),
        unit=unit,
        until=datetime.date(2019, 8, 9),
        reason="系统升级",
        by=by,
        today=TODAY,
    )


def of_period(county, unit, by):
    return propose_period(
        county=county, month=Month(2019, 7), deed=PeriodDeed.OPEN, reason="六月已审定", by=by
    )


def of_column(county, unit, by):
    wish = ExtraColumnProposal(
        county=county,
        deed="add",
        name="民间投资完成额",
        kind="number",
        unit="万元",
        definition="本月完成投资中民间资本完成的部分",
        source="县发改〔2019〕31号",
        from_day=datetime.date(2019, 8, 1),
        reason="县发改〔2019〕31号",
    )
    return ask_column(wish=wish, by=by, today=TODAY)


def of_publishing(county, unit, by):
    period, project = july(county), ProjectFactory(county=county, reporting=unit)
    owed = PlanItemFactory(project=project)
    PlanItemFactory(plan=owed.plan, project=ProjectFactory(county=county, reporting=unit))
    MonthlyEntry.objects.create(
        project=project,
        unit=unit,
        period=period,
        year=2019,
        month=7,
        month_amount=1,
        state=EntryState.APPROVED,
    )
    return propose_publishing(period=period, kind=PublishedAs.FLASH, reason="先报市里", by=by)


def of_list(county, unit, by):
    return propose_list(
        county=county,
        year=2019,
        values={"name": "2019年县“361”行动计划", "key": "县361", "tier": "county"},
        reason="县委办文件",
        by=by,
        today=TODAY,
    )


def of_event(county, unit, by):
    scheme = AssessmentScheme.objects.create(
        county=county, year=2019, period="half", name="考核", plan_key="县级", state="in_force"
    )
    rule = SchemeRule.objects.create(
        scheme=scheme, position=1, name="缺手续", kind="event", parameters={"points": "-1"}
    )
    return propose_event(
        rule=rule,
        unit=unit,
        happened_on=datetime.date(2019, 5, 20),
        text="未批先建",
        by=by,
        today=TODAY,
    )


def of_merger(county, unit, by):
    return propose_merger(
        unit=unit,
        successor=Unit.objects.create(parent=county, name="综合局", kind=UnitKind.DEPARTMENT),
        from_day=TODAY,
        document="机构改革方案",
        by=by,
        today=TODAY,
    )


def of_succession(county, unit, by):
    project = ProjectFactory(county=county, reporting=unit)
    return propose_succession(
        project=project,
        kind="rename",
        from_day=TODAY,
        asked=Asked((project.pk,), ends=False, name="更名后的项目"),
        reason="批复更名",
        by=by,
        today=TODAY,
    )


def of_leader(county, unit, by):
    return propose_leader(
        county=county,
        leader=None,
        version=None,
        said=Particulars(name="李建国", office="副县长", units=(unit.pk,)),
        on=TODAY,
        reason="分工文件",
        by=by,
    )


def of_task(county, unit, by):
    indicator = UnitIndicator.objects.create(
        county=county, kind="fixed", name="固定资产投资", measure="yuan"
    )
    result = UnitResult.objects.create(
        indicator=indicator,
        bearer=Bearer.objects.create(county=county, unit=unit, name=unit.name),
        year=2019,
        month=7,
        month_amount=100,
        state=EntryState.APPROVED,
    )
    return propose_task_correction(
        result=result,
        version=1,
        month_amount=90,
        year_to_date=None,
        reason="漏减一笔",
        by=by,
        today=TODAY,
    )


def of_roll(roll, made_of=None, **told):
    """A new line of a 台账; ``made_of`` gives values that need rows of the county."""

    def declared(county, unit, by):
        project = None
        if roll.of_project:
            project = ProjectFactory(county=county, reporting=unit, stage=Stage.CONSTRUCTION)
        return declare_line(
            roll,
            unit=unit,
            project=project,
            values=told | (made_of(county) if made_of else {}),
            day=TODAY,
            reason="单位报来",
            by=by,
            today=TODAY,
        )

    return declared, ["roll.declare", "roll.add", "roll.answer"]


def of_funds(county, unit, by):
    source = FundSource.objects.create(county=county, name="省级", mark="above")
    declared, _ = of_roll(FUNDS, source_id=source.pk, year=2019, planned=1_000_000)
    return declared(county, unit, by)


def approval_item(county):
    item = ApprovalItem.objects.create(county=county, name="施工许可", from_date="2019-01-01")
    return {"item_id": item.pk}


# By what is proposed: how, and the lines of the trail once it is accepted.
PROPOSED = {
    ProjectProposal: (
        of_project,
        ["project.propose", "project.update", "project.answer_proposal"],
    ),
    PlanProposal: (of_list, ["plan.propose", "plan.create", "plan.answer_proposal"]),
    EntryProposal: (
        of_entry,
        ["entry.propose_verified", "entry.verify", "entry.answer_proposal"],
    ),
    PeriodExtension: (of_extension, ["period.propose_extension", "period.decide_extension"]),
    PeriodProposal: (of_period, ["period.propose", "period.open", "period.answer_proposal"]),
    ExtraColumnProposal: (
        of_column,
        ["column.propose", "column.add", "column.answer_proposal"],
    ),
    PublishProposal: (
        of_publishing,
        ["period.propose_publishing", "period.publish_flash", "period.answer_publishing"],
    ),
    UnitMerger: (of_merger, ["unit.propose_merger", "unit.merge", "unit.answer_merger"]),
    ProjectSuccession: (
        of_succession,
        ["succession.propose", "project.update", "succession.answer"],
    ),
    LeaderProposal: (of_leader, ["leader.propose", "leader.create", "leader.answer_proposal"]),
    ApprovalDeclaration: of_roll(APPROVALS, approval_item, state="under_way"),
    MilestoneDeclaration: of_roll(MILESTONES, kind="tender", reached_on=TODAY),
    ReserveDeclaration: of_roll(RESERVE, name="竹加工园", total_investment=200_000_000),
    GapDeclaration: of_roll(GAPS, kind="land", short_amount=150_000),
    FundDeclaration: (of_funds, ["roll.declare", "roll.add", "roll.answer"]),
    UnitResultProposal: (of_task, ["task.propose", "task.correct", "task.answer_proposal"]),
    AuthorityOrderDeclaration: of_roll(
        AUTHORITY_ORDERS,
        kind="stop",
        authority="县住建局",
        document_number="东住建停字〔2019〕3号",
        matter="permit",
    ),
    SuspensionDeclaration: (
        of_roll(SUSPENSIONS, reason_kind="land", review_on=datetime.date(2019, 9, 30))[0],
        ["roll.declare", "roll.add", "project.update", "roll.answer"],
    ),
    ScoreEvent: (of_event, ["score.propose", "score.enter", "score.decide"]),
}

each = pytest.mark.parametrize("model", PROPOSED, ids=lambda model: model.__name__)


@pytest.fixture
def propose(county, unit_a, reviewer):
    return lambda model: PROPOSED[model][0](county, unit_a, reviewer)


def lines():
    return list(AuditEvent.objects.order_by("sequence"))


def actions():
    return [line.action for line in lines()]


def test_every_kind_is_tried_here():
    assert {kind.model for kind in kinds()} == set(PROPOSED)


@each
@pytest.mark.django_db(transaction=True)
def test_what_two_accept_at_once_is_accepted_once(model, propose, approver, make_user):
    propose(model)
    people = (approver, make_user("shending2", "approver", name="钱审定"))
    reads = [model.objects.get(), model.objects.get()]
    answers = at_once(
        lambda: accept(proposal=reads[0], by=people[0], today=TODAY),
        lambda: accept(proposal=reads[1], by=people[1], today=TODAY),
    )
    assert answers == [model.objects.get()] * 2
    assert (model.objects.get().state, actions()) == ("accepted", PROPOSED[model][1])
    assert differences(model) == []


@each
def test_it_is_refused_with_a_word_and_not_accepted_after(model, propose, approver):
    proposal = propose(model)
    with pytest.raises(DomainError) as error:
        refuse(proposal=proposal, decision=" ", by=approver)
    assert list(error.value.faults) == ["decision"]
    for _ in range(2):
        refused = refuse(proposal=proposal, decision="没有依据", by=approver)
    assert (refused.state, refused.decision, refused.decided_by) == (
        "refused",
        "没有依据",
        approver,
    )
    with pytest.raises(WrongState):
        accept(proposal=proposal, by=approver, today=TODAY)
    answered = PROPOSED[model][1][-1]
    assert actions() == [PROPOSED[model][1][0], answered]
    assert (lines()[-1].actor_name, lines()[-1].reason) == ("赵审定", "没有依据")


@each
def test_who_proposed_it_takes_it_back_and_nobody_else(model, propose, approver, reviewer):
    proposal = propose(model)
    with pytest.raises(NotAllowed):
        withdraw(proposal=proposal, by=approver)
    assert withdraw(proposal=proposal, by=reviewer).state == "withdrawn"
    with pytest.raises(WrongState):
        accept(proposal=proposal, by=approver, today=TODAY)
    assert (len(lines()), lines()[-1].actor_name) == (2, "王审核")
    # Then it may be proposed anew.
    proposal.pk, proposal._state.adding = None, True
    assert proposals.propose(proposal, by=reviewer).is_waiting


@each
def test_nobody_else_decides_it(model, propose, reviewer, reporter, leader):
    proposal = propose(model)
    for by in (reviewer, reporter, leader):
        with pytest.raises(NotAllowed):
            accept(proposal=proposal, by=by, today=TODAY)
        with pytest.raises(NotAllowed):
            refuse(proposal=proposal, decision="不", by=by)
    assert model.objects.get().is_waiting


@each
def test_the_trail_says_in_its_own_words_what_became_of_it(model, propose, approver):
    words = {kind.model: kind.words for kind in kinds()}[model]
    accept(proposal=propose(model), by=approver, today=TODAY)
    [proposed, *_, answered] = lines()
    assert (proposed.actor_name, answered.actor_name) == ("王审核", "赵审定")
    states = [words.waits, f"已{words.accepts}"]
    assert states in told(answered).values()
    assert differences(model) == []


@each
def test_it_waits_for_who_decides_until_they_do(model, propose, approver, reviewer):
    proposal = propose(model)
    asked = len(waiting_for(approver, TODAY))
    assert asked == len(waiting_for(reviewer, TODAY)) + 1
    refuse(proposal=proposal, decision="不", by=approver)
    assert len(waiting_for(approver, TODAY)) == asked - 1
