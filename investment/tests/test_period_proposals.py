"""Opening and closing a month as a reviewer proposes it."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.trail.proposals import accept, refuse, withdraw
from investment import services
from investment.models import PeriodDeed, PeriodProposal, ReportingPeriod
from measures.months import Month

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)
JUNE, JULY = Month(2019, 6), Month(2019, 7)


@pytest.fixture
def propose(county, reviewer):
    def proposed(month=JULY, deed=PeriodDeed.OPEN, reason="六月已审定", by=None):
        return services.propose_period(
            county=county,
            month=month,
            deed=deed,
            reason=reason,
            by=by or reviewer,
        )

    return proposed


def is_open(month):
    period = ReportingPeriod.objects.filter(year=month.year, month=month.month).first()
    return period is not None and period.is_open


def test_a_month_opens_when_the_approver_accepts(propose, approver):
    proposal = propose()
    assert not is_open(JULY)
    accept(proposal=proposal, by=approver, today=TODAY)
    accept(proposal=proposal, by=approver, today=TODAY)
    assert is_open(JULY)


def test_a_month_closes_when_the_approver_accepts(county, propose, approver):
    services.open_period(county=county, month=JUNE, by=approver)
    accept(proposal=propose(month=JUNE, deed=PeriodDeed.CLOSE), by=approver, today=TODAY)
    assert not is_open(JUNE)


def test_a_refusal_needs_a_word(propose, approver):
    proposal = propose()
    with pytest.raises(DomainError) as error:
        refuse(proposal=proposal, decision="", by=approver)
    assert str(error.value) == "请写明不采纳的理由"
    refuse(proposal=proposal, decision="等月底", by=approver)
    assert not is_open(JULY)
    with pytest.raises(WrongState) as error:
        accept(proposal=proposal, by=approver, today=TODAY)
    assert str(error.value) == "这条申请已经处理过了（未采纳）"


def test_what_is_so_already_is_not_proposed(county, propose, approver):
    with pytest.raises(WrongState) as error:
        propose(deed=PeriodDeed.CLOSE)
    assert str(error.value) == "2019年7月填报期没有开启"
    services.open_period(county=county, month=JULY, by=approver)
    with pytest.raises(WrongState) as error:
        propose()
    assert str(error.value) == "2019年7月填报期已经开启"


def test_one_waits_for_a_month_and_the_same_again_is_it(propose):
    assert propose() == propose()
    with pytest.raises(WrongState) as error:
        propose(reason="另有原因")
    assert str(error.value) == "开启2019年7月填报期的申请正待审定，请先撤回或等待答复"


def test_only_reviewers_propose_and_only_approvers_answer(propose, approver, reviewer, leader):
    for person in (approver, leader):
        with pytest.raises(NotAllowed) as error:
            propose(by=person)
        assert str(error.value) == "只有审核员可以提出开启或关闭填报期"
    with pytest.raises(DomainError) as error:
        propose(reason="")
    assert str(error.value) == "请写明为什么要开启2019年7月填报期"
    proposal = propose()
    with pytest.raises(NotAllowed) as error:
        accept(proposal=proposal, by=reviewer, today=TODAY)
    assert str(error.value) == "只有审定员可以采纳开启或关闭申请"
    with pytest.raises(NotAllowed) as error:
        refuse(proposal=proposal, decision="不", by=reviewer)
    assert str(error.value) == "只有审定员可以答复开启或关闭申请"
    with pytest.raises(NotAllowed) as error:
        withdraw(proposal=proposal, by=approver)
    assert str(error.value) == "只有提出人可以撤回开启或关闭申请"
    withdraw(proposal=proposal, by=reviewer)
    assert PeriodProposal.objects.get().state == "withdrawn"


def test_it_is_proposed_and_answered_on_the_page_of_periods(client, county, reviewer, approver):
    backend = "django.contrib.auth.backends.ModelBackend"
    page = reverse("investment:periods")
    client.force_login(reviewer, backend=backend)
    assert client.post(page, {"what": "open:2019-07", "reason": ""}).status_code == 400
    assert client.post(page, {"what": "close:2018-01", "reason": "错"}).status_code == 400
    assert PeriodProposal.objects.count() == 0
    assert client.post(page, {"what": "open:2019-07", "reason": "六月已审定"}).url == page
    client.force_login(approver, backend=backend)
    assert "六月已审定" in client.get(page).content.decode()
    answer = reverse("investment:answer_period", args=[PeriodProposal.objects.get().pk])
    assert client.post(answer, {"accept": "1"}).url == page
    assert is_open(JULY)


def test_days_that_no_month_has_are_refused_at_their_boxes(client, county, approver):
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(
        reverse("investment:reporting_rules"),
        {
            "from_date": "2019-09-01",
            "open_day": "99",
            "due_day": "0",
            "remind_before": "2",
            "remind_after": "1",
            "evidence_most": "9",
            "evidence_megabytes": "10",
            "source": "通知",
        },
    )
    assert page.context["form"].errors == {"open_day": ["不能大于 31"], "due_day": ["不能小于 1"]}


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("等\x00月底", "含有无法保存的特殊字符，请删去后再提交"),
        ("等" * 201, "最多200字，现有201字，请缩短"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_told_and_decides_nothing(
    client, propose, approver, decision, told
):
    proposal = propose()
    client.force_login(approver)
    answer = reverse("investment:answer_period", args=[proposal.pk])
    page = client.post(answer, {"decision": decision, "refuse": "1"})
    assert (page.status_code, page.context["refusal"].at) == (400, proposal)
    assert page.context["refusal"].form.errors == {"decision": [told]}
    assert told in page.content.decode()
    proposal.refresh_from_db()
    assert proposal.is_waiting
