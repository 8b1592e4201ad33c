"""A unit consents to what was keyed for it by its signed sheet, and by silence where the rule of
its county says so; and one person may hold all roles where it says that."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role, RoleAssignment
from investment import services
from investment.drafts import EntryDraft
from investment.models import KeyedConsent, MonthlyEntry, ReportingRule
from investment.signed_sheets import keep_signed_sheet
from measures.money import WAN

SIGNED = b"%PDF-1.4\nstartxref\n0\n%%EOF\n"


@pytest.fixture
def keyed(period, project, approver, today):
    """What the approver has keyed for the unit on Friday, the 2nd of August."""
    draft = EntryDraft(project.pk, month_amount=55 * WAN, progress="电话报")
    services.key_entries(
        period=period, drafts=[draft], source="8月2日电话", by=approver, today=today
    )
    return MonthlyEntry.objects.get()


@pytest.fixture
def set_rule(county):
    def set_rule(**values):
        ReportingRule.objects.create(
            county=county, from_date=datetime.date(2019, 1, 1), source="规则", **values
        )

    return set_rule


def lines():
    found = AuditEvent.objects.filter(object_type="investment.monthlyentry").order_by("sequence")
    return [(line.action, line.actor_name, line.reason) for line in found]


def at(day, hour=9):
    return datetime.datetime(2019, 8, day, hour, tzinfo=timezone.get_default_timezone())


def test_the_signed_sheet_is_the_units_word(keyed, period, unit_a, reporter):
    keep_signed_sheet(unit=unit_a, period=period, name="签章.pdf", content=SIGNED, by=reporter)
    keyed.refresh_from_db()
    assert keyed.keyed_consent == KeyedConsent.CONFIRMED
    assert lines()[-1] == ("entry.confirm", "陈交通", "单位已上传签章表")


def test_silence_says_nothing_unless_the_rule_says_so(keyed, set_rule):
    set_rule()
    assert services.consent_by_silence(at(30)) == []
    keyed.refresh_from_db()
    assert keyed.keyed_consent == KeyedConsent.WAITING


def test_after_so_many_workdays_of_silence_the_unit_is_taken_to_agree(keyed, set_rule, client):
    set_rule(consent_after=3)
    # Keyed on Friday, the 2nd: Monday, Tuesday and Wednesday are the unit's.
    assert services.consent_by_silence(at(7, 23)) == []
    assert services.consent_by_silence(at(8, 0)) == ["示范县代填视同无异议 1 项"]
    assert services.consent_by_silence(at(8, 0)) == []
    keyed.refresh_from_db()
    assert keyed.get_keyed_consent_display() == "视同无异议"
    assert lines()[-1][::2] == ("entry.silence", "代填后3个工作日未提出异议，视同无异议")


def test_what_was_objected_to_is_not_taken_for_silence(keyed, set_rule, reporter):
    set_rule(consent_after=3)
    services.object_keyed(entry=keyed, version=1, reason="应为80", by=reporter)
    assert services.consent_by_silence(at(30)) == []


@pytest.mark.parametrize("is_allowed", [False, True])
def test_one_person_may_hold_all_roles_where_the_rule_says_so(
    is_allowed, keyed, set_rule, approver, county, today, client
):
    set_rule(has_review=True, has_one_hand=is_allowed)
    RoleAssignment.objects.create(user=approver, role=Role.REVIEWER, unit=county)

    def act():
        services.review_entries(versions={keyed.pk: 1}, by=approver)
        services.approve_entries(versions={keyed.pk: 2}, by=approver)

    if not is_allowed:
        with pytest.raises(NotAllowed):
            act()
        return
    act()
    assert lines()[-2:] == [
        ("entry.review", "赵审定", "同一人办理"),
        ("entry.approve", "赵审定", "同一人办理"),
    ]
    keyed.refresh_from_db()
    assert keyed.is_of_one_hand
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    for name, arguments in (
        ("investment:review_entry", [keyed.pk]),
        ("investment:review_unit", [keyed.unit_id, "2019-07"]),
    ):
        assert "同一人办理" in client.get(reverse(name, args=arguments)).content.decode()
