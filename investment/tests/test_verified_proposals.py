"""核定数 proposed by a reviewer: it waits for the approver, and the unit's figure stays."""

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.trail.proposals import accept, refuse
from accounts.trail.rebuilding import differences
from investment import services
from investment.models import EntryProposal, EntryState, MonthlyEntry
from measures.money import WAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(make_entry, project):
    return make_entry(project, EntryState.SUBMITTED)


@pytest.fixture
def propose(entry, reviewer):
    def proposed(**values):
        given = {"month_amount": 80 * WAN, "year_to_date": None, "reason": "现场只完成八成"}
        return services.propose_verified(
            **{"entry": entry, "by": reviewer, "version": entry.version} | given | values
        )

    return proposed


def test_it_takes_force_when_the_approver_says_so(entry, propose, approver, reviewer, today):
    proposal = propose()
    entry.refresh_from_db()
    assert entry.verified_month_amount is None
    accept(proposal=proposal, by=approver, today=today)
    accept(proposal=proposal, by=approver, today=today)
    entry.refresh_from_db()
    assert (entry.month_amount, entry.verified_month_amount) == (100 * WAN, 80 * WAN)
    assert (entry.verified_by, entry.verified_reason) == (approver, "现场只完成八成")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("accepted", approver)


def test_it_is_refused_with_a_word(entry, propose, approver):
    proposal = propose()
    with pytest.raises(DomainError) as error:
        refuse(proposal=proposal, decision="", by=approver)
    assert str(error.value) == "请写明不采纳的理由"
    refuse(proposal=proposal, decision="以计量单为准", by=approver)
    entry.refresh_from_db()
    assert entry.verified_month_amount is None


def test_only_one_waits_and_the_same_again_is_it(propose):
    assert propose() == propose()
    with pytest.raises(WrongState) as error:
        propose(month_amount=70 * WAN)
    assert str(error.value) == "这一条已有一份核定申请待审定，请先撤回或等待答复"


def test_an_approver_does_not_set_it_on_what_changed_since(entry, propose, approver, today):
    proposal = propose()
    services.approve_entries(versions={entry.pk: 1}, by=approver)
    with pytest.raises(Stale):
        accept(proposal=proposal, by=approver, today=today)
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


@pytest.mark.parametrize(
    ("values", "error_class", "message"),
    [
        ({"reason": " "}, DomainError, "请写明核定理由，报表会注明采用核定数"),
        ({"version": 9}, Stale, "打开页面之后这一条又有改动，请核对现在的数字后再提出"),
        ({"month_amount": None}, DomainError, "与现在的核定数相同，不须提出"),
    ],
)
def test_what_cannot_be_proposed_is_refused(propose, values, error_class, message):
    with pytest.raises(error_class) as error:
        propose(**values)
    assert str(error.value) == message


def test_a_unit_proposes_none(propose, reporter):
    with pytest.raises(NotAllowed) as error:
        propose(by=reporter)
    assert str(error.value) == "只有审核员可以提出核定数"


def test_it_is_proposed_and_answered_on_the_entrys_page(client, entry, reviewer, approver):
    address = reverse("investment:review_entry", args=[entry.pk])
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    assert "提出核定数" in client.get(address).content.decode()
    form = {"version": 1, "month_amount": "80", "year_to_date": "", "reason": "现场只完成八成"}
    assert client.post(address, form).status_code == 302
    proposal = EntryProposal.objects.get()
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address).content.decode()
    assert "<del>—</del> → <ins>80万元</ins>" in page
    answer = client.post(
        reverse("investment:answer_correction", args=[proposal.pk]), {"accept": "1"}
    )
    assert answer.url == address
    entry.refresh_from_db()
    assert entry.verified_month_amount == 80 * WAN
    assert differences(MonthlyEntry) != []  # the entry itself was put there past the services
