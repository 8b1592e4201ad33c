"""Parts that must add up to a whole: 19 = 2 + 2 + 4 + 其余11 (DESIGN §1).

Of 74 sums in published reports 12 do not add up; here such a report is refused.
"""

from collections.abc import Mapping


class PartsDoNotAddUp(ValueError):
    """A whole that is not the sum of its parts. Its text is a Chinese sentence for the user."""

    def __init__(self, whole_label: str, whole: int, parts: Mapping[str, int], unit: str) -> None:
        super().__init__(whole_label, whole, dict(parts), unit)
        self.whole_label = whole_label
        self.whole = whole
        self.parts = dict(parts)
        self.unit = unit

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.parts)

    def __str__(self) -> str:
        total = sum(self.parts.values())
        return (
            f"{self.whole_label}{self.whole:,}{self.unit}，分项合计{total:,}{self.unit}，"
            f"相差{abs(self.whole - total):,}{self.unit}"
        )


def check_parts(whole_label: str, whole: int, parts: Mapping[str, int], unit: str) -> None:
    """Raises PartsDoNotAddUp unless `parts` (label → number) add up to `whole`."""
    if sum(parts.values()) != whole:
        raise PartsDoNotAddUp(whole_label, whole, parts, unit)


def remainder(
    whole: int, parts: Mapping[str, int], *, whole_label: str = "总数", unit: str = ""
) -> int:
    """What `parts` leave of `whole`, the 其余 of a sentence.

    Raises PartsDoNotAddUp when the parts exceed the whole.
    """
    rest = whole - sum(parts.values())
    if rest < 0:
        raise PartsDoNotAddUp(whole_label, whole, parts, unit)
    return rest
