"""The county's list of steps: which there are, what they are called, and which are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Unit
from projects.models import MilestoneKind, MilestoneStep


@dataclass(frozen=True)
class StepName:
    """A step by the ``key`` that milestones name it with; ``words`` are those of one that is
    reached (可研完成)."""

    key: str
    name: str
    words: str
    is_asked: bool = True


_WORDS = {
    MilestoneKind.INITIATED: "前期工作启动",
    MilestoneKind.EXPERT_REVIEW: "通过专家评审",
    MilestoneKind.START: "已开工",
}

OF_THE_HOUSE = tuple(
    StepName(
        kind.value,
        kind.label,
        _WORDS.get(kind, f"{kind.label}完成"),
        is_asked=kind is not MilestoneKind.INITIATED,
    )
    for kind in MilestoneKind
)
"""Of a county that keeps no list of its own."""


def steps_of(county: Unit) -> Sequence[StepName]:
    """In the county's order; one query."""
    own = [
        StepName(step.key, step.name, step.words or f"{step.name}完成", step.is_asked)
        for step in MilestoneStep.objects.filter(county=county)
    ]
    return own or OF_THE_HOUSE


def asked_of(county: Unit) -> list[StepName]:
    return [step for step in steps_of(county) if step.is_asked]


def names_of_steps(county: Unit) -> Mapping[str, str]:
    """What each step is called, those that the county's list does not have too."""
    return {
        **{step.key: step.name for step in OF_THE_HOUSE},
        **{step.key: step.name for step in steps_of(county)},
    }


def choices_of_steps(county: Unit) -> list[tuple[str, str]]:
    """What may be declared."""
    return [(step.key, step.name) for step in steps_of(county)]
