"""Several people at once, on the real database: one wins, the others are told, nothing is lost.

Each guard was taken away once, on PostgreSQL, and its test seen to fail: the version in the
conditional UPDATE of ``transitions.move`` (both approvers succeed, the audit trail has two
approvals; both edits are "saved", one is lost), the unique constraint's answer in
``entries.write._make`` (an IntegrityError instead of the other's values), the locks of signed
sheets, NO KEY in the lock of approved sites (PostgreSQL kills one of the two), the second look at
the verdicts after the claim (an entry called 经核不符 is approved), the county that publishing and
the rules of a county hold (a rule moves the month that is published meanwhile).
"""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse

from accounts import clock
from accounts.errors import DomainError, Stale
from accounts.models import AuditEvent, Role
from accounts.tests.crowd import at_once, overlapping
from figures.services import set_light_scheme
from figures.tests.test_light_schemes import RATIO
from investment import services
from investment.drafts import EntryDraft
from investment.entries import Saved
from investment.models import (
    CheckFinding,
    EntryState,
    MonthlyEntry,
    PaceKind,
    PublishedAs,
    ReportingPeriod,
    SignedSheet,
    Verdict,
)
from investment.services import set_pace_rule
from investment.signed_sheets import keep_signed_sheet
from investment.transitions import Outcome
from measures.money import WAN
from projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 10
JUNE_1 = datetime.date(2019, 6, 1)


@pytest.fixture
def approvers(approver, make_user):
    return [approver, make_user("shending2", Role.APPROVER, name="钱审定")]


def test_of_two_approvers_one_approves(approvers, make_entry, project):
    entry = make_entry(project, EntryState.SUBMITTED)
    answers = at_once(
        *(
            lambda person=person: services.approve_entries(versions={entry.pk: 1}, by=person)
            for person in approvers
        )
    )
    assert sorted(isinstance(answer, Stale) for answer in answers) == [False, True]
    assert AuditEvent.objects.filter(action="entry.approve").count() == 1
    entry.refresh_from_db()
    assert entry.version == 2


def test_an_approval_and_a_return_do_not_both_happen(approvers, make_entry, project, reviewer):
    entry = make_entry(project, EntryState.SUBMITTED)
    answers = at_once(
        lambda: services.approve_entries(versions={entry.pk: 1}, by=approvers[0]),
        lambda: services.return_entry(entry=entry, by=reviewer, version=1, reason="请核对"),
    )
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    actions = AuditEvent.objects.filter(object_id=entry.pk, object_type="investment.monthlyentry")
    assert actions.count() == 1


def test_of_two_edits_none_is_lost_in_silence(period, reporter, draft, make_entry, project, today):
    make_entry(project)
    edits = [replace(draft, version=1, month_amount=n * WAN) for n in range(1, 6)]
    answers = at_once(
        *(
            lambda edit=edit: services.save_entries(
                period=period, drafts=[edit], by=reporter, today=today
            )
            for edit in edits
        )
    )
    saved = [edit for edit, answer in zip(edits, answers, strict=True) if _was_saved(answer)]
    assert len(saved) == 1
    assert sum(isinstance(answer, Stale) for answer in answers) == 4
    assert MonthlyEntry.objects.get().month_amount == saved[0].month_amount


def test_of_two_first_saves_one_makes_the_entry(period, reporter, draft, today):
    edits = [replace(draft, month_amount=n * WAN) for n in range(1, 6)]
    answers = at_once(
        *(
            lambda edit=edit: services.save_entries(
                period=period, drafts=[edit], by=reporter, today=today
            )
            for edit in edits
        )
    )
    assert sum(_was_saved(answer) for answer in answers) == 1
    assert sum(isinstance(answer, Stale) for answer in answers) == 4
    assert MonthlyEntry.objects.get().version == 1


def test_a_form_sent_twice_at_once_is_sent_once(period, reporter, make_entry, project, today):
    entry = make_entry(project)
    answers = at_once(
        *(
            lambda: services.submit_entries(versions={entry.pk: 1}, by=reporter, today=today)
            for _ in range(5)
        )
    )
    done = [answer for answer in answers if isinstance(answer, Outcome) and answer.done]
    assert len(done) == 1
    assert AuditEvent.objects.filter(action="entry.submit").count() == 1


def _was_saved(answer):
    return isinstance(answer, Saved)


SCAN = b"%PDF-1.4\nstartxref\n9\n%%EOF\n"


def test_a_signed_sheet_sent_twice_at_once_is_kept_once(unit_a, period, reporter):
    def send():
        return keep_signed_sheet(
            unit=unit_a, period=period, name="章.pdf", content=SCAN, by=reporter
        )

    answers = at_once(send, send)
    assert sorted(is_new for _, is_new in answers) == [False, True]
    assert SignedSheet.objects.count() == 1


def test_two_signed_sheets_at_once_do_not_pass_the_number_that_may_be(unit_a, period, reporter):
    def send(number):
        content = SCAN[:9] + b"%" * number + SCAN[9:]
        return keep_signed_sheet(
            unit=unit_a, period=period, name="章.pdf", content=content, by=reporter
        )

    for number in range(4):
        send(number)
    answers = at_once(lambda: send(4), lambda: send(5))
    assert sorted(isinstance(answer, DomainError) for answer in answers) == [False, True]
    assert SignedSheet.objects.count() == 5


def test_approving_a_start_does_not_deadlock_with_the_next_months_entries(
    county, unit_a, period, reporter, approver, make_project, make_entry, today
):
    """The approval holds the projects until its commit, the entries ask for them at theirs."""
    june = ReportingPeriod.objects.create(county=county, year=2019, month=6, due_on="2019-07-05")
    for number in range(ROUNDS):
        projects = [make_project(f"项目{number}-{place}", unit_a) for place in range(5)]
        for project in projects:
            make_entry(project, EntryState.SUBMITTED, actual_start="2019-06-01")
        MonthlyEntry.objects.filter(project__in=projects).update(period=june, month=6)
        versions = dict.fromkeys(
            MonthlyEntry.objects.filter(project__in=projects).values_list("pk", flat=True), 1
        )
        drafts = [
            EntryDraft(project.pk, month_amount=100 * WAN, progress="主体") for project in projects
        ]
        answers = at_once(
            lambda versions=versions: services.approve_entries(versions=versions, by=approver),
            lambda drafts=drafts: services.save_entries(
                period=period, drafts=drafts, by=reporter, today=today
            ),
        )
        assert None not in answers
    assert MonthlyEntry.objects.filter(state=EntryState.APPROVED).count() == 5 * ROUNDS
    assert Project.objects.filter(actual_start="2019-06-01").count() == 5 * ROUNDS


def test_a_verdict_that_is_about_to_be_kept_holds_a_bulk_approval(
    approvers, make_entry, project, second_project, reviewer
):
    entries = [make_entry(p, EntryState.SUBMITTED) for p in (project, second_project)]
    finding = CheckFinding.objects.create(
        entry=entries[0],
        code="same_money",
        check_class="notice",
        message="与上月相同",
        found_at=clock.now(),
    )
    _, approval = overlapping(
        lambda: services.judge_finding(
            finding=finding, seen="", verdict=Verdict.FALSE, note="不符", by=reviewer
        ),
        lambda: services.approve_entries(
            versions={entry.pk: 1 for entry in entries}, by=approvers[0]
        ),
    )
    if isinstance(approval, Stale):
        assert MonthlyEntry.objects.approved().count() == 0
    else:
        assert approval.left_out == [("镇区道路改造工程", "经核不符")]
    entries[0].refresh_from_db()
    assert entries[0].state == EntryState.SUBMITTED


def of_pace(county, approver, today):
    return set_pace_rule(
        county=county,
        plan=None,
        from_date=JUNE_1,
        kind=PaceKind.MONTHS,
        shares=[],
        source="文",
        by=approver,
        today=today,
    )


def of_reporting(county, approver, today):
    return services.set_reporting_rule(
        county=county, from_date=JUNE_1, source="文", by=approver, due_day=8
    )


def of_lights(county, approver, today):
    return set_light_scheme(county=county, from_date=JUNE_1, by=approver, today=today, **RATIO)


@pytest.mark.parametrize("rule_of", [of_pace, of_reporting, of_lights])
def test_a_month_that_is_about_to_be_published_is_moved_by_no_rule(
    county, period, project, make_entry, approver, today, rule_of
):
    make_entry(project, EntryState.APPROVED)
    _, answer = overlapping(
        lambda: services.publish_month(period=period, kind=PublishedAs.FLASH, by=approver),
        lambda: rule_of(county, approver, today),
    )
    assert isinstance(answer, DomainError)
    assert "已经发布的" in answer.message


def test_a_month_that_is_published_while_a_deed_is_done_is_asked_about(
    client, period, project, make_entry, approver
):
    """The form found nothing published; without the second look the deed moves July unasked."""
    make_entry(project, EntryState.APPROVED)
    client.force_login(approver)
    address = reverse("projects:edit", args=[project.pk])
    said = {"name": project.name, "stage": project.stage, "version": 1, "kind": "change"}
    said |= {"in_use_on": "2019-07-15", "reason": "交付证明"}
    _, page = overlapping(
        lambda: services.publish_month(period=period, kind=PublishedAs.FLASH, by=approver),
        lambda: client.post(address, said),
    )
    assert page.status_code == 400
    assert page.context["form"].errors == {
        "knows_published": [
            "2019年7月的数已经发布，从这一天算起会改变它们；确实如此的请勾选，否则请改日期。"
        ]
    }
    assert client.post(address, said | {"knows_published": "on"}).status_code == 302
    project.refresh_from_db()
    assert project.in_use_on == datetime.date(2019, 7, 15)
