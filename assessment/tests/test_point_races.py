"""Two at once with notices, schemes and points, the second while what the first did is not
committed: it waits, and then sees it.

Each guard was taken away once, on PostgreSQL, and its test seen to fail. On SQLite, where whoever
writes has the database to himself from the first statement on, locks change nothing and their
tests hold without them; those of conditional updates and of constraints fail there too.
"""

import datetime

import pytest

from accounts.errors import Stale, WrongState
from accounts.tests.crowd import overlapping
from accounts.trail.proposals import accept, refuse
from assessment.models import AssessmentResult, AssessmentScheme, Excuse, ScoreEvent, ScoreLine
from assessment.services import (
    excuse_unit,
    force_scheme,
    publish_result,
    readmit_unit,
)
from figures.tests.scene import make_line
from investment.models import ReportingPeriod
from supervision.models import NoticeItem, SupervisionNotice
from supervision.notices.services import add_item, change_draft, issue_notice, withdraw_item
from supervision.tests.conftest import read_of

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = datetime.date(2019, 8, 2)
PUBLISHED = "2019年上半年的结果已经发布，不能再改动这一期的考核"


def words(answer):
    assert type(answer) is WrongState
    return str(answer)


# --- Notices -----------------------------------------------------------------------------


def test_two_presses_draft_one_notice(draft):
    first, second = overlapping(draft, draft)
    assert first == second == SupervisionNotice.objects.get()


def test_two_presses_name_a_unit_once(draft, unit_a, inspector):
    draft()

    def name():
        return add_item(
            notice=SupervisionNotice.objects.get(),
            kind="criticise",
            unit=unit_a,
            part="reporting",
            text="又一条",
            by=inspector,
        )

    first, second = overlapping(name, name)
    assert first == second == NoticeItem.objects.get()


def test_an_item_is_taken_back_by_one_of_two_drafts(criticise, draft, reviewer, approver):
    item = criticise().items.get()
    drafts = [draft(), draft(by=reviewer)]
    _, answer = overlapping(
        *(
            lambda notice=notice: withdraw_item(
                notice=notice, item=item, reason="核实", by=approver
            )
            for notice in drafts
        )
    )
    assert words(answer) == "这一事项已列入撤销（草稿），不能重复撤销"


# --- Assessment --------------------------------------------------------------------------


def test_two_presses_draft_one_scheme(make_scheme):
    first, second = overlapping(make_scheme, make_scheme)
    assert first == second == AssessmentScheme.objects.get()


def test_of_two_rules_added_to_one_reading_one_is_added(make_scheme, add_rule):
    scheme, read = make_scheme(), AssessmentScheme.objects.get()
    _, answer = overlapping(lambda: add_rule(scheme, "完成率"), lambda: add_rule(read, "开工率"))
    assert (type(answer), str(answer)) == (
        Stale,
        "打开页面之后这个办法又有改动，请看过现在的指标后再办",
    )
    assert list(scheme.rules.values_list("position", "name")) == [(1, "完成率")]


def test_of_two_schemes_of_a_term_that_take_force_at_once_one_does(make_scheme, add_rule, approver):
    def forcing():
        scheme = make_scheme()
        add_rule(scheme)
        return lambda: force_scheme(scheme=scheme, by=approver, version=scheme.version, today=TODAY)

    _, answer = overlapping(forcing(), forcing())
    assert words(answer) == "2019年已有执行中的半年考核办法，同一周期只能有一个"


@pytest.fixture
def excuse(scheme, unit_a, approver):
    return lambda: excuse_unit(scheme=scheme, term=1, unit=unit_a, reason="机构改革", by=approver)


@pytest.fixture
def publish(scheme, approver):
    return lambda: publish_result(scheme=scheme, term=1, by=approver, today=TODAY)


def test_no_unit_is_excused_from_what_is_being_published(excuse, publish):
    _, answer = overlapping(publish, excuse)
    assert words(answer) == PUBLISHED
    assert Excuse.objects.count() == 0


def test_who_is_being_excused_is_not_ranked(excuse, publish):
    _, result = overlapping(excuse, publish)
    [unit] = result.facts["units"]
    assert (unit["place"], unit["excused"]) == (None, "机构改革")
    assert ScoreLine.objects.count() == 0


def test_nobody_is_taken_back_into_what_is_being_published(excuse, publish, unit_b, approver):
    make_line(unit_b, "水厂", 1000, {6: 200})
    excused = excuse()
    _, answer = overlapping(publish, lambda: readmit_unit(excuse=excused, by=approver))
    assert words(answer) == PUBLISHED
    places = {unit["unit"]: unit["place"] for unit in AssessmentResult.objects.get().facts["units"]}
    assert places == {"交通运输局": None, "水利局": 1}


def test_no_event_is_proposed_of_what_is_being_published(propose, publish):
    _, answer = overlapping(publish, propose)
    assert words(answer) == PUBLISHED
    assert ScoreEvent.objects.count() == 0


def test_a_term_of_which_an_event_is_being_proposed_is_not_published(propose, publish):
    _, answer = overlapping(propose, publish)
    assert words(answer) == ("2019年上半年还有1条考核事项待确认，请先确认或不确认，再发布结果")


def test_an_event_that_is_being_confirmed_counts_in_what_is_published(propose, publish, approver):
    event = propose()
    _, result = overlapping(lambda: accept(proposal=event, by=approver, today=TODAY), publish)
    # 60 × 20 % and the event.
    assert result.facts["units"][0]["total"] == ScoreLine.objects.total() == 1100


def test_two_presses_publish_one_result(publish):
    first, second = overlapping(publish, publish)
    assert first == second == AssessmentResult.objects.get()
    assert ScoreLine.objects.count() == 1


def test_an_event_is_confirmed_or_refused_by_one_hand(propose, approver, make_user):
    event = propose()
    colleague = make_user("shending2", "approver")

    def deciding(by, is_confirmed):
        read = type(event).objects.select_related("rule__scheme__county").get()
        if is_confirmed:
            return lambda: accept(proposal=read, by=by, today=TODAY)
        return lambda: refuse(proposal=read, decision="核实", by=by)

    _, answer = overlapping(deciding(approver, False), deciding(colleague, True))
    assert words(answer) == "这一事项已经处理过了（未确认）"
    assert ScoreLine.objects.count() == 0


def test_a_notice_that_is_being_issued_counts_in_what_is_published(
    make_scheme, add_rule, draft, unit_a, inspector, approver
):
    """At midnight: issued on the last day of a term, which is published on the next, in a county
    whose months are due on their last day."""
    last, next_day = datetime.date(2019, 6, 30), datetime.date(2019, 7, 1)
    ReportingPeriod.objects.update(due_on=last)
    scheme = make_scheme()
    add_rule(scheme)
    add_rule(scheme, "督查通报", "notice", {"kind": "criticise", "points": "-0.5"})
    force_scheme(scheme=scheme, by=approver, version=scheme.version, today=last)
    notice = draft(last)
    add_item(
        notice=notice, kind="criticise", unit=unit_a, part="reporting", text="迟报", by=inspector
    )
    change_draft(notice=notice, values={"signer": "赵"}, by=inspector, version=notice.version)
    read = read_of(notice)
    _, result = overlapping(
        lambda: issue_notice(
            notice=notice, by=approver, version=notice.version, read=read, today=last
        ),
        lambda: publish_result(scheme=scheme, term=1, by=approver, today=next_day),
    )
    [unit] = result.facts["units"]
    # 60 × 20 % and the criticism.
    assert unit["total"] == ScoreLine.objects.filter(unit=unit_a).total() == 1150


def test_a_scheme_that_takes_force_counts_a_notice_that_is_being_issued(
    annual, draft, unit_a, inspector, approver
):
    AssessmentScheme.objects.update(state="draft")
    scheme = AssessmentScheme.objects.get()
    notice = draft()
    add_item(
        notice=notice, kind="criticise", unit=unit_a, part="reporting", text="迟报", by=inspector
    )
    change_draft(notice=notice, values={"signer": "赵"}, by=inspector, version=notice.version)
    read = read_of(notice)
    overlapping(
        lambda: issue_notice(
            notice=notice, by=approver, version=notice.version, read=read, today=TODAY
        ),
        lambda: force_scheme(scheme=scheme, by=approver, version=1, today=TODAY),
    )
    assert ScoreLine.objects.get().hundredths == -50
