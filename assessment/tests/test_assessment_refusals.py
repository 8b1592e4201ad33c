"""What is refused of schemes, events and results: each guard by itself, taken away, fails a
test."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent, Unit
from accounts.trail.proposals import accept, refuse, withdraw
from assessment.models import (
    AssessmentResult,
    AssessmentScheme,
    Excuse,
    RuleKind,
    SchemeRule,
    SchemeState,
    ScoreEvent,
    ScoreLine,
)
from assessment.services import (
    excuse_unit,
    force_scheme,
    publish_result,
    readmit_unit,
    remove_rule,
)
from supervision.models import SupervisionNotice
from supervision.notices.services import add_item, withdraw_item
from supervision.tests.refusals import stored, told

pytestmark = pytest.mark.django_db

NOT_OFFICE = ["reporter", "inspector", "leader", "auditor", "administrator"]
NOT_APPROVING = [*NOT_OFFICE, "reviewer"]
TODAY = datetime.date(2019, 8, 2)
PUBLISHED = "2019年上半年的结果已经发布，不能再改动这一期的考核"
CHANGED = "打开页面之后这个办法又有改动，请看过现在的指标后再办"


def actions(prefix):
    trail = AuditEvent.objects.filter(action__startswith=prefix).order_by("sequence")
    return list(trail.values_list("action", flat=True))


# --- Schemes -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", NOT_OFFICE)
def test_who_is_not_of_the_office_drafts_no_scheme(make_scheme, add_rule, request, who):
    by, scheme = request.getfixturevalue(who), make_scheme()
    rule = add_rule(scheme)
    for act in (
        lambda: make_scheme(by=by),
        lambda: add_rule(scheme, "又一条", by=by),
        lambda: remove_rule(scheme=scheme, rule=rule, by=by, version=scheme.version),
    ):
        assert told(NotAllowed, act) == "只有审核员和审定员可以起草考核办法"
    assert (AssessmentScheme.objects.get(), scheme.rules.get()) == (scheme, rule)


@pytest.mark.parametrize("who", NOT_APPROVING)
def test_nobody_but_the_approver_forces_excuses_decides_and_publishes(
    make_scheme, add_rule, scheme, propose, unit_a, request, today, who
):
    by, other, event = request.getfixturevalue(who), make_scheme(), propose()
    add_rule(other)
    refusals = {
        "只有审定员可以执行考核办法": lambda: force_scheme(
            scheme=other, by=by, version=other.version, today=today
        ),
        "只有审定员可以批准不参加考核": lambda: excuse_unit(
            scheme=scheme, term=1, unit=unit_a, reason="机构改革", by=by
        ),
        "只有审定员可以确认考核事项": lambda: accept(proposal=event, by=by, today=TODAY),
        "只有审定员可以发布考核结果": lambda: publish_result(
            scheme=scheme, term=1, by=by, today=today
        ),
    }
    for words, act in refusals.items():
        assert told(NotAllowed, act) == words
    assert stored(other)["state"] == "draft"
    counts = [model.objects.count() for model in (Excuse, ScoreLine, AssessmentResult)]
    assert (counts, stored(event)["state"]) == ([0, 0, 0], "waiting")


def test_a_rule_is_removed_once(make_scheme, add_rule, reviewer):
    scheme = make_scheme()
    rule = add_rule(scheme)
    remove_rule(scheme=scheme, rule=rule, by=reviewer, version=2)

    def again(version):
        return remove_rule(scheme=scheme, rule=rule, by=reviewer, version=version)

    assert told(Stale, lambda: again(2)) == CHANGED
    assert SchemeRule.objects.count() == 0
    assert actions("scheme.") == ["scheme.draft", "scheme.update", "scheme.update"]


def test_what_is_not_removed_is_not_told_as_removed(make_scheme, add_rule, reviewer):
    scheme, other = make_scheme(), make_scheme(name="另一办法")
    rule = add_rule(scheme)
    remove_rule(scheme=other, rule=rule, by=reviewer, version=1)
    assert scheme.rules.get() == rule
    assert actions("scheme.") == ["scheme.draft", "scheme.draft", "scheme.update"]


def test_a_rule_is_changed_through_its_own_scheme_alone(make_scheme, add_rule):
    scheme, other = make_scheme(), make_scheme(name="另一办法")
    rule = add_rule(scheme)
    before = stored(rule)
    words = told(NotAllowed, lambda: add_rule(other, "改名", rule=rule))
    assert (words, stored(rule)) == ("没有这个指标", before)


def test_a_draft_that_was_changed_since_it_was_read_is_told_so(make_scheme, add_rule):
    scheme = make_scheme()
    rule = add_rule(scheme)
    before = stored(scheme)
    for act in (
        lambda: add_rule(scheme, "开工率", version=1),
        lambda: add_rule(scheme, "改名", rule=rule, version=1),
    ):
        assert told(Stale, act) == CHANGED
    assert (stored(scheme), scheme.rules.get()) == (before, rule)


def test_a_scheme_without_rules_does_not_take_force(make_scheme, approver, today):
    scheme = make_scheme()
    words = told(
        DomainError, lambda: force_scheme(scheme=scheme, by=approver, version=1, today=today)
    )
    assert words == "考核办法还没有指标"
    assert stored(scheme)["state"] == "draft"


def test_a_scheme_takes_force_once_whoever_read_it_before(make_scheme, add_rule, approver, today):
    scheme = make_scheme()
    add_rule(scheme)
    read_before = AssessmentScheme.objects.get()
    force_scheme(scheme=scheme, by=approver, version=2, today=today)
    later = today + datetime.timedelta(days=1)
    for copy in (scheme, read_before):
        assert force_scheme(scheme=copy, by=approver, version=2, today=later).in_force_on == today
    assert actions("scheme.force") == ["scheme.force"]


@pytest.fixture
def annual_draft(annual):
    """The annual scheme, not yet in force."""
    AssessmentScheme.objects.update(state=SchemeState.DRAFT)
    annual.refresh_from_db()
    return annual


def test_what_takes_force_late_counts_what_stands_of_its_county_and_year(
    annual_draft, criticise, draft, elsewhere, inspector, approver, unit_a, today
):
    standing, withdrawn, in_a_draft = criticise(3).items.all()
    criticise(0, items=[withdrawn])
    criticise(1, on=datetime.date(2018, 12, 28))
    theirs = criticise(1)
    SupervisionNotice.objects.filter(pk=theirs.pk).update(county=elsewhere, number=1)
    unissued = draft()
    add_item(
        notice=unissued,
        kind="criticise",
        unit=unit_a,
        part="reporting",
        text="草稿",
        by=inspector,
    )
    withdraw_item(notice=unissued, item=in_a_draft, reason="核实", by=approver)
    force_scheme(scheme=annual_draft, by=approver, version=1, today=today)
    lines = ScoreLine.objects.values_list("notice_item", "hundredths")
    assert list(lines) == [(standing.pk, -50), (in_a_draft.pk, -50)]


# --- Excuses and events ------------------------------------------------------------------


def test_an_excuse_is_of_the_county_has_a_reason_and_stands_once(
    scheme, elsewhere, unit_a, approver
):
    theirs = Unit.objects.create(parent=elsewhere, name="邻县水利局", kind="department")

    def excuse(unit=unit_a, reason="机构改革"):
        return excuse_unit(scheme=scheme, term=1, unit=unit, reason=reason, by=approver)

    assert told(NotAllowed, lambda: excuse(theirs)) == "没有这个单位"
    assert told(DomainError, lambda: excuse(reason=" ")) == "请写明不参加考核的理由"
    assert excuse() == excuse()
    assert actions("scheme.excuse") == ["scheme.excuse"]


@pytest.mark.parametrize("who", ["reporter", "leader", "auditor", "administrator"])
def test_who_does_not_supervise_proposes_no_event(propose, request, who):
    by = request.getfixturevalue(who)
    assert told(NotAllowed, lambda: propose(by=by)) == "只有发改局和督查员可以提出考核事项"
    assert ScoreEvent.objects.count() == 0


def test_an_event_is_of_a_unit_and_a_year_of_its_scheme_in_words(propose, elsewhere):
    theirs = Unit.objects.create(parent=elsewhere, name="邻县水利局", kind="department")
    new_year = datetime.date(2020, 1, 1)
    assert told(NotAllowed, lambda: propose(unit=theirs)) == "没有这个单位"
    assert told(DomainError, lambda: propose(text=" ")) == "请写明事由和依据"
    assert told(DomainError, lambda: propose(happened_on=new_year)) == "发生日期不在2019年"
    assert ScoreEvent.objects.count() == 0


def test_only_a_rule_of_events_of_a_scheme_in_force_counts_one(
    scheme, make_scheme, add_rule, propose
):
    words = "考核办法还没有执行，或这个指标不按事项计分"
    drafted = add_rule(make_scheme(), "缺手续", RuleKind.EVENT, {"points": "-1"})
    for rule in (scheme.rules.get(kind=RuleKind.SHARE), drafted):
        assert told(WrongState, lambda rule=rule: propose(rule=rule)) == words
    assert ScoreEvent.objects.count() == 0


def test_the_same_event_proposed_twice_is_one(propose):
    assert propose() == propose()
    assert actions("score.") == ["score.propose"]


def test_an_event_confirmed_twice_counts_once(propose, approver, unit_a):
    event = propose()
    for _ in range(2):
        accept(proposal=event, decision="属实", by=approver, today=TODAY)
    assert ScoreLine.objects.get(unit=unit_a).hundredths == -100
    assert actions("score.decide") == ["score.decide"]

    def refusing():
        return refuse(proposal=event, decision="不属实", by=approver)

    assert told(WrongState, refusing) == "这一事项已经处理过了（已确认）"


@pytest.fixture
def published(scheme, approver):
    """The first half of the year, with nothing in it."""
    return AssessmentResult.objects.create(
        scheme=scheme,
        term=1,
        year=2019,
        month=6,
        facts={"units": []},
        published_by=approver,
        published_at="2019-07-20T09:00:00+08:00",
    )


def test_nothing_of_a_published_term_changes_any_more(
    scheme, propose, unit_a, unit_b, approver, request
):
    waiting = propose()
    excuse = excuse_unit(scheme=scheme, term=1, unit=unit_a, reason="机构改革", by=approver)
    request.getfixturevalue("published")
    for act in (
        lambda: propose(text="又一件"),
        lambda: accept(proposal=waiting, by=approver, today=TODAY),
        lambda: excuse_unit(scheme=scheme, term=1, unit=unit_b, reason="受灾", by=approver),
        lambda: readmit_unit(excuse=excuse, by=approver),
    ):
        assert told(WrongState, act) == PUBLISHED
    assert (ScoreEvent.objects.get().state, Excuse.objects.get()) == ("waiting", excuse)
    assert ScoreLine.objects.count() == 0


def test_the_other_term_of_a_year_still_changes(scheme, propose, published, unit_a, approver):
    july = datetime.date(2019, 7, 1)
    accept(proposal=propose(happened_on=july), by=approver, today=TODAY)
    excuse = excuse_unit(scheme=scheme, term=2, unit=unit_a, reason="机构改革", by=approver)
    readmit_unit(excuse=excuse, by=approver)
    assert ScoreLine.objects.get().term == 2


def test_what_waits_in_a_published_term_is_still_refused_or_taken_back(
    propose, approver, reviewer, request
):
    refused, withdrawn = propose(), propose(text="又一件")
    request.getfixturevalue("published")
    refused = refuse(proposal=refused, decision="不属实", by=approver)
    withdrawn = withdraw(proposal=withdrawn, by=reviewer)
    assert (refused.state, withdrawn.state) == ("refused", "withdrawn")


def test_only_who_proposed_an_event_takes_it_back_and_not_once_decided(propose, approver, reviewer):
    event = propose()
    words = told(NotAllowed, lambda: withdraw(proposal=event, by=approver))
    assert words == "只有提出人可以撤回考核事项"
    accept(proposal=event, by=approver, today=TODAY)
    words = told(WrongState, lambda: withdraw(proposal=event, by=reviewer))
    assert words == "这一事项已经处理过了（已确认）"


def test_a_unit_is_excused_from_a_term_that_there_is(scheme, unit_a, approver):
    for term in (0, 3):

        def excuse(term=term):
            return excuse_unit(
                scheme=scheme, term=term, unit=unit_a, reason="机构改革", by=approver
            )

        assert told(DomainError, excuse) == "没有这一期，请重新选择"
    assert Excuse.objects.count() == 0


# --- Results -----------------------------------------------------------------------------


def test_a_draft_and_a_term_that_is_none_are_not_published(
    make_scheme, add_rule, scheme, approver, today
):
    drafted = make_scheme()
    add_rule(drafted)
    for found, term in ((drafted, 1), (scheme, 0), (scheme, 3)):

        def publish(found=found, term=term):
            return publish_result(scheme=found, term=term, by=approver, today=today)

        assert told(WrongState, publish) == "考核办法还没有执行，不能发布结果"
    assert AssessmentResult.objects.count() == 0


def test_what_the_ledger_has_is_not_entered_again_as_it_is_published(
    scheme, propose, approver, unit_a, today
):
    accept(proposal=propose(), by=approver, today=TODAY)
    for _ in range(2):
        result = publish_result(scheme=scheme, term=1, by=approver, today=today)
    [unit] = result.facts["units"]
    lines = ScoreLine.objects.of_term(scheme, 1).filter(unit=unit_a)
    # 60 × 20 % and the event.
    assert [line.hundredths for line in lines] == [-100, 1200]
    assert lines.total() == unit["total"] == 1100
    assert actions("score.publish") == ["score.publish"]


def test_a_month_without_approved_figures_is_not_published(scheme, approver):
    new_year = datetime.date(2020, 1, 1)

    def publish():
        return publish_result(scheme=scheme, term=2, by=approver, today=new_year)

    assert told(WrongState, publish) == "2019年12月还没有审定的数字，不能发布2019年下半年的结果"
