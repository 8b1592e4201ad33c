"""The figures that a text prints: where, how much, and what they speak of."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from documents.reading.clauses import Layout
from documents.reading.nouns import Noun, Speaker
from documents.reading.script import simplified
from documents.reading.signs import Kind, Sign, signs_in
from measures.money import WAN, WAN_NAME, YI

__all__ = ["Kind", "PrintedFigure", "figures_in"]


class Money(Enum):
    """What amounts are printed in, in yuan."""

    YI = "亿元", YI
    WAN = WAN_NAME, WAN
    QIAN = "千元", 1_000
    YUAN = "元", 1


IN_YUAN: dict[str, int] = dict(each.value for each in Money)


@dataclass(frozen=True)
class PrintedFigure:
    """``text[start:end]`` is ``printed``. ``value`` is in ``unit``, as printed; None of a blank
    (xx). ``clause`` is what stands between two commas, ``before`` and ``after`` are the words of
    it up to the next figure. ``sentence`` and ``paragraph`` are counted from 0. ``is_aside``:
    it stands in brackets. ``is_about``: 约. ``is_bound``: 以上, 不少于, 至少.

    The words are those of the text; ``noun`` is read in simplified characters."""

    start: int
    end: int
    printed: str
    value: Fraction | None
    unit: str
    decimals: int
    kind: Kind
    clause: str
    before: str
    after: str
    noun: Noun
    sentence: int
    paragraph: int
    is_aside: bool = False
    is_about: bool = False
    is_bound: bool = False

    @property
    def yuan(self) -> Fraction | None:
        """Of money."""
        if self.value is None or self.unit not in IN_YUAN:
            return None
        return self.value * IN_YUAN[self.unit]

    @property
    def step(self) -> Fraction:
        """One in the last place that is printed."""
        return Fraction(1, 10**self.decimals)


def figures_in(text: str) -> tuple[PrintedFigure, ...]:
    """In the order of the text."""
    plain = simplified(text)
    return tuple(_figures(text, plain, signs_in(plain)))


def _figures(text: str, plain: str, signs: list[Sign]) -> Iterator[PrintedFigure]:
    layout = Layout(plain)
    speaker = Speaker(layout)
    for at, sign in enumerate(signs):
        left, right = layout.clause(sign.start, sign.end)
        start = max(left, signs[at - 1].end) if at else left
        end = min(right, signs[at + 1].start) if at + 1 < len(signs) else right
        before, after = plain[start : sign.start], plain[sign.end : end]
        yield PrintedFigure(
            start=sign.start,
            end=sign.end,
            printed=text[sign.start : sign.end],
            value=sign.value,
            unit=sign.unit,
            decimals=sign.decimals,
            kind=sign.kind,
            clause=text[left:right].strip(),
            before=text[start : sign.start],
            after=text[sign.end : end],
            noun=speaker.noun(sign, before, after, is_last=end == right),
            sentence=layout.sentence(sign.start),
            paragraph=layout.paragraph(sign.start),
            is_aside=layout.is_aside(sign.start),
            is_about=sign.is_about,
            is_bound=after.startswith("以上") or before.endswith(("不少于", "至少", "不低于")),
        )
