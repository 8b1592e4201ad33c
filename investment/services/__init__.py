"""The one door of periods and entries: a verb for every step a person can take (the table of
them is in ``transitions``). Each is one transaction, conditional on the version read, with audit
lines.
"""

from investment.services.calls import record_call
from investment.services.checking import (
    HISTORY_EXPLANATION,
    ChecksFailed,
    check_results,
    refuse_unchecked,
)
from investment.services.consent import consent_by_sheet, consent_by_silence
from investment.services.contacts import keep_contacts
from investment.services.extensions import extend_period
from investment.services.keying import key_entries, record_history
from investment.services.looking import look_at_entries, note_verified
from investment.services.pace import set_pace_rule
from investment.services.period_proposals import propose_period
from investment.services.periods import (
    close_period,
    open_history,
    open_missing_period,
    open_period,
    remove_period,
    set_reporting_rule,
)
from investment.services.proposals import (
    found_in_proposal,
    propose_correction,
    propose_verified,
)
from investment.services.publishing import (
    propose_publishing,
    publish_history,
    publish_month,
    settle_months_before_publishing,
    unpublish_month,
)
from investment.services.recognised import recognise, take_back
from investment.services.review import (
    approve_entries,
    return_entries,
    return_entry,
    review_entries,
    verify_entry,
)
from investment.services.sending import (
    confirm_estimate,
    confirm_estimates,
    confirm_keyed,
    confirm_keyed_entries,
    object_keyed,
    object_keyed_entries,
    save_entries,
    send_entries,
    submit_entries,
    withdraw_entries,
)
from investment.services.site_news import SUBSTANTIALLY_COMPLETE
from investment.services.typed_sheets import send_typed
from investment.services.typing import drop_typed, forget_typed, keep_typed, sweep_typed
from investment.services.verdicts import judge_finding, set_check_rule

__all__ = [
    "HISTORY_EXPLANATION",
    "SUBSTANTIALLY_COMPLETE",
    "ChecksFailed",
    "approve_entries",
    "check_results",
    "close_period",
    "confirm_estimate",
    "confirm_estimates",
    "confirm_keyed",
    "confirm_keyed_entries",
    "consent_by_sheet",
    "consent_by_silence",
    "drop_typed",
    "extend_period",
    "forget_typed",
    "found_in_proposal",
    "judge_finding",
    "keep_contacts",
    "keep_typed",
    "key_entries",
    "look_at_entries",
    "note_verified",
    "object_keyed",
    "object_keyed_entries",
    "open_history",
    "open_missing_period",
    "open_period",
    "propose_correction",
    "propose_period",
    "propose_publishing",
    "propose_verified",
    "publish_history",
    "publish_month",
    "recognise",
    "record_call",
    "record_history",
    "refuse_unchecked",
    "remove_period",
    "return_entries",
    "return_entry",
    "review_entries",
    "save_entries",
    "send_entries",
    "send_typed",
    "set_check_rule",
    "set_pace_rule",
    "set_reporting_rule",
    "settle_months_before_publishing",
    "submit_entries",
    "sweep_typed",
    "take_back",
    "unpublish_month",
    "verify_entry",
    "withdraw_entries",
]
