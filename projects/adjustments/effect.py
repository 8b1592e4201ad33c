"""What a plan of adjustment would come to, beside what stands: the rooms above compute it.

The page names the plan; a higher room registers what it reckons for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from projects.models import PlanAdjustment


@dataclass(frozen=True)
class Reckoned:
    """A figure in words as it stands and as it would be."""

    label: str
    now: str
    then: str

    @property
    def moves(self) -> bool:
        return self.now != self.then


@dataclass(frozen=True)
class Effect:
    """A table of figures; ``basis`` says at which cut-off, ``lines`` each with its heading
    (全部, 新建) and what is reckoned of it, all in the same order."""

    title: str
    basis: str
    lines: Sequence[tuple[str, Sequence[Reckoned]]]


Source = Callable[[PlanAdjustment], Iterator[Effect]]

_registered: list[Source] = []


def register(source: Source) -> None:
    _registered.append(source)


def effects_of(adjustment: PlanAdjustment) -> list[Effect]:
    return [effect for source in _registered for effect in source(adjustment)]
