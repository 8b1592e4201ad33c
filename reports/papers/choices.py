"""What is chosen for a paper, as it is kept beside it."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from figures.reckoning import PACES, Reckoning
from investment.basis import Basis
from measures.months import Month
from reports.prose.choices import (
    Chapter,
    Choices,
    Naming,
    OwnSentence,
    PaceWord,
    PlanVersion,
)

SHAPE = 1
SEVERAL = ("left_out", "lists", "ticked")
"""What several may be chosen of."""


@dataclass(frozen=True)
class Outfit:
    """``vessel``: in what a paper goes out, by its word (``documents.vessels``), "" in what papers
    of its kind do; ``issue``: 期号, ``addressee``: 主送, ``copied_to``: 抄送."""

    vessel: str = ""
    issue: str = ""
    addressee: str = ""
    copied_to: str = ""


@dataclass(frozen=True)
class PaperChoices:
    """``issuer``: the name under which the office issues. ``counts_by_command``: lists of which a
    month is approved count as issued (DESIGN §8). The others are those of the prose
    (``reports.prose.choices``), by their words. ``written`` is what people wrote, by the heading of
    its chapter, a paragraph a line, with figures as ``reports.papers.writing`` has them; ``seen``
    is how each of these figures printed as it was written. ``left_out`` are headings of chapters,
    ``lists`` the keys of the lists that are told, all where none is named, ``ticked`` the ids of
    the projects that may be named. ``about`` is what the paper is about (``papers.kinds``), empty
    of one on the county, ``called`` how that was called when the paper was begun. ``basis`` says by
    whose numbers all its figures are, ``pace`` by which pace, as keys say it
    (``figures.reckoning``), "" where each list goes by its own rule. ``charts``: it has
    附图. ``day``: that of a cut-off after the end of its month, as ISO text."""

    issuer: str
    counts_by_command: bool = False
    decimals: int = 1
    pace_word: str = PaceWord.PACE
    plan: str = PlanVersion.ADJUSTED
    naming: str = Naming.TICKED
    written: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    outfit: Outfit = Outfit()
    left_out: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    ticked: tuple[int, ...] = ()
    about: tuple[str, ...] = ()
    called: str = ""
    basis: str = Basis.VERIFIED
    pace: str = ""
    charts: bool = False
    own: Mapping[str, OwnSentence] = field(default_factory=dict)
    day: str = ""

    @property
    def until(self) -> datetime.date | None:
        """The day of the cut-off, where that is no end of a month."""
        return datetime.date.fromisoformat(self.day) if self.day else None

    @property
    def reckoning(self) -> Reckoning:
        """By whose numbers and which pace all its figures are."""
        return Reckoning(Basis(self.basis), PACES[self.pace] if self.pace else None)

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "PaperChoices":
        values = dict(kept)
        outfit = Outfit(**values.pop("outfit", {}))
        values |= {name: tuple(values.get(name, ())) for name in (*SEVERAL, "about")}
        values["own"] = {name: OwnSentence(**own) for name, own in values.get("own", {}).items()}
        return cls(**values, outfit=outfit)

    def for_prose(self) -> Choices:
        """Of what goes out: without the notes of the office."""
        return Choices(
            decimals=self.decimals,
            pace_word=PaceWord(self.pace_word),
            plan=PlanVersion(self.plan),
            naming=Naming(self.naming),
            working_copy=False,
            ticked=frozenset(self.ticked),
            lists=self.lists or None,
            charts=self.charts,
            left_out=frozenset(map(Chapter, self.left_out)),
            written={
                Chapter(heading): tuple(filter(None, map(str.strip, text.splitlines())))
                for heading, text in self.written.items()
            },
            own=self.own,
        )


def chosen_by(options: Mapping[str, Any]) -> dict[str, Any]:
    """What the options of a command (``figures.cli``) choose of a paper. The end of a month is no
    day of its own."""
    as_of: datetime.date = options["as_of"]
    day = "" if as_of == Month.of(as_of).last_day else as_of.isoformat()
    return {"basis": options["basis"], "pace": options["pace"] or "", "day": day}
