"""Edit checks of a month's entry: what they are, what they find, which hold."""

from investment.checks.kinds import (
    Check,
    CheckResult,
    Figures,
    Invested,
    Surroundings,
    known_total,
)
from investment.checks.table import (
    BY_CODE,
    CHECKS,
    EXTRA_ABSENT,
    Policy,
    check_entry,
    label_of_check,
    open_results,
    policy_in_force,
    telling,
)

__all__ = [
    "BY_CODE",
    "CHECKS",
    "EXTRA_ABSENT",
    "Check",
    "CheckResult",
    "Figures",
    "Invested",
    "Policy",
    "Surroundings",
    "check_entry",
    "known_total",
    "label_of_check",
    "open_results",
    "policy_in_force",
    "telling",
]
