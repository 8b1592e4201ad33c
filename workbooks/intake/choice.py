"""What a person chose of a previewed file: rows left out, and what unknown names mean."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Choice:
    """``left_out`` names rows by their key (6月!12); ``matches`` maps the key of a row with an
    unknown name to the id of what it means, or to None for 都不是; ``reasons`` the key of a row to
    what was said of a check that asks for a reason. ``titles`` and ``constants`` are what was said
    of columns for this file alone (``workbooks.meanings``)."""

    left_out: frozenset[str] = frozenset()
    matches: Mapping[str, int | None] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def leaving_out(self, shown: Collection[str], ticked: Collection[str]) -> "Choice":
        """With the ticks of the rows that a page showed; those of other pages stay."""
        unticked = set(shown) - set(ticked)
        return replace(self, left_out=frozenset(self.left_out - set(shown) | unticked))

    def matching(self, answers: Mapping[str, int | None]) -> "Choice":
        """With what a page answered of unknown names."""
        return replace(self, matches={**self.matches, **answers})

    def explaining(self, reasons: Mapping[str, str]) -> "Choice":
        """With what a page gave as reasons; an emptied box takes one back."""
        told = {**self.reasons, **reasons}
        return replace(self, reasons={key: reason for key, reason in told.items() if reason})

    def meaning(self, titles: Mapping[str, str], constants: Mapping[str, str]) -> "Choice":
        """With what a person said of columns; an empty text takes back what was said before."""
        said = {**self.titles, **titles}
        stated = {**self.constants, **constants}
        return replace(
            self,
            titles={wording: target for wording, target in said.items() if target},
            constants={target: text for target, text in stated.items() if text},
        )

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "left_out": sorted(self.left_out),
            "matches": dict(sorted(self.matches.items())),
            "reasons": dict(sorted(self.reasons.items())),
        }
        if self.titles or self.constants:
            told["titles"] = dict(sorted(self.titles.items()))
            told["constants"] = dict(sorted(self.constants.items()))
        return told

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Choice":
        """From ``as_json``; an empty mapping is no choice yet."""
        return cls(
            frozenset(kept.get("left_out", ())),
            kept.get("matches", {}),
            kept.get("reasons", {}),
            kept.get("titles", {}),
            kept.get("constants", {}),
        )


NO_CHOICE = Choice()
