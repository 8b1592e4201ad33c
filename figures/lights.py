"""The light a project shows, and why (DESIGN §4.5).

Unstarted and not yet due: grey. Nothing reported for the month: no light, 未报. Unstarted past
its planned month: 开工滞后, yellow, red after some months. Started: by pace.
"""

import datetime
import enum
from dataclasses import dataclass, replace
from fractions import Fraction

from figures import words
from figures.models import LightFamily, LightScheme
from investment.standing import MonthState, YearStanding
from measures.months import Month
from measures.rates import lead
from projects.models import PlanCategory


class Colour(enum.Enum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"
    UNREPORTED = "unreported"
    WAITING = "waiting"
    NONE = "none"


class Lag(enum.Enum):
    """The kind of a lag, as lists of laggards name it."""

    START = "开工滞后"
    INVESTMENT = "投资滞后"


@dataclass(frozen=True)
class Light:
    """``points`` is the lead over pace in 百分点, where the light goes by pace; else ``said`` is
    the reason. A site that stands still (停工) is lit as any other, and ``note`` says so."""

    colour: Colour
    word: str
    said: str = ""
    points: Fraction | None = None
    lag: Lag | None = None
    note: str = ""

    @property
    def reason(self) -> str:
        said = self.said if self.points is None else words.against_pace(self.points)
        return f"{said}，{self.note}" if self.note else said


# In force where a county has entered no scheme of its own.
DEFAULT_SCHEME = LightScheme(
    from_date=datetime.date(2000, 1, 1),
    family=LightFamily.POINTS,
    green_limit=0,
    amber_limit=10,
    start_red_months=3,
    source="系统默认：达到序时为绿灯，落后10个百分点以内为黄灯，超过为红灯；开工滞后满3个月为红灯",
)

NO_LIGHT = Light(Colour.NONE, "不亮灯", "前期项目或未安排年度投资，不按序时评价")
UNREPORTED = Light(Colour.UNREPORTED, "未报", "当月没有填报")
UNRECOGNISED = Light(Colour.UNREPORTED, "未认定", "当月没有上级认定数")
INCOMPLETE = Light(Colour.UNREPORTED, "未报齐", "此前有月份未报，累计不全，请补报累计数")
WAITING = Light(Colour.WAITING, "待审定", "当月已报送，尚未审定")
TO_REVIEW = Light(Colour.WAITING, "待审核", "当月已报送，尚未审核")


def scheme_in_force(schemes: list[LightScheme], on: datetime.date) -> LightScheme:
    """The latest scheme that took force by ``on``; ``schemes`` in any order."""
    begun = [scheme for scheme in schemes if scheme.from_date <= on]
    return max(begun, key=lambda scheme: scheme.from_date, default=DEFAULT_SCHEME)


def light_before_start(
    *,
    planned_start: datetime.date | None,
    missing: Light | None,
    month: Month,
    scheme: LightScheme,
) -> Light:
    """The light of a new project that is not known to have started by the end of ``month``;
    ``missing`` stands where no approved entry says how the month ended."""
    if planned_start is None:
        return Light(Colour.GREY, "未到期", "未填计划开工时间")
    months_late = month - Month.of(planned_start)
    if months_late < 0:
        return Light(Colour.GREY, "未到期", f"计划{planned_start.month}月开工，未到开工期")
    if missing is not None:
        # Silence does not say that nothing was begun.
        return missing
    colour = Colour.RED if months_late >= scheme.start_red_months else Colour.AMBER
    late = f"已过{months_late}个月" if months_late else "当月未开工"
    return Light(colour, "开工滞后", f"计划{planned_start.month}月开工，{late}", lag=Lag.START)


def light_by_pace(*, done: int, planned: int, pace: Fraction, scheme: LightScheme) -> Light:
    """The light of a started project of which ``done`` is known, and something is planned."""
    ahead = lead(done, planned, pace)
    colour = _colour(done, planned, pace, ahead, scheme)
    word, lag = _BY_PACE[colour]
    return Light(colour, word, points=ahead, lag=lag)


def _colour(
    done: int, planned: int, pace: Fraction, ahead: Fraction, scheme: LightScheme
) -> Colour:
    if scheme.family == LightFamily.POINTS:
        if ahead >= -scheme.green_limit:
            return Colour.GREEN
        return Colour.AMBER if ahead >= -scheme.amber_limit else Colour.RED
    # Of a pace of nothing, in a winter stop, everything is the whole.
    rate = Fraction(done, planned)
    if rate * 100 >= pace * scheme.green_limit:
        return Colour.GREEN
    return Colour.AMBER if rate * 100 >= pace * scheme.amber_limit else Colour.RED


_BY_PACE = {
    Colour.GREEN: ("达序时", None),
    Colour.AMBER: ("略慢", Lag.INVESTMENT),
    Colour.RED: ("滞后", Lag.INVESTMENT),
}


def what_is_missing(is_waiting: bool, is_to_review: bool) -> Light:
    """What stands where nothing approved says how the month ended."""
    if not is_waiting:
        return UNREPORTED
    return TO_REVIEW if is_to_review else WAITING


def light_of(
    *,
    category: str,
    planned: int | None,
    planned_start: datetime.date | None,
    standing: YearStanding,
    is_started: bool,
    missing: Light,
    month: Month,
    pace: Fraction,
    scheme: LightScheme,
    is_suspended: bool = False,
) -> Light:
    """The light of a line; ``missing`` stands where nothing approved says how the month ended."""
    if category == PlanCategory.PRELIMINARY or not planned:
        return NO_LIGHT
    is_silent = standing.this_month.state is MonthState.SILENT
    if not is_started:
        return light_before_start(
            planned_start=planned_start,
            missing=missing if is_silent else None,
            month=month,
            scheme=scheme,
        )
    if is_silent:
        return missing
    if standing.has_gap or standing.year_to_date is None:
        return INCOMPLETE
    done = standing.year_to_date
    light = light_by_pace(done=done, planned=planned, pace=pace, scheme=scheme)
    return replace(light, note="停工") if is_suspended and light.lag else light
