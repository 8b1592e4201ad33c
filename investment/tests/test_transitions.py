"""Every step from every state: it leads where the table says, or is refused and changes nothing."""

import pytest
from django.utils import timezone

from accounts.errors import WrongState
from accounts.models import AuditEvent
from accounts.trail.audit import audited
from investment import services
from investment.drafts import EntryDraft
from investment.models import (
    EntrySource,
    EntryState,
    KeyedConsent,
    MonthlyEntry,
    ReportingPeriod,
    ReportingRule,
)
from investment.transitions import TRANSITIONS, move, require_state
from measures.money import WAN
from measures.months import Month
from workbooks.intake.uploads import undo_upload
from workbooks.sealing import seal_anew
from workbooks.services import keep_upload, mark_applied

pytestmark = pytest.mark.django_db

EXPECTED = {
    ("save", "draft"): "draft",
    ("save", "returned"): "returned",
    ("submit", "draft"): "submitted",
    ("submit", "returned"): "submitted",
    ("withdraw", "submitted"): "draft",
    ("key", "draft"): "submitted",
    ("key", "returned"): "submitted",
    ("confirm", "submitted"): "submitted",
    ("confirm", "reviewed"): "reviewed",
    ("confirm", "approved"): "approved",
    ("settle", "submitted"): "submitted",
    ("settle", "reviewed"): "reviewed",
    ("settle", "approved"): "approved",
    ("silence", "submitted"): "submitted",
    ("silence", "reviewed"): "reviewed",
    ("silence", "approved"): "approved",
    ("object", "submitted"): "submitted",
    ("object", "reviewed"): "reviewed",
    ("object", "approved"): "approved",
    ("return", "submitted"): "returned",
    ("return", "reviewed"): "returned",
    ("return", "approved"): "returned",
    ("review", "submitted"): "reviewed",
    ("correct", "approved"): "approved",
    ("approve", "submitted"): "approved",
    ("approve", "reviewed"): "approved",
    ("verify", "submitted"): "submitted",
    ("verify", "reviewed"): "reviewed",
    ("verify", "approved"): "approved",
    ("undo", "draft"): "draft",
    ("undo", "returned"): "draft",
    ("undo", "submitted"): "draft",
    ("undo", "reviewed"): "draft",
    ("record", "draft"): "approved",
    ("record", "returned"): "approved",
}
"""The table written down a second time, from DESIGN §4.8; every pair not here is refused."""


def county_with_july_closed(period):
    ReportingPeriod.objects.filter(pk=period.pk).update(closed_at=timezone.now(), is_history=True)
    return period.county


@pytest.fixture
def take(reporter, reviewer, approver, period, today, county):
    """Take a step on an entry, as the person who may."""

    def changed(entry):
        return [EntryDraft(entry.project_id, entry.version, month_amount=7 * WAN, progress="新")]

    def uploaded(entry):
        upload = keep_upload(
            kind="monthly",
            county=county,
            unit=entry.unit,
            by=reporter,
            name="7月.xlsx",
            content=b"",
        )
        mark_applied(upload=upload, outcome={})
        EntrySource.objects.create(
            entry=entry, upload=upload, sheet="7月", row=4, after={}, entry_version=entry.version,
            applied_at=upload.applied_at,
        )  # fmt: skip
        seal_anew(upload)
        return upload

    def two_eyes():
        ReportingRule.objects.create(
            county=county, from_date="2019-01-01", has_review=True, source="内控"
        )
        return reviewer

    def silent(entry):
        require_state(TRANSITIONS["silence"], [entry])
        with audited(by=None) as audit:
            move(TRANSITIONS["silence"], [entry], audit, keyed_consent=KeyedConsent.SILENT)

    def take(name, entry):
        versions = {entry.pk: entry.version}
        one = {"entry": entry, "version": entry.version}
        steps = {
            "save": lambda: services.save_entries(
                period=period, drafts=changed(entry), by=reporter, today=today
            ),
            "submit": lambda: services.submit_entries(versions=versions, by=reporter, today=today),
            "withdraw": lambda: services.withdraw_entries(
                versions=versions, by=reporter, today=today
            ),
            "key": lambda: services.key_entries(
                period=period, drafts=changed(entry), source="电话", by=reviewer, today=today
            ),
            "confirm": lambda: services.confirm_keyed(**one, by=reporter),
            "silence": lambda: silent(entry),
            "settle": lambda: services.confirm_estimate(**one, by=reporter),
            "object": lambda: services.object_keyed(**one, reason="应为80万元", by=reporter),
            "return": lambda: services.return_entry(**one, reason="请核对", by=approver),
            "review": lambda: services.review_entries(versions=versions, by=two_eyes()),
            "correct": lambda: services.propose_correction(
                entry=entry, draft=changed(entry)[0], reason="多报", by=approver, today=today
            ),
            "approve": lambda: services.approve_entries(versions=versions, by=approver),
            "verify": lambda: services.verify_entry(
                **one, month_amount=5 * WAN, year_to_date=None, reason="监理签证", by=approver
            ),
            "undo": lambda: undo_upload(upload=uploaded(entry), by=reporter, today=today),
            "record": lambda: services.record_history(
                county=county_with_july_closed(period),
                month=Month(2019, 7),
                drafts=changed(entry),
                source="月报.xlsx",
                by=approver,
                today=today,
            ),
        }
        return steps[name]()

    return take


@pytest.mark.parametrize("state", EntryState.values)
@pytest.mark.parametrize("step", TRANSITIONS)
def test_every_step_from_every_state(step, state, take, make_entry, project):
    keyed = {"keyed_source": "电话", "keyed_consent": KeyedConsent.WAITING}
    stated = {"confirm": keyed, "object": keyed, "silence": keyed, "settle": {"is_estimate": True}}
    entry = make_entry(project, state, **stated.get(step, {}))
    expected = EXPECTED.get((step, state))
    before = MonthlyEntry.objects.values().get()
    if expected is None:
        with pytest.raises(WrongState):
            take(step, entry)
        assert MonthlyEntry.objects.values().get() == before
        assert AuditEvent.objects.count() == 0
        return
    take(step, entry)
    entry.refresh_from_db()
    assert (entry.state, entry.version) == (expected, before["version"] + 1)
    line = AuditEvent.objects.about(entry).get()
    assert line.action == TRANSITIONS[step].action
    assert line.changes != {}


def test_the_table_says_what_is_written_here():
    table = {
        (name, state): step.target or state
        for name, step in TRANSITIONS.items()
        for state in step.sources
    }
    assert table == EXPECTED


@pytest.mark.parametrize("step", [n for n, s in TRANSITIONS.items() if s.needs_open_period])
def test_a_closed_period_takes_no_figures(step, take, make_entry, project, period, approver):
    services.close_period(period=period, by=approver)
    state = TRANSITIONS[step].sources[0]
    entry = make_entry(project, state)
    with pytest.raises(WrongState) as refusal:
        take(step, entry)
    assert "填报期已关闭" in str(refusal.value)
    entry.refresh_from_db()
    assert (entry.state, entry.version) == (state, 1)
