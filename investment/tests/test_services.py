"""What people do to entries and periods: rights, versions, repeated forms, the audit trail."""

import datetime
from dataclasses import replace

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.trail.audit import broken_lines
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, KeyedConsent, MonthlyEntry, ReportingPeriod
from investment.selectors import approved_rows
from investment.transitions import StaleEntries
from measures.money import WAN
from measures.months import Month
from projects.models import Project, Stage

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


@pytest.fixture
def save(period, reporter, today):
    def save(*drafts, by=None):
        return services.save_entries(period=period, drafts=drafts, by=by or reporter, today=today)

    return save


@pytest.fixture
def submit(reporter, today):
    def submit(*entries, by=None):
        versions = {entry.pk: entry.version for entry in entries}
        return services.submit_entries(versions=versions, by=by or reporter, today=today)

    return submit


@pytest.fixture
def key(period, reviewer, today):
    def key(*drafts, by=None, source="8月2日电话，张某"):
        return services.key_entries(
            period=period, drafts=drafts, source=source, by=by or reviewer, today=today
        )

    return key


# --- Saving ----------------------------------------------------------------------------


def test_what_was_typed_is_kept_as_a_draft(save, draft, unit_a):
    saved = save(draft)
    entry = MonthlyEntry.objects.get()
    assert [made.pk for made in saved.added] == [entry.pk]
    assert (entry.month_amount, entry.year_to_date, entry.state) == (100 * WAN, None, "draft")
    assert (entry.unit, entry.year, entry.month, entry.version) == (unit_a, 2019, 7, 1)
    line = AuditEvent.objects.about(entry).get()
    assert (line.action, line.changes["month_amount"]) == ("entry.save", [None, 100 * WAN])


def test_a_row_left_blank_makes_no_entry(save, project):
    save(EntryDraft(project.pk))
    assert not MonthlyEntry.objects.exists()


def test_the_same_form_saved_twice_changes_nothing(save, draft):
    save(draft)
    again = save(draft)
    assert (again.added, again.changed, len(again.unchanged)) == ([], [], 1)
    assert MonthlyEntry.objects.get().version == 1
    assert AuditEvent.objects.count() == 1


def test_a_change_keeps_the_old_value_in_the_trail(save, draft):
    save(draft)
    save(replace(draft, version=1, month_amount=120 * WAN))
    entry = MonthlyEntry.objects.get()
    assert (entry.month_amount, entry.version) == (120 * WAN, 2)
    line = AuditEvent.objects.about(entry).first()
    assert line.changes == {"month_amount": [100 * WAN, 120 * WAN]}


def test_a_stale_form_gets_the_values_of_the_other(save, draft):
    save(draft)
    save(replace(draft, version=1, month_amount=120 * WAN))
    with pytest.raises(StaleEntries) as refusal:
        save(replace(draft, version=1, month_amount=130 * WAN))
    assert "“镇区道路改造工程”现为草稿，本月120万元、累计—" in str(refusal.value)
    assert refusal.value.current[draft.project_id].month_amount == 120 * WAN
    assert MonthlyEntry.objects.get().month_amount == 120 * WAN


def test_one_stale_row_holds_back_the_whole_sheet(save, draft, second_project):
    save(draft)
    with pytest.raises(Stale):
        save(
            EntryDraft(second_project.pk, month_amount=WAN),
            replace(draft, version=None, month_amount=2 * WAN),
        )
    assert MonthlyEntry.objects.count() == 1


def test_only_the_reporting_unit_enters(save, draft, other_reporter, reviewer, approver):
    for person in (other_reporter, reviewer, approver):
        with pytest.raises(NotAllowed):
            save(draft, by=person)
    assert not MonthlyEntry.objects.exists()


def test_a_project_that_has_no_reporting_unit_takes_no_entry(save, draft, project):
    project.unit_parts.all().delete()
    with pytest.raises(NotAllowed):
        save(draft)


def test_not_started_in_the_progress_is_the_reason_of_a_zero(save, project):
    save(EntryDraft(project.pk, month_amount=0, progress="未开工，正在办理前期手续"))
    assert MonthlyEntry.objects.get().zero_reason == "not_started"


def test_money_has_no_reason_of_a_zero(save, project):
    save(EntryDraft(project.pk, month_amount=WAN, zero_reason="winter"))
    assert MonthlyEntry.objects.get().zero_reason == ""


# --- Sending and taking back -----------------------------------------------------------


def test_sending_tells_who_and_when(save, submit, draft, reporter):
    outcome = submit(*save(draft).added)
    entry = MonthlyEntry.objects.get()
    assert outcome.done == [entry]
    assert (entry.state, entry.submitted_by, entry.version) == ("submitted", reporter, 2)
    assert entry.submitted_at is not None


def test_the_same_form_sent_twice_acts_once(save, submit, draft):
    [entry] = save(draft).added
    versions_at_read = [entry.version]
    submit(entry)
    entry.version = versions_at_read[0]
    again = submit(entry)
    assert (again.done, len(again.repeated)) == ([], 1)
    assert MonthlyEntry.objects.get().version == 2
    assert AuditEvent.objects.filter(action="entry.submit").count() == 1


def test_another_unit_can_neither_send_nor_take_back(save, submit, draft, other_reporter, today):
    [entry] = save(draft).added
    with pytest.raises(NotAllowed):
        submit(entry, by=other_reporter)
    submit(entry)
    with pytest.raises(NotAllowed):
        services.withdraw_entries(versions={entry.pk: 2}, by=other_reporter, today=today)
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED


def test_figures_that_must_be_mended_are_not_sent(save, submit, project):
    [entry] = save(EntryDraft(project.pk, month_amount=0, progress="主体施工")).added
    with pytest.raises(services.ChecksFailed) as refusal:
        submit(entry)
    assert [r.code for r in refusal.value.results[project.pk]] == ["zero_without_reason"]
    assert MonthlyEntry.objects.get().state == EntryState.DRAFT


def test_figures_to_be_explained_are_sent_with_an_explanation(save, submit, project):
    project.total_investment = 50 * WAN
    project.save()
    [entry] = save(EntryDraft(project.pk, year_to_date=100 * WAN)).added
    with pytest.raises(services.ChecksFailed):
        submit(entry)
    draft = EntryDraft(project.pk, 1, year_to_date=100 * WAN, explanation="概算调整")
    submit(*save(draft).changed)
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED


def test_what_was_sent_is_changed_only_after_taking_it_back(save, submit, draft, reporter, today):
    [entry] = save(draft).added
    submit(entry)
    changed = replace(draft, version=2, month_amount=90 * WAN)
    with pytest.raises(WrongState) as refusal:
        save(changed)
    assert str(refusal.value) == "“镇区道路改造工程”现为“待审定”，不能保存"
    services.withdraw_entries(versions={entry.pk: 2}, by=reporter, today=today)
    save(replace(changed, version=3))
    assert MonthlyEntry.objects.get().month_amount == 90 * WAN


# --- Review ----------------------------------------------------------------------------


def test_approving_counts_the_entry_and_tells_the_register(make_entry, project, approver, county):
    start = datetime.date(2019, 3, 4)
    entry = make_entry(
        project, EntryState.SUBMITTED, actual_start=start, progress="基本建成，正在收尾"
    )
    services.approve_entries(versions={entry.pk: 1}, by=approver)
    assert [row.month_amount for row in approved_rows(county, JULY)] == [100 * WAN]
    project.refresh_from_db()
    assert project.actual_start == start
    assert project.substantially_complete_on == datetime.date(2019, 7, 31)
    assert project.stage == Stage.SUBSTANTIAL


@pytest.mark.parametrize(
    ("progress", "stage", "date"),
    [
        ("已竣工，正在办理结算", Stage.COMPLETED, "completed_on"),
        ("已投产", Stage.OPERATION, "in_production_on"),
        ("已投用", Stage.SUBSTANTIAL, "in_use_on"),
    ],
)
def test_progress_tells_the_register_of_completion_production_and_use(
    make_entry, project, approver, progress, stage, date
):
    Project.objects.update(stage=Stage.CONSTRUCTION)
    entry = make_entry(project, EntryState.SUBMITTED, progress=progress)
    services.approve_entries(versions={entry.pk: 1}, by=approver)
    project.refresh_from_db()
    assert (project.stage, getattr(project, date)) == (stage, datetime.date(2019, 7, 31))


def test_only_the_approver_approves(make_entry, project, reporter, reviewer, leader):
    entry = make_entry(project, EntryState.SUBMITTED)
    for person in (reporter, reviewer, leader):
        with pytest.raises(NotAllowed):
            services.approve_entries(versions={entry.pk: 1}, by=person)


def test_the_same_approval_twice_acts_once(make_entry, project, second_project, approver):
    entries = [make_entry(p, EntryState.SUBMITTED) for p in (project, second_project)]
    versions = {entry.pk: 1 for entry in entries}
    assert len(services.approve_entries(versions=versions, by=approver).done) == 2
    again = services.approve_entries(versions=versions, by=approver)
    assert (again.done, len(again.repeated)) == ([], 2)


def test_the_approval_of_an_entry_changed_meanwhile_is_stale(make_entry, project, approver):
    entry = make_entry(project, EntryState.SUBMITTED, version=3)
    with pytest.raises(StaleEntries):
        services.approve_entries(versions={entry.pk: 2}, by=approver)
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED


def test_returning_needs_a_reason(make_entry, project, reviewer):
    entry = make_entry(project, EntryState.SUBMITTED)
    with pytest.raises(DomainError) as refusal:
        services.return_entry(entry=entry, by=reviewer, version=1, reason="  ")
    assert str(refusal.value) == "请写明退回理由，单位按理由改正"
    returned = services.return_entry(entry=entry, by=reviewer, version=1, reason="请核对")
    assert (returned.state, returned.returned_reason) == ("returned", "请核对")


def test_only_the_approver_returns_what_is_approved(
    make_entry, project, reviewer, approver, county
):
    entry = make_entry(project, EntryState.APPROVED)
    with pytest.raises(NotAllowed):
        services.return_entry(entry=entry, by=reviewer, version=1, reason="请核对")
    services.return_entry(entry=entry, by=approver, version=1, reason="请核对")
    assert approved_rows(county, JULY) == []


def test_the_verified_figure_stands_beside_the_reported_one(make_entry, project, approver):
    entry = make_entry(project, EntryState.SUBMITTED)
    figures = {"month_amount": 90 * WAN, "year_to_date": None, "reason": "监理签证"}
    entry = services.verify_entry(entry=entry, version=1, by=approver, **figures)
    assert (entry.month_amount, entry.verified_month_amount) == (100 * WAN, 90 * WAN)
    assert entry.verified_by == approver
    services.verify_entry(entry=entry, version=1, by=approver, **figures)
    assert AuditEvent.objects.filter(action="entry.verify").count() == 1


def test_a_verified_figure_needs_a_reason_and_the_approver(make_entry, project, approver, reviewer):
    entry = make_entry(project, EntryState.SUBMITTED)
    figures = {"month_amount": 90 * WAN, "year_to_date": None}
    with pytest.raises(DomainError):
        services.verify_entry(entry=entry, version=1, by=approver, reason=" ", **figures)
    with pytest.raises(NotAllowed):
        services.verify_entry(entry=entry, version=1, by=reviewer, reason="签证", **figures)


def test_returning_takes_the_verified_figure_away(make_entry, project, approver):
    entry = make_entry(project, EntryState.SUBMITTED, verified_month_amount=90 * WAN)
    returned = services.return_entry(entry=entry, by=approver, version=1, reason="请核对")
    assert returned.verified_month_amount is None
    line = AuditEvent.objects.about(entry).get()
    assert line.changes["verified_month_amount"] == [90 * WAN, None]


# --- 代填 ------------------------------------------------------------------------------


def test_what_the_bureau_keys_is_sent_and_waits_for_the_unit(key, draft, reviewer):
    key(draft)
    entry = MonthlyEntry.objects.get()
    assert (entry.state, entry.keyed_by, entry.keyed_source) == (
        "submitted",
        reviewer,
        "8月2日电话，张某",
    )
    assert entry.keyed_consent == KeyedConsent.WAITING


def test_keying_needs_a_source_and_the_bureau(key, draft, reporter, leader):
    with pytest.raises(DomainError):
        key(draft, source=" ")
    for person in (reporter, leader):
        with pytest.raises(NotAllowed):
            key(draft, by=person)
    assert not MonthlyEntry.objects.exists()


def test_nobody_approves_what_he_keyed_unless_the_unit_confirms(key, draft, approver, reporter):
    [entry] = key(draft, by=approver).added
    with pytest.raises(NotAllowed):
        services.approve_entries(versions={entry.pk: 1}, by=approver)
    services.confirm_keyed(entry=entry, version=1, by=reporter)
    services.approve_entries(versions={entry.pk: 2}, by=approver)
    assert MonthlyEntry.objects.get().state == EntryState.APPROVED


def test_another_approver_approves_what_was_keyed(key, draft, approver):
    [entry] = key(draft).added
    services.approve_entries(versions={entry.pk: 1}, by=approver)
    assert MonthlyEntry.objects.get().state == EntryState.APPROVED


def test_an_objection_stands_in_the_way_of_approval(key, draft, approver, reporter):
    [entry] = key(draft).added
    with pytest.raises(DomainError):
        services.object_keyed(entry=entry, version=1, reason="", by=reporter)
    services.object_keyed(entry=entry, version=1, reason="应为80万元", by=reporter)
    with pytest.raises(WrongState):
        services.approve_entries(versions={entry.pk: 2}, by=approver)
    entry = MonthlyEntry.objects.get()
    assert (entry.keyed_consent, entry.keyed_objection) == ("objected", "应为80万元")


def test_the_unit_answers_and_does_not_withdraw_what_was_keyed(key, draft, reporter, today):
    [entry] = key(draft).added
    with pytest.raises(WrongState):
        services.withdraw_entries(versions={entry.pk: 1}, by=reporter, today=today)
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED


def test_a_keyed_entry_that_the_unit_mends_is_its_own(key, save, draft, approver):
    [entry] = key(draft).added
    services.return_entry(entry=entry, by=approver, version=1, reason="单位自报")
    save(replace(draft, version=2, month_amount=80 * WAN))
    entry = MonthlyEntry.objects.get()
    assert (entry.keyed_by, entry.keyed_source, entry.keyed_consent) == (None, "", "")


# --- History ---------------------------------------------------------------------------


def test_history_is_approved_in_a_period_made_closed(county, project, approver, today):
    services.record_history(
        county=county,
        month=Month(2019, 1),
        drafts=[EntryDraft(project.pk, month_amount=5 * WAN)],
        source="1月.xlsx",
        by=approver,
        today=today,
    )
    period = ReportingPeriod.objects.get(month=1)
    assert (period.is_open, period.due_on) == (False, datetime.date(2019, 2, 11))
    assert MonthlyEntry.objects.get().state == EntryState.APPROVED


def test_history_explains_itself_but_must_still_be_mended(county, project, approver, today):
    project.total_investment = 50 * WAN
    project.save()

    def record(**figures):
        return services.record_history(
            county=county,
            month=JULY,
            drafts=[EntryDraft(project.pk, **figures)],
            source="7月.xlsx",
            by=approver,
            today=today,
        )

    with pytest.raises(services.ChecksFailed):
        record(month_amount=0)
    record(year_to_date=100 * WAN)
    assert MonthlyEntry.objects.get().explanation == "历史数据导入"


def test_only_the_approver_brings_in_history(county, project, reviewer, reporter, today):
    for person in (reviewer, reporter):
        with pytest.raises(NotAllowed):
            services.record_history(
                county=county,
                month=JULY,
                drafts=[EntryDraft(project.pk, month_amount=WAN)],
                source="7月.xlsx",
                by=person,
                today=today,
            )


# --- Periods ---------------------------------------------------------------------------


def test_a_period_is_opened_closed_and_opened_again(county, approver):
    period = services.open_period(county=county, month=JULY, by=approver)
    assert (period.is_open, period.due_on) == (True, datetime.date(2019, 8, 5))
    services.open_period(county=county, month=JULY, by=approver)
    assert not services.close_period(period=period, by=approver).is_open
    services.close_period(period=period, by=approver)
    assert services.open_period(county=county, month=JULY, by=approver).is_open
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["period.open", "period.close", "period.reopen"]


def test_only_the_approver_moves_periods(county, period, reviewer, reporter, administrator):
    for person in (reviewer, reporter, administrator):
        with pytest.raises(NotAllowed):
            services.open_period(county=county, month=Month(2019, 8), by=person)
        with pytest.raises(NotAllowed):
            services.close_period(period=period, by=person)
    assert list(ReportingPeriod.objects.all()) == [period]


def test_the_trail_of_a_whole_month_is_unbroken(save, submit, draft, approver):
    [entry] = save(draft).added
    submit(entry)
    services.approve_entries(versions={entry.pk: 2}, by=approver)
    lines = AuditEvent.objects.order_by("sequence")
    assert list(lines.values_list("action", flat=True)) == [
        "entry.save",
        "entry.submit",
        "entry.approve",
    ]
    assert broken_lines(lines.iterator()) == []


def test_history_is_not_brought_into_a_month_that_is_being_reported(
    period, project, approver, today
):
    draft = EntryDraft(project.pk, month_amount=WAN, progress="主体施工")
    with pytest.raises(WrongState, match="还在填报"):
        services.record_history(
            county=period.county,
            month=period.as_month,
            drafts=[draft],
            source="月报.xlsx",
            by=approver,
            today=today,
        )
    assert not MonthlyEntry.objects.exists()


def test_what_a_returned_entry_told_of_the_site_is_taken_back(make_entry, project, approver, today):
    entry = make_entry(
        project, EntryState.SUBMITTED, progress="基本建成", actual_start=datetime.date(2019, 7, 3)
    )
    services.approve_entries(versions={entry.pk: entry.version}, by=approver)
    project.refresh_from_db()
    assert (project.actual_start, project.stage) == (datetime.date(2019, 7, 3), Stage.SUBSTANTIAL)
    entry.refresh_from_db()
    services.return_entry(entry=entry, by=approver, version=entry.version, reason="没有开工")
    project.refresh_from_db()
    assert (project.actual_start, project.substantially_complete_on) == (None, None)
    assert project.stage == Stage.PRELIMINARY


def test_what_another_approved_entry_tells_of_the_site_stays(make_entry, project, approver, county):
    june = ReportingPeriod.objects.create(county=county, year=2019, month=6, due_on="2019-07-05")
    start = datetime.date(2019, 6, 3)
    first = make_entry(project, EntryState.SUBMITTED, period=june, month=6, actual_start=start)
    second = make_entry(project, EntryState.SUBMITTED, actual_start=start)
    for entry in (first, second):
        services.approve_entries(versions={entry.pk: entry.version}, by=approver)
    second.refresh_from_db()
    services.return_entry(entry=second, by=approver, version=second.version, reason="金额有误")
    project.refresh_from_db()
    assert (project.actual_start, project.stage) == (start, Stage.CONSTRUCTION)
