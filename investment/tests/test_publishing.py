"""A month is published by the bureau when it decides, and taken back with a reason."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import AuditEvent
from accounts.people.waiting import waiting_for
from accounts.trail.proposals import accept, withdraw
from accounts.trail.rebuilding import differences
from figures.months import default_month
from investment import services
from investment.models import (
    EntryState,
    MonthlyEntry,
    PublishedAs,
    PublishProposal,
    ReportingPeriod,
)
from investment.selectors.publishing import preliminary
from measures.months import Month

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)
JUNE, JULY = Month(2019, 6), Month(2019, 7)
FLASH, FINAL = PublishedAs.FLASH, PublishedAs.FINAL


@pytest.fixture
def june(county, project, make_entry):
    period = ReportingPeriod.objects.create(
        county=county, year=2019, month=6, due_on="2019-07-05", published_as=FINAL
    )
    make_entry(project, EntryState.APPROVED, period=period, month=6)
    return period


def publishing(user):
    return [each.note for each in waiting_for(user, TODAY) if each.what == "发布"]


def test_pages_stay_with_the_published_month_until_the_next_is(
    county, june, period, project, other_project, make_entry, approver, unit_b
):
    make_entry(project, EntryState.APPROVED)
    assert default_month(county) == JUNE
    assert preliminary(county, JUNE).words == "7月初步：1/2 已审定"
    assert preliminary(county, JUNE, {unit_b.pk}) is None
    services.publish_month(period=period, kind=FLASH, by=approver)
    services.publish_month(period=period, kind=FLASH, by=approver)
    assert default_month(county) == JULY
    services.unpublish_month(period=period, reason="漏了一个单位", by=approver)
    assert default_month(county) == JUNE
    told = AuditEvent.objects.filter(action__startswith="period.").order_by("sequence")
    assert list(told.values_list("action", "actor_name", "reason")) == [
        ("period.publish_flash", str(approver), ""),
        ("period.unpublish", str(approver), "漏了一个单位"),
    ]


def test_what_is_published_has_figures_and_leaves_nothing_waiting(
    period, project, other_project, make_entry, approver, reviewer
):
    with pytest.raises(NotAllowed):
        services.publish_month(period=period, kind=FINAL, by=reviewer)
    waits = make_entry(project, EntryState.SUBMITTED)
    with pytest.raises(WrongState) as error:
        services.publish_month(period=period, kind=FLASH, by=approver)
    assert str(error.value) == "2019年7月还没有审定的数字，不能发布"
    make_entry(other_project, EntryState.APPROVED)
    with pytest.raises(WrongState) as error:
        services.publish_month(period=period, kind=FINAL, by=approver)
    assert str(error.value) == ("2019年7月还有1个项目等待审定，请先审定或退回，或者先发布快报")
    services.publish_month(period=period, kind=FLASH, by=approver)
    MonthlyEntry.objects.filter(pk=waits.pk).update(state=EntryState.APPROVED)
    services.publish_month(period=period, kind=FINAL, by=approver)
    with pytest.raises(WrongState) as error:
        services.publish_month(period=period, kind=FLASH, by=approver)
    assert str(error.value) == "2019年7月已经发布为定数，要改请先撤回发布"
    with pytest.raises(DomainError) as fault:
        services.unpublish_month(period=period, reason=" ", by=approver)
    assert str(fault.value) == "请写明为什么撤回2019年7月的发布"


@pytest.mark.slow
def test_the_approver_is_asked_once_everything_owed_is_approved(
    period, project, second_project, make_entry, approver, reviewer, client
):
    make_entry(project, EntryState.APPROVED)
    assert publishing(approver) == []
    make_entry(second_project, EntryState.APPROVED)
    assert publishing(approver) == ["7月应报2个项目已全部审定，可发布"]
    assert publishing(reviewer) == []
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(
        reverse("investment:publish_month", args=[period.pk]), {"kind": "flash"}, follow=True
    )
    assert "2019年7月已发布为快报，各页面以它为准。" in page.content.decode()
    assert publishing(approver) == ["7月应报2个项目已全部审定，可发布定数"]
    services.publish_month(period=period, kind=FINAL, by=approver)
    assert publishing(approver) == []


def test_months_from_before_publishing_are_settled_as_they_were_used(
    county, period, project, other_project, make_entry
):
    """June has figures and July's after it; July lacks a project; August has nothing."""
    june = ReportingPeriod.objects.create(county=county, year=2019, month=6, due_on="2019-07-05")
    ReportingPeriod.objects.create(county=county, year=2019, month=8, due_on="2019-09-05")
    make_entry(project, EntryState.APPROVED, period=june, month=6)
    make_entry(project, EntryState.APPROVED)
    ReportingPeriod.objects.update(published_as="")
    assert default_month(county) == JULY
    assert services.settle_months_before_publishing(timezone.now()) == [
        "2019年6月：定数",
        "2019年7月：未发布",
        "2019年8月：未发布",
    ]
    assert services.settle_months_before_publishing(timezone.now()) == []
    assert default_month(county) == JUNE
    assert [told for told in differences(ReportingPeriod) if "发布" in told] == []


def test_a_reviewer_proposes_and_the_month_is_published_when_the_approver_accepts(
    county, period, project, other_project, make_entry, approver, reviewer, client
):
    backend = "django.contrib.auth.backends.ModelBackend"
    page = reverse("investment:periods")
    address = reverse("investment:propose_publishing", args=[period.pk])
    client.force_login(reviewer, backend=backend)
    refused = client.post(address, {"kind": "flash", "reason": "先报市里"})
    assert (refused.status_code, refused.context["refusal"].sentence) == (
        409,
        "2019年7月还没有审定的数字，不能发布",
    )
    make_entry(project, EntryState.APPROVED)
    assert client.post(address, {"kind": "flash", "reason": " "}).status_code == 400
    assert client.post(address, {"kind": "flash", "reason": "先报市里"}).url == page
    assert client.post(address, {"kind": "flash", "reason": "先报市里"}).url == page
    again = client.post(address, {"kind": "final", "reason": "都齐了"})
    assert (again.status_code, again.context["refusal"].sentence) == (
        409,
        "2019年7月发布快报的申请正待审定，请先撤回或等待答复",
    )
    proposal = PublishProposal.objects.get()
    assert default_month(county) == JULY  # Nothing is published yet: the latest, as 初步.
    assert not ReportingPeriod.objects.get().is_published
    [asked] = [each for each in waiting_for(approver, TODAY) if each.what == "发布申请"]
    assert (asked.text, asked.url, asked.note) == (
        "2019年7月发布快报",
        f"{page}#publishing-{proposal.pk}",
        f"{reviewer}：先报市里",
    )
    client.force_login(approver, backend=backend)
    shown = client.get(page).content.decode()
    assert f'id="publishing-{proposal.pk}"' in shown
    answer = reverse("investment:answer_publishing", args=[proposal.pk])
    told = client.post(answer, {"accept": "1"}, follow=True).content.decode()
    assert "已采纳：2019年7月发布快报，各页面以它为准。" in told
    period.refresh_from_db()
    assert (period.published_as, period.published_by) == (FLASH, approver)


def test_what_may_not_be_published_any_more_is_not_accepted(
    period, project, make_project, unit_b, make_entry, approver, reviewer
):
    make_entry(project, EntryState.APPROVED)
    assert publishing(approver) == ["7月应报1个项目已全部审定，可发布"]
    with pytest.raises(NotAllowed) as error:
        services.propose_publishing(period=period, kind=FINAL, reason="齐了", by=approver)
    assert str(error.value) == "只有审核员可以提出发布月度数据"
    proposal = services.propose_publishing(period=period, kind=FINAL, reason="齐了", by=reviewer)
    assert publishing(approver) == []
    other_project = make_project("河道综合治理工程", unit_b)
    make_entry(other_project, EntryState.SUBMITTED)
    with pytest.raises(WrongState) as error:
        accept(proposal=proposal, by=approver, today=TODAY)
    assert str(error.value) == ("2019年7月还有1个项目等待审定，请先审定或退回，或者先发布快报")
    assert PublishProposal.objects.get().is_waiting
    services.publish_month(period=period, kind=FLASH, by=approver)
    withdraw(proposal=proposal, by=reviewer)
    with pytest.raises(WrongState) as error:
        services.propose_publishing(period=period, kind=FLASH, reason="快", by=reviewer)
    assert str(error.value) == "2019年7月已经发布为快报"
