"""A project's way through a year as a small picture: what was done against the pace. The page
draws it by itself, without a script; the numbers stand in the table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from investment.pacing import Pacing
from measures.months import Month
from measures.rounding import round_half_up

WIDTH, HEIGHT = 300, 84
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 12, 6, 16
_MONTHS = 12


@dataclass(frozen=True)
class Dot:
    month: int
    x: int
    y: int


@dataclass(frozen=True)
class Curve:
    """``done`` and ``pace`` are points of lines, "x,y x,y"; ``ticks`` the months under them. Whole
    numbers of the picture's units."""

    dots: list[Dot]
    pace: str
    ticks: list[Dot]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def done(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)

    @property
    def last(self) -> Dot:
        return self.dots[-1]


def curve_of(
    totals: Sequence[int | None], planned: int | None, pacing: Pacing, year: int
) -> Curve | None:
    """``totals`` are the years to date, January first, in yuan, None where a month's is not known;
    None where there is nothing to draw."""
    known = [(month, total) for month, total in enumerate(totals, 1) if total is not None]
    if not known:
        return None
    top = max([planned or 0, *(total for _, total in known), 1])
    due = [
        (month, int(round_half_up((planned or 0) * pacing.at(Month(year, month)))))
        for month in range(1, _MONTHS + 1)
    ]
    return Curve(
        dots=[_dot(month, total, top) for month, total in known],
        pace=" ".join(f"{dot.x},{dot.y}" for dot in (_dot(m, yuan, top) for m, yuan in due))
        if planned
        else "",
        ticks=[Dot(month, _x(month), HEIGHT - 3) for month in (1, 3, 6, 9, 12)],
    )


def _x(month: int) -> int:
    return _LEFT + (month - 1) * (WIDTH - _LEFT - _RIGHT) // (_MONTHS - 1)


def _dot(month: int, yuan: int, top: int) -> Dot:
    room = HEIGHT - _TOP - _BOTTOM
    return Dot(month, _x(month), HEIGHT - _BOTTOM - max(yuan, 0) * room // top)
