"""One word for one thing: 待审核 waits for review, 待审定 for approval, wherever an entry stands;
and what a rule of reporting changes in a month that is open is said before and after."""

import pytest
from django.urls import reverse

from accounts.errors import WrongState
from conftest import page_text
from investment import services
from investment.models import EntryState, ReportingRule
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


@pytest.fixture
def sent(make_entry, project):
    return make_entry(project, EntryState.SUBMITTED)


@pytest.fixture
def two_eyes(county):
    return ReportingRule.objects.create(
        county=county, from_date="2019-01-01", has_review=True, source="内控制度"
    )


def pages(entry):
    unit = entry.unit_id
    return {
        "sheet": reverse("investment:entry", args=[unit, JULY]),
        "unit": reverse("investment:review_unit", args=[unit, JULY]),
        "entry": reverse("investment:review_entry", args=[entry.pk]),
        "matrix": reverse("investment:review"),
        "project": reverse("investment:project", args=[entry.project_id, 2019]),
    }


def badges(client, entry, who):
    """The word of the entry's state on each page that the person sees."""
    client.force_login(who)
    found = {}
    for name, address in pages(entry).items():
        answer = client.get(address)
        if answer.status_code == 200:
            text = page_text(answer)
            found[name] = "、".join(w for w in ("待审核", "待审定") if f"{w}</span>" in text)
    return found


def test_without_a_review_what_was_sent_waits_for_approval_on_every_page(
    client, sent, second_project, make_entry, reporter, approver
):
    make_entry(second_project, EntryState.APPROVED)
    for who in (reporter, approver):
        assert set(badges(client, sent, who).values()) == {"待审定"}
    text = page_text(client.get(pages(sent)["unit"]))
    assert "1 个项目待审定。" in text


@pytest.mark.slow
def test_with_a_review_it_waits_for_that_first(
    client, sent, second_project, make_entry, two_eyes, reporter, reviewer, approver
):
    make_entry(second_project, EntryState.APPROVED)
    for who in (reporter, approver):
        assert set(badges(client, sent, who).values()) == {"待审核"}
    services.review_entries(versions={sent.pk: 1}, by=reviewer)
    for who in (reporter, approver):
        assert set(badges(client, sent, who).values()) == {"待审定"}


def test_after_a_review_the_page_of_the_unit_counts_rightly(
    client, make_entry, project, second_project, two_eyes, reviewer
):
    first, _ = (make_entry(p, EntryState.SUBMITTED) for p in (project, second_project))
    client.force_login(reviewer)
    passed = client.post(
        reverse("investment:pass_on", args=[first.unit_id, JULY]),
        {"entry": f"{first.pk}:1"},
        follow=True,
    )
    assert "1 个项目待审核，1 个项目待审定。" in page_text(passed)


def test_a_refusal_uses_the_same_word(sent, reporter, today):
    with pytest.raises(WrongState, match="现为“待审定”，不能报送"):
        services.submit_entries(versions={sent.pk: 1}, by=reporter, today=today)


# --- A rule in an open month -----------------------------------------------------------


def set_rule(client, from_date, **more):
    form = {"from_date": from_date, "open_day": 25, "due_day": 5, "source": "内控制度"}
    form |= {"remind_before": 2, "remind_after": 1, "evidence_most": 9, "evidence_megabytes": 5}
    form |= more
    return client.post(reverse("investment:reporting_rules"), form, follow=True)


def test_the_page_says_which_open_months_a_rule_touches(client, sent, approver):
    client.force_login(approver)
    text = page_text(client.get(reverse("investment:reporting_rules")))
    assert "2019年7月（已报送1项，其中待审定1项）" in text
    assert "已开启的填报期不变" not in text


def test_a_rule_that_touches_an_open_month_says_so(client, sent, approver):
    client.force_login(approver)
    told = page_text(set_rule(client, "2019-07-01", has_review="on"))
    assert (
        "新的填报规则自2019年7月1日起执行。从现在起用于已开启的2019年7月（已报送1项，其中待审核1项）："
        "审定前须先审核，其余各项也按新规则；只有截止和关闭日期不变。" in told
    )
    with pytest.raises(WrongState, match="还没有审核"):
        services.approve_entries(versions={sent.pk: 1}, by=approver)


def test_a_rule_of_later_months_says_that_it_touches_none(client, sent, approver):
    client.force_login(approver)
    told = page_text(set_rule(client, "2019-09-01", has_review="on"))
    assert "已开启的填报期不在其内，不受影响。" in told
