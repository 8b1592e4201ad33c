"""Whose number it is (口径): the unit's, the bureau's beside it, or that of those above."""

from enum import StrEnum


class Basis(StrEnum):
    """None overwrites another (DESIGN §4.7). VERIFIED, by which everything is reckoned that says
    nothing else, is the bureau's number where there is one, and the unit's where there is none."""

    REPORTED = "上报"
    VERIFIED = "核定"
    RECOGNISED = "上级认定"

    @property
    def words(self) -> str:
        """As a figure's name has it behind it: 上报数."""
        return f"{self.value}数"
