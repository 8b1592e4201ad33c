"""The one queue of the bureau: doubtful entries first, the next after each decision, and the rest
at once without what is doubtful."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.models import AuditEvent, Role
from accounts.trail.rebuilding import differences
from conftest import page_text
from investment import services
from investment.models import (
    CheckClass,
    CheckFinding,
    EntryLook,
    EntryState,
    MonthlyEntry,
    ReadyReason,
    ReportingRule,
    Verdict,
)
from investment.selectors.queue import review_queue
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


def at(name, *more):
    return reverse(f"investment:{name}", args=[JULY, *more])


@pytest.fixture
def find(period):
    def make(entry, verdict="", check_class=CheckClass.EXPLAIN):
        return CheckFinding.objects.create(
            entry=entry,
            code="same_money",
            check_class=check_class,
            message="与上月相同",
            explanation="结算滞后",
            found_at=clock.now(),
            verdict=verdict,
        )

    return make


@pytest.fixture
def waiting(make_project, make_entry, unit_a, unit_b, find):
    """Six that wait: two explained, one of which is false, one doubtful, three without a doubt."""
    made = {}
    facts = {"甲": (unit_b, 10), "乙": (unit_a, 20), "丙": (unit_a, 30), "丁": (unit_a, 40)}
    for name, (unit, wan) in (facts | {"戊": (unit_b, 50), "己": (unit_a, 60)}).items():
        project = make_project(f"{name}工程", unit)
        made[name] = make_entry(project, EntryState.SUBMITTED, month_amount=wan * WAN)
    find(made["甲"])
    find(made["丙"], Verdict.FALSE)
    find(made["戊"], Verdict.DOUBTFUL)
    return made


@pytest.fixture
def two_eyes(county):
    return ReportingRule.objects.create(
        county=county, from_date="2019-01-01", has_review=True, source="内控制度"
    )


def order(period, user):
    return "".join(line.entry.project.name[0] for line in review_queue(period, user).lines)


def test_the_gravest_doubt_comes_first_and_the_others_by_unit(period, waiting, approver):
    assert order(period, approver) == "丙戊甲乙丁己"


def test_of_one_doubt_the_largest_amount_comes_first(period, waiting, find, approver):
    find(waiting["己"], Verdict.DOUBTFUL)
    assert order(period, approver) == "丙己戊甲乙丁"


def test_an_accepted_explanation_does_not_carry_the_entry_away(period, waiting, approver):
    CheckFinding.objects.filter(entry=waiting["甲"]).update(verdict=Verdict.ACCEPTED)
    assert order(period, approver) == "丙戊甲乙丁己"


def test_after_a_decision_comes_the_next(client, approver, waiting):
    client.force_login(approver)
    assert client.get(reverse("investment:queue_now")).url == at("queue")
    assert client.get(at("queue")).url == at("queue_entry", waiting["丙"].pk)
    sent = {"version": 1, "ground": "到现场看过"}
    after = client.post(at("queue_approve", waiting["丙"].pk), sent)
    assert after.url == at("queue_entry", waiting["戊"].pk)
    after = client.post(at("queue_return", waiting["戊"].pk), {"version": 1, "reason": "请核对"})
    assert after.url == at("queue_entry", waiting["甲"].pk)
    for name, then in [("甲", "乙"), ("乙", "丁"), ("丁", "己")]:
        after = client.post(at("queue_approve", waiting[name].pk), {"version": 1})
        assert after.url == at("queue_entry", waiting[then].pk)
    assert client.post(at("queue_approve", waiting["己"].pk), {"version": 1}).url == at("queue")
    assert "没有待审核或待审定的填报" in page_text(client.get(at("queue")))
    states = set(MonthlyEntry.objects.values_list("project__name", "state"))
    assert states == {(f"{name}工程", "approved") for name in "甲乙丙丁己"} | {
        ("戊工程", "returned")
    }


def test_a_doubtful_one_is_not_approved_without_a_reason_and_nothing_typed_is_lost(
    client, approver, waiting
):
    client.force_login(approver)
    entry = waiting["丙"]
    refused = client.post(at("queue_approve", entry.pk), {"version": 1})
    assert refused.status_code == 400
    assert "“丙工程”经核不符，审定须写明理由" in page_text(refused)
    refused = client.post(
        at("queue_approve", entry.pk), {"version": 1, "ground": "看过", "reason": "少报"}
    )
    assert refused.status_code == 400
    page = page_text(refused)
    assert 'value="看过"' in page
    assert 'value="少报"' in page
    assert set(MonthlyEntry.objects.values_list("state", flat=True)) == {"submitted"}


def test_the_rest_says_what_it_leaves_out_and_leaves_it_out(client, approver, waiting):
    client.force_login(approver)
    page = client.get(at("queue_rest"))
    queue = page.context["queue"]
    told = [(why, [line.entry.project.name for line in lines]) for why, lines in queue.left_out]
    assert told == [("经核不符", ["丙工程"]), ("待核查", ["戊工程"]), ("说明未核查", ["甲工程"])]
    assert "审定其余无疑点的 3 项" in page_text(page)
    for line in (line for _, lines in queue.left_out for line in lines):
        assert at("queue_entry", line.entry.pk) in page.content.decode()
    clear = [f"{line.entry.pk}:{line.entry.version}" for line in queue.clear]
    done = client.post(at("queue_rest"), {"entry": clear}, follow=True)
    assert "已审定 3 个项目。" in page_text(done)
    assert sorted(MonthlyEntry.objects.waiting().values_list("project__name", flat=True)) == [
        "丙工程",
        "戊工程",
        "甲工程",
    ]


def test_what_was_doubted_since_the_page_is_left_out_too(client, approver, waiting, find):
    client.force_login(approver)
    find(waiting["己"], Verdict.FALSE, CheckClass.NOTICE)
    clear = [f"{waiting[name].pk}:1" for name in "乙丁己"]
    done = client.post(at("queue_rest"), {"entry": clear}, follow=True)
    assert "1 个项目有疑点，没有审定，须逐条办理：“己工程”（经核不符）。" in page_text(done)


def test_the_rest_is_done_wholly_or_not_at_all(client, approver, waiting):
    client.force_login(approver)
    MonthlyEntry.objects.filter(pk=waiting["己"].pk).update(version=2)
    clear = [f"{waiting[name].pk}:1" for name in "乙丁己"]
    refused = client.post(at("queue_rest"), {"entry": clear})
    assert refused.status_code == 409
    assert MonthlyEntry.objects.approved().count() == 0


def test_another_units_objection_stands_in_the_way(period, waiting, approver):
    MonthlyEntry.objects.filter(pk=waiting["乙"].pk).update(
        keyed_consent="objected", keyed_source="电话"
    )
    queue = review_queue(period, approver)
    line = queue.line_of(waiting["乙"].pk)
    assert (line.deed, line.stuck, line.left_out_as) == (None, "单位有异议", "单位有异议")


# --- Who does what ---------------------------------------------------------------------


def test_without_a_second_pair_of_eyes_the_reviewer_looks(client, reviewer, waiting, period):
    client.force_login(reviewer)
    first = client.get(at("queue"), follow=True)
    assert "由审定员审定；您看过的请标“已看”，有问题的可以退回。" in page_text(first)
    after = client.post(at("queue_look", waiting["丙"].pk), {"version": 1})
    assert after.url == at("queue_entry", waiting["戊"].pk)
    look = EntryLook.objects.get()
    assert (look.entry, look.kind, look.version, look.by) == (waiting["丙"], "entry", 1, reviewer)
    assert AuditEvent.objects.get(action="entry.look").object_id == waiting["丙"].pk
    assert differences(EntryLook) == []
    assert len(review_queue(period, reviewer).mine) == 5
    client.post(at("queue_look", waiting["丙"].pk), {"version": 1})
    assert EntryLook.objects.count() == 1


def test_a_changed_entry_is_unseen_again(period, waiting, reviewer, approver):
    entry = waiting["丙"]
    services.look_at_entries(versions={entry.pk: 1}, by=reviewer)
    services.verify_entry(
        entry=entry, version=1, month_amount=20 * WAN, year_to_date=None, reason="签证", by=approver
    )
    assert review_queue(period, reviewer).line_of(entry.pk).look is None


def test_with_a_second_pair_of_eyes_each_does_their_own(period, waiting, two_eyes, make_user):
    reviewer = make_user("shenhe", Role.REVIEWER)
    approver = make_user("shending", Role.APPROVER)
    assert {line.deed.name for line in review_queue(period, reviewer).lines} == {"PASS"}
    assert review_queue(period, approver).mine == []
    services.review_entries(versions={waiting["乙"].pk: 1}, by=reviewer)
    [line] = review_queue(period, approver).mine
    assert (line.entry, line.deed.name) == (waiting["乙"], "APPROVE")
    assert waiting["乙"].pk not in {line.entry.pk for line in review_queue(period, reviewer).mine}


def test_an_approver_reviews_where_the_county_has_nobody_else(period, waiting, two_eyes, approver):
    assert {line.deed.name for line in review_queue(period, approver).lines} == {"PASS"}


def test_one_person_does_both_where_the_county_lets_them(
    period, waiting, two_eyes, make_user, approver
):
    make_user("shenhe", Role.REVIEWER)
    ReportingRule.objects.update(has_one_hand=True)
    assert {line.deed.name for line in review_queue(period, approver).lines} == {"PASS"}
    services.review_entries(versions={waiting["乙"].pk: 1}, by=approver)
    line = review_queue(period, approver).line_of(waiting["乙"].pk)
    assert line.deed.name == "APPROVE"


def test_the_reviewer_passes_on_the_rest(client, waiting, two_eyes, reviewer):
    client.force_login(reviewer)
    assert "审核通过其余无疑点的 3 项" in page_text(client.get(at("queue_rest")))
    clear = [f"{waiting[name].pk}:1" for name in "乙丁己"]
    client.post(at("queue_rest"), {"entry": clear})
    assert MonthlyEntry.objects.filter(state=EntryState.REVIEWED).count() == 3


# --- The page --------------------------------------------------------------------------


def test_the_page_shows_what_changed_since_the_return(
    client, make_entry, project, reviewer, reporter, approver, today
):
    make_entry(project, EntryState.APPROVED, month=6, progress="基础施工", problem="征地")
    entry = make_entry(project, EntryState.SUBMITTED, problem="征地")
    services.return_entry(entry=entry, version=1, reason="本月多报", by=reviewer)
    MonthlyEntry.objects.filter(pk=entry.pk).update(month_amount=80 * WAN)
    services.submit_entries(versions={entry.pk: 2}, by=reporter, today=today)
    client.force_login(approver)
    page = client.get(at("queue_entry", entry.pk))
    desk = page.context["desk"]
    assert [(r.label, r.last, r.returned, r.now, r.is_changed) for r in desk.compared][:1] == [
        ("本月完成投资", 100 * WAN, 100 * WAN, 80 * WAN, True)
    ]
    shown = page_text(page)
    assert "曾退回（王审核 8月2日：本月多报）。" in shown
    assert "基础施工" in shown


def test_pace_lead_and_light_come_from_the_figures(client, make_entry, project, approver):
    entry = make_entry(project, EntryState.SUBMITTED, month_amount=None, year_to_date=500 * WAN)
    client.force_login(approver)
    told = client.get(at("queue_entry", entry.pk)).context["pace"]
    assert [(each.label, each.words, each.light) for each in told] == [
        ("序时进度", "58.3%", ""),
        ("欠序时（百分点）", "8.3", ""),
        ("亮灯", "略慢", "yellow"),
    ]


def test_the_county_has_its_own_ready_reasons_or_those_shipped(client, approver, waiting, county):
    client.force_login(approver)
    page = at("queue_entry", waiting["丙"].pk)
    assert len(client.get(page).context["ready_reasons"]) == 6
    ReadyReason.objects.create(county=county, text="监理月报没有附", position=1)
    assert client.get(page).context["ready_reasons"] == [(1, "监理月报没有附")]


def test_the_queue_is_the_bureaus(client, leader, inspector, auditor, reporter, waiting):
    for who in (leader, inspector, auditor, reporter):
        client.force_login(who)
        for page in (at("queue"), at("queue_rest"), at("queue_entry", waiting["丙"].pk)):
            assert client.get(page).status_code == 404


def test_what_somebody_else_decided_is_said(client, approver, waiting):
    client.force_login(approver)
    MonthlyEntry.objects.filter(pk=waiting["丙"].pk).update(state=EntryState.APPROVED)
    page = client.get(at("queue_entry", waiting["丙"].pk), follow=True)
    assert "“丙工程”已不在待审核、待审定之列。" in page_text(page)


def test_a_verdict_given_at_the_desk_comes_back_to_it(client, reviewer, waiting):
    finding = CheckFinding.objects.get(entry=waiting["甲"])
    client.force_login(reviewer)
    judge = reverse("investment:judge", args=[finding.pk])
    sent = {"seen": "", "verdict": "false", "page": "queue"}
    refused = client.post(judge, sent)
    assert refused.status_code == 400
    assert "第 3 条，共 6 条" in page_text(refused)
    done = client.post(judge, sent | {"note": "现场没有"})
    assert done.url == at("queue_entry", waiting["甲"].pk)


@pytest.mark.parametrize("more", [0, 30])
def test_the_page_asks_the_same_however_long_the_queue(
    client, approver, waiting, make_project, make_entry, unit_b, find, more
):
    for number in range(more):
        project = make_project(f"第{number}号工程", unit_b)
        find(make_entry(project, EntryState.SUBMITTED))
    client.force_login(approver)
    client.get(at("queue_entry", waiting["甲"].pk))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(at("queue_entry", waiting["甲"].pk)).status_code == 200
    assert len(queries) == 35
