"""The subjects there are: plan lines, whose keys begin with a list, and the topics, whose keys
begin with their name."""

from typing import Any

from figures.subject import Subject
from figures.subjects.approvals import APPROVALS
from figures.subjects.funds import FUNDS_SUBJECT
from figures.subjects.gaps import GAPS_SUBJECT
from figures.subjects.plan_lines import PLAN_LINES
from figures.subjects.reporting import REPORTING
from figures.subjects.reserve import RESERVE_FIGURES
from figures.subjects.unit_tasks import ATTRACTED_INVESTMENT, FIXED_INVESTMENT, OTHER_TASKS
from figures.subjects.won import WON_SUBJECT

__all__ = ["PLAN_LINES", "TOPICS", "subject_of", "subjects"]

TOPICS: dict[str, Subject[Any]] = {
    topic.name: topic
    for topic in (
        REPORTING,
        APPROVALS,
        RESERVE_FIGURES,
        GAPS_SUBJECT,
        FUNDS_SUBJECT,
        FIXED_INVESTMENT,
        ATTRACTED_INVESTMENT,
        WON_SUBJECT,
        OTHER_TASKS,
    )
}


def subject_of(key: str) -> Subject[Any]:
    """The subject of a figure's key, or of what a key begins with."""
    return TOPICS.get(key.partition(".")[0], PLAN_LINES)


def subjects() -> list[Subject[Any]]:
    return [PLAN_LINES, *TOPICS.values()]
