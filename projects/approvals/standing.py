"""How far a project has come with its approvals, told from each of them."""

import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from projects.models import ApprovalState


class Standing(enum.Enum):
    """Of a whole checklist; each project is in one."""

    DONE = "全部办结"
    PLEDGED = "容缺办结"
    UNDER_WAY = "办理中"
    NOT_BEGUN = "未办理"
    SILENT = "未报"


@dataclass(frozen=True)
class Tally:
    """How many approvals of a checklist stand how; those that are not needed are in no count but
    their own."""

    done: int = 0
    pledged: int = 0
    under_way: int = 0
    not_begun: int = 0
    not_needed: int = 0
    silent: int = 0

    @classmethod
    def of(cls, states: Sequence[str | None]) -> "Tally":
        """None of an approval of which nothing was declared."""
        found = Counter(states)
        return cls(
            done=found[ApprovalState.DONE],
            pledged=found[ApprovalState.PLEDGED],
            under_way=found[ApprovalState.UNDER_WAY],
            not_begun=found[ApprovalState.NOT_BEGUN],
            not_needed=found[ApprovalState.NOT_NEEDED],
            silent=found[None],
        )

    @property
    def needed(self) -> int:
        return self.done + self.pledged + self.under_way + self.not_begun + self.silent

    @property
    def standing(self) -> Standing:
        """A project of whose approvals some were never declared is not done with them; one that
        needs none is."""
        settled = self.done + self.pledged
        if self.needed == self.silent and not self.not_needed and self.silent:
            return Standing.SILENT
        if settled == self.needed:
            return Standing.PLEDGED if self.pledged else Standing.DONE
        if settled or self.under_way:
            return Standing.UNDER_WAY
        return Standing.NOT_BEGUN
