"""Each guard of the ledger by itself: taken away, its test fails."""

import pytest
from django.db import IntegrityError, models, transaction

from accounts.trail.audit import audited
from accounts.trail.proposals import accept
from assessment.ledger import ledger_faults, reverse
from assessment.models import AssessmentScheme, RuleKind, SchemeRule, SchemeState, ScoreLine
from assessment.services import excuse_unit, publish_result
from supervision.models import SupervisionNotice
from supervision.notices.services import add_item, withdraw_item
from supervision.tests.refusals import stored

pytestmark = pytest.mark.django_db


def test_a_notice_counts_by_the_scheme_in_force_of_its_county_and_year_alone(
    annual, elsewhere, criticise, unit_a
):
    for changes in (
        {"state": SchemeState.DRAFT},
        {"year": 2018},
        {"county": elsewhere},
    ):
        other = AssessmentScheme(**stored(annual) | {"id": None})
        for name, value in changes.items():
            setattr(other, name, value)
        other.save()
        rule = SchemeRule(**stored(annual.rules.get()) | {"id": None, "scheme_id": other.pk})
        rule.save()
    criticise(1)
    line = ScoreLine.objects.get()
    assert (line.scheme, line.unit, line.hundredths) == (annual, unit_a, -50)


def test_rules_of_other_kinds_count_no_notice(annual, criticise):
    SchemeRule.objects.create(
        scheme=annual,
        position=2,
        name="缺手续",
        kind=RuleKind.EVENT,
        parameters={"kind": "criticise", "points": "-1"},
    )
    criticise(1)
    assert ScoreLine.objects.get().hundredths == -50


def test_a_line_that_was_answered_already_is_not_answered_again_by_a_withdrawal(
    annual, criticise, approver, unit_a, today
):
    item = criticise(1).items.get()
    with audited(by=approver) as audit:
        reverse(audit, ScoreLine.objects.get(), "记错", on=today)
    criticise(0, items=[item])
    assert [line.hundredths for line in ScoreLine.objects.filter(unit=unit_a)] == [-50, 50]


@pytest.fixture
def withdrawn(annual, criticise):
    """A line, and the opposite that a later notice wrote."""
    criticise(0, items=criticise(1).items.all())
    line, opposite = ScoreLine.objects.order_by("pk")
    assert ledger_faults() == []
    return line, opposite


def spoil(line, **values):
    """Past the guards of the ledger, as by a hand on the database."""
    models.QuerySet(ScoreLine).filter(pk=line.pk).update(**values)


@pytest.mark.parametrize("what", ["unit", "scheme", "term"])
def test_verify_names_a_reversal_on_another_account(withdrawn, unit_b, make_scheme, what):
    line, opposite = withdrawn
    other = {"unit": unit_b, "scheme": make_scheme(), "term": 2} if what != "term" else {"term": 2}
    spoil(opposite, **{what: other[what]})
    assert ledger_faults() == [f"台账第{opposite.pk}行与所冲销的第{line.pk}行不相抵"]


def test_verify_names_a_reversal_that_is_not_the_opposite(withdrawn):
    line, opposite = withdrawn
    spoil(opposite, hundredths=40)
    assert ledger_faults() == [
        f"台账第{opposite.pk}行与所冲销的第{line.pk}行不相抵",
        f"通报事项{line.notice_item_id}已撤销，台账未冲平",
    ]


def test_verify_names_an_item_that_was_withdrawn_and_counts(withdrawn):
    line, opposite = withdrawn
    spoil(opposite, notice_item=None)
    assert ledger_faults() == [f"通报事项{line.notice_item_id}已撤销，台账未冲平"]


def test_verify_leaves_alone_a_withdrawal_that_is_not_yet_issued(
    annual, criticise, draft, approver
):
    item = criticise(1).items.get()
    later = draft()
    withdraw_item(notice=later, item=item, reason="核实", by=approver)
    assert ledger_faults() == []


def test_verify_names_a_line_of_a_notice_that_was_not_issued(
    annual, criticise, draft, unit_a, inspector
):
    criticise(1)
    later = draft()
    item = add_item(
        notice=later, kind="criticise", unit=unit_a, part="reporting", text="草稿", by=inspector
    )
    line = ScoreLine(**stored(ScoreLine.objects.get()) | {"id": None, "notice_item_id": item.pk})
    line.save()
    assert ledger_faults() == [f"台账第{line.pk}行所据的通报没有印发"]


def test_verify_names_an_item_that_was_issued_and_does_not_count(
    annual, criticise, elsewhere, unit_a
):
    issued = criticise(1)
    AssessmentScheme.objects.update(state=SchemeState.DRAFT)
    left_out = criticise(1).items.get()
    assert ledger_faults() == []
    AssessmentScheme.objects.update(state=SchemeState.IN_FORCE)
    praised = issued.items.create(kind="praise", unit=unit_a, part="reporting", text="快")
    assert praised.get_kind_display() == "通报表扬"
    for year, county in ((2018, issued.county), (2019, elsewhere)):
        notice = SupervisionNotice(**stored(issued) | {"id": None, "number": 9})
        notice.issue_year, notice.county = year, county
        notice.save()
        notice.items.create(kind="criticise", unit=unit_a, part="reporting", text="别处")
    assert ledger_faults() == [f"通报事项{left_out.pk}没有按“督查通报”记入台账"]


def test_a_line_stands_once_in_the_database_too(
    withdrawn, scheme, propose, approver, unit_a, today
):
    line, opposite = withdrawn
    accept(proposal=propose(), by=approver, today=today)
    publish_result(scheme=scheme, term=1, by=approver, today=today)
    published = ScoreLine.objects.exclude(result=None).get()
    of_event = ScoreLine.objects.exclude(event=None).get()
    for once in (line, opposite, of_event, published):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreLine(**stored(once) | {"id": None}).save()


def test_what_stands_once_stands_once_in_the_database_too(
    scheme, withdrawn, unit_a, approver, today
):
    excuse = excuse_unit(scheme=scheme, term=2, unit=unit_a, reason="机构改革", by=approver)
    result = publish_result(scheme=scheme, term=1, by=approver, today=today)
    withdrawal = SupervisionNotice.objects.get(number=2).withdrawals.get()
    for once in (scheme, scheme.rules.first(), excuse, result, withdrawal):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(once)(**stored(once) | {"id": None}).save()
