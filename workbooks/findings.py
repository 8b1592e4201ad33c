"""What is wrong in a workbook, where, and how to mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Protocol

ERROR = "error"
EXPLAIN = "explain"
WARNING = "warning"

_LONGEST_VALUE = 40
_WORDS = {ERROR: "须改正", EXPLAIN: "须说明", WARNING: "请核对"}


class Place(Protocol):
    """What a finding points at: a cell of a table, or of its header."""

    @property
    def sheet(self) -> str: ...

    @property
    def ref(self) -> str: ...

    @property
    def shown(self) -> str: ...


@dataclass(frozen=True)
class Finding:
    """One thing found; an error must be mended, or explained where its level says so, and a warning
    should be looked at.

    `cell` is an A1 name, empty for what concerns the whole sheet; `value` is the text the
    user sees there, shortened; `about` is what its row is about, where that is known.
    """

    level: str
    sheet: str
    cell: str
    value: str
    message: str
    about: str = ""

    @property
    def row(self) -> str:
        """The number of its row, empty for what concerns more."""
        return self.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    @property
    def is_error(self) -> bool:
        return self.level in (ERROR, EXPLAIN)

    @property
    def word(self) -> str:
        """What is to be done about it."""
        return _WORDS.get(self.level, "请核对")

    def sentence(self) -> str:
        """`「Sheet」F12：“12o0” 不是金额，请填写数字，如 1200.5`"""
        quoted = f"“{self.value}”"
        needs_value = self.value and quoted not in self.message
        return f"「{self.sheet}」{self.cell}：{quoted + ' ' if needs_value else ''}{self.message}"


class Findings:
    """The findings of one workbook, in the order in which they were made.

    The same is said once: an error takes the place of the warning that said it before.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._all: dict[tuple[str, str, str, str], Finding] = {}
        self += findings

    def add(self, finding: Finding) -> None:
        said = (finding.sheet, finding.cell, finding.value, finding.message)
        if said not in self._all or finding.is_error:
            self._all[said] = finding

    def error(self, place: Place, message: str | Exception) -> None:
        self.add(at(place, ERROR, message))

    def to_explain(self, place: Place, message: str) -> None:
        self.add(at(place, EXPLAIN, message))

    def warning(self, place: Place, message: str | Exception, about: str = "") -> None:
        self.add(replace(at(place, WARNING, message), about=about))

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self if finding.is_error]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self if not finding.is_error]

    def as_json(self) -> list[dict[str, str]]:
        """For an upload's outcome; `Finding(**line)` reads a line back."""
        return [asdict(finding) for finding in self]

    def __iadd__(self, others: Iterable[Finding]) -> "Findings":
        for finding in others:
            self.add(finding)
        return self

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._all.values())

    def __len__(self) -> int:
        return len(self._all)

    def __repr__(self) -> str:
        return f"Findings({list(self)!r})"


def at(place: Place, level: str, message: str | Exception) -> Finding:
    return Finding(level, place.sheet, place.ref, shortened(place.shown), str(message))


def shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
