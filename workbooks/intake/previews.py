"""What a file would do, row by row, before anything is written."""

import enum
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Protocol, TypeVar

from measures.months import Month
from workbooks.cells import Cell, Row
from workbooks.findings import Findings
from workbooks.intake.choice import Choice
from workbooks.intake.sent import Sent
from workbooks.uses import Uses


class Preview(Protocol):
    """What every import shows before it writes: how many rows it would add, change, leave as they
    are and refuse. Two previews with the same fingerprint would write the same."""

    @property
    def added(self) -> int: ...

    @property
    def changed(self) -> int: ...

    @property
    def unchanged(self) -> int: ...

    @property
    def refused(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...


class Verdict(enum.Enum):
    ADDED = "新增"
    CHANGED = "变更"
    UNCHANGED = "不变"
    REFUSED = "拒绝"


@dataclass(frozen=True)
class ShownCell:
    """A value of a row: what there is and what the row would make of it, in words; amounts as
    万元 without the word, which is in the heading."""

    label: str
    old: str
    new: str
    is_amount: bool = False

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Way:
    """A way in which the chosen rows may go in: the value and the words of its button."""

    value: str
    label: str
    count: int
    is_first: bool = False


@dataclass(slots=True, kw_only=True)
class PreviewLine(ABC):
    """One row of the file. ``is_chosen`` is whether it goes in, should it write something.

    ``proposals`` are what an unknown name may mean, ``is_answered`` says that somebody looked at
    them, and ``answer`` is the id of the one that they chose.
    """

    row: Row
    verdict: Verdict
    is_chosen: bool = True
    proposals: tuple[Any, ...] = ()
    is_answered: bool = False
    answer: int | None = None

    @property
    def key(self) -> str:
        """What names the row within its workbook: 6月!12."""
        return f"{self.row.sheet}!{self.row.number}"

    @property
    def applies(self) -> bool:
        """Whether it would write something."""
        return self.verdict in (Verdict.ADDED, Verdict.CHANGED)

    @property
    def asks_reason(self) -> bool:
        """Whether all that keeps it out are checks to which a reason is the answer."""
        return False

    @property
    def reason(self) -> str:
        """What was given as that reason on the page."""
        return ""

    @property
    def may_go_in(self) -> bool:
        """Whether it would write something in one way or another."""
        return self.applies

    @property
    def is_confirmed(self) -> bool:
        """Whether it goes in as what a person said that its unknown name means."""
        return self.answer is not None

    @property
    @abstractmethod
    def place(self) -> Cell:
        """The cell at which a finding about the whole row points."""

    @property
    @abstractmethod
    def told(self) -> str:
        """What the row would write, for the preview's fingerprint."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What the row is about, as a person knows it."""

    @property
    def written_name(self) -> str:
        """What it is called in the file."""
        return self.name

    @property
    def subtitle(self) -> str:
        """What stands in small letters below the name."""
        return ""

    @abstractmethod
    def cells(self) -> Sequence[ShownCell]:
        """The values with a column of their own on the page, of every row the same."""

    @abstractmethod
    def other_changes(self) -> Sequence[ShownCell]:
        """The changes to be told beside them."""


L = TypeVar("L", bound=PreviewLine)


@dataclass(frozen=True)
class Proposed:
    """The period that a file says it is of, where it was sent for another: in words, and as the
    parameters with which it would be one."""

    words: str
    parameters: Mapping[str, Any]

    @classmethod
    def of_month(cls, month: Month) -> "Proposed":
        return cls(month.label, {"month": str(month)})


@dataclass(kw_only=True)
class WorkbookPreview(Generic[L]):
    """The preview of a kept workbook, whose rows may be left out one by one. ``is_refused``: the
    file as a whole, being of another month or year; its rows are then not looked at. ``asides`` are
    sentences about the file that ask for nothing, ``uses`` what was made of its columns and sheets,
    ``proposed`` the period that it says it is of, where that is another; ``way`` is how the rows
    are to go in."""

    sent: Sent
    lines: list[L] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    is_refused: bool = False
    way: str = ""
    asides: list[str] = field(default_factory=list)
    uses: Uses = field(default_factory=Uses)
    proposed: Proposed | None = None

    @property
    def waits_for(self) -> str:
        """What a person is to say before anything can go in, as a sentence; "" where nothing."""
        return ""

    @property
    def beside_rows(self) -> str:
        """What is written though no row writes anything, as a sentence; "" where nothing."""
        return ""

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict is verdict for line in self.lines)

    @property
    def added(self) -> int:
        return self.count(Verdict.ADDED)

    @property
    def changed(self) -> int:
        return self.count(Verdict.CHANGED)

    @property
    def unchanged(self) -> int:
        return self.count(Verdict.UNCHANGED)

    @property
    def refused(self) -> int:
        return self.count(Verdict.REFUSED)

    @property
    def unanswered(self) -> list[L]:
        """The rows with an unknown name of which nobody said yet what it means."""
        return [line for line in self.lines if line.proposals and not line.is_answered]

    @property
    def applicable(self) -> list[L]:
        """The rows that would write something."""
        return [] if self.is_refused else [line for line in self.lines if self.goes_in(line)]

    def goes_in(self, line: L) -> bool:
        """Whether the row would write something in the way that was chosen."""
        return line.applies

    @property
    def ways(self) -> list[Way]:
        """The buttons that bring the rows in, the usual one last."""
        count = len(self.chosen)
        return [Way("", f"导入所选 {count} 项", count, is_first=True)] if self.applicable else []

    @property
    def chosen(self) -> list[L]:
        """Those of them that nobody left out."""
        return [line for line in self.applicable if line.is_chosen]

    @property
    def is_unusable(self) -> bool:
        """Whether the file has nothing to bring in, and not because all of it is there already."""
        is_same = any(line.verdict is Verdict.UNCHANGED for line in self.lines)
        is_open = any(line.may_go_in or line.asks_reason for line in self.lines)
        return self.is_refused or not (is_open or self.unanswered or is_same)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in at all, so that there is nothing to mend either."""
        return not self.lines and not self.findings.errors

    def name_findings(self) -> None:
        """Let each finding tell whose row it is in."""
        names = {(line.row.sheet, str(line.row.number)): line.name for line in self.lines}
        self.findings = Findings(
            replace(found, about=names.get((found.sheet, found.row), found.about))
            for found in self.findings
        )

    def choose(self, choice: Choice) -> None:
        """Tick the rows that ``choice`` does not leave out."""
        for line in self.lines:
            line.is_chosen = line.key not in choice.left_out

    def told(self) -> Iterable[str]:
        """What the fingerprint is of."""
        yield str((sorted(self.sent.parameters.items()), self.sent.choice.as_json()))
        for line in self.lines:
            yield f"\n{line.key} {line.verdict} {line.told}"

    @property
    def fingerprint(self) -> str:
        """Of what would be written, of which period, and of what was chosen."""
        told = hashlib.sha256()
        for part in self.told():
            told.update(part.encode())
        return told.hexdigest()

    def outcome(self) -> dict[str, Any]:
        """For the upload's record: the counts as they are; of what would be written only what was
        chosen."""
        chosen = self.chosen
        added = sum(line.verdict is Verdict.ADDED for line in chosen)
        # As a draft goes in what could not be sent.
        kept = sum(line.verdict is Verdict.REFUSED for line in chosen)
        return {
            "added": added,
            "changed": len(chosen) - added,
            "unchanged": self.unchanged,
            "refused": self.refused - kept,
            "left_out": len(self.applicable) - len(chosen),
            "matched": sum(line.is_confirmed for line in chosen),
            "unusable": self.is_unusable,
            "findings": self.findings.as_json(),
            "uses": self.uses.as_json(),
        }
