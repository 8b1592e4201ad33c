"""What is chosen for a paper, as it is kept beside it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SHAPE = 1


@dataclass(frozen=True)
class PaperChoices:
    """``issuer``: the name under which the office issues. ``counts_by_command``: lists of which a
    month is approved count as issued (DESIGN §8)."""

    issuer: str
    counts_by_command: bool = False

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "PaperChoices":
        return cls(**kept)
