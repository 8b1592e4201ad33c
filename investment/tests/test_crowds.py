"""Many at once, round after round: no illegal state, nothing approved that nobody saw.

The guards were taken away once, on PostgreSQL, and the tests seen to fail: without the version in
``transitions.at_versions`` two of these eight, without the version and the state in
``transitions.claim`` all eight: twenty stale edits "saved", one entry sent twenty times, figures
approved that were changed under the approver's eyes.
"""

import itertools

import pytest

from accounts.errors import DomainError, Stale
from accounts.models import AuditEvent
from accounts.tests.crowd import at_once
from investment import services
from investment.drafts import EntryDraft
from investment.entries import Saved
from investment.models import EntryState, MonthlyEntry
from investment.transitions import Outcome
from measures.money import WAN

pytestmark = pytest.mark.django_db(transaction=True)

CROWD, ROUNDS = 20, 50
SEEN = 100 * WAN


def test_of_twenty_stale_edits_one_is_saved_and_nineteen_are_told(
    period, reporter, make_entry, project, today
):
    make_entry(project)
    edits = [
        EntryDraft(project.pk, version=1, month_amount=n * WAN, progress="主体")
        for n in range(1, CROWD + 1)
    ]
    answers = at_once(
        *(
            lambda edit=edit: services.save_entries(
                period=period, drafts=[edit], by=reporter, today=today
            )
            for edit in edits
        )
    )
    saved = [n for n, answer in enumerate(answers) if isinstance(answer, Saved)]
    assert (len(saved), sum(isinstance(a, Stale) for a in answers)) == (1, CROWD - 1)
    assert MonthlyEntry.objects.get().month_amount == edits[saved[0]].month_amount


def test_the_same_submission_twenty_times_at_once_is_one(
    period, reporter, make_entry, project, today
):
    entry = make_entry(project)
    versions = {entry.pk: 1}
    answers = at_once(
        *[lambda: services.submit_entries(versions=versions, by=reporter, today=today)] * CROWD
    )
    done = [a for a in answers if isinstance(a, Outcome) and a.done]
    assert len(done) == 1
    assert AuditEvent.objects.filter(action="entry.submit").count() == 1
    assert MonthlyEntry.objects.get().version == 2


@pytest.fixture
def acts(period, reporter, reviewer, approver, today):
    """What each may do with an entry that he read at version 1, as it was sent."""

    def edit(entry):
        """The unit takes it back, changes it and sends it again, as fast as it can."""
        services.withdraw_entries(versions={entry.pk: 1}, by=reporter, today=today)
        changed = EntryDraft(entry.project_id, 2, month_amount=7 * WAN, progress="主体")
        services.save_entries(period=period, drafts=[changed], by=reporter, today=today)
        services.submit_entries(versions={entry.pk: 3}, by=reporter, today=today)

    return {
        "approve": lambda entry: services.approve_entries(versions={entry.pk: 1}, by=approver),
        "return": lambda entry: services.return_entry(
            entry=entry, version=1, reason="核对", by=reviewer
        ),
        "withdraw": lambda entry: services.withdraw_entries(
            versions={entry.pk: 1}, by=reporter, today=today
        ),
        "edit": edit,
    }


ACTS = ("approve", "return", "withdraw", "edit")
# Where each leads alone; of a pair one of the two must have happened, and no mixture.
ENDS = {
    "approve": (EntryState.APPROVED, SEEN),
    "return": (EntryState.RETURNED, SEEN),
    "withdraw": (EntryState.DRAFT, SEEN),
    "edit": (EntryState.SUBMITTED, 7 * WAN),
}


ONE_HAND = ("withdraw", "edit")
"""Both the unit's: the taking back within the edit is the other one, pressed twice."""


@pytest.mark.parametrize("pair", list(itertools.combinations(ACTS, 2)), ids="-".join)
@pytest.mark.slow
def test_of_every_pair_one_happens_whole(pair, acts, make_entry, project):
    entry = make_entry(project, EntryState.SUBMITTED, month_amount=SEEN)
    ends = {ENDS[name] for name in pair}
    outcomes = set()
    for _ in range(ROUNDS):
        MonthlyEntry.objects.update(
            state=EntryState.SUBMITTED, version=1, month_amount=SEEN, approved_by=None
        )
        answers = at_once(*(lambda name=name: acts[name](entry) for name in pair))
        now = MonthlyEntry.objects.get()
        outcomes.add((now.state, now.month_amount))
        done = sum(not isinstance(answer, DomainError) for answer in answers)
        assert done == 1 or pair == ONE_HAND
    assert outcomes <= ends
