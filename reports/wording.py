"""Sentences over the dashboard: what the figures say, without adjectives."""

from fractions import Fraction

from figures.figure import Figure
from measures.months import Month
from measures.rates import format_points, percent
from reports.selectors import Dashboard, UnitLine

HALF_YEAR = 6
# A unit this many points behind is named in the title of the chart.
FAR_BEHIND = 10


def verdict(dashboard: Dashboard) -> str:
    """How the list stands, in one sentence."""
    headline = dashboard.headline
    month = dashboard.facts.month.month
    name = f"截至{month}月底，{dashboard.plan.key}{headline.count.value}个重点项目"
    if headline.done.value is None:
        return f"{name}尚无已审定的完成投资。"
    done = dashboard.scale.in_words(int(headline.done))
    if int(headline.reported) < int(headline.count):
        return (
            f"{name}{_coverage(dashboard)}，已知累计完成投资{done}；{_partial_stand(dashboard)}。"
        )
    if headline.rate.value is None:
        return f"{name}完成投资{done}，没有年度计划投资，不与序时比较。"
    return (
        f"{name}完成投资{done}，占年度计划的"
        f"{percent(Fraction(headline.rate.value), 2)}%，"
        f"{against_pace(headline.lead, dashboard.facts.month)}。"
    )


def _coverage(dashboard: Dashboard) -> str:
    """中已审定15个，待审定57个，未报13个."""
    headline = dashboard.headline
    waiting = int(headline.count) - int(headline.reported) - int(headline.silent)
    parts = (
        ("已审定", int(headline.reported)),
        ("待审定", waiting),
        ("未报", int(headline.silent)),
    )
    return "中" + "，".join(f"{word}{number}个" for word, number in parts if number)


def _partial_stand(dashboard: Dashboard) -> str:
    """Only what is reported is held against the pace."""
    lead = dashboard.headline.lead
    if lead.value is None:
        return "暂不与序时比较"
    points = format_points(Fraction(lead.value), signed=False)
    how = "超" if Fraction(lead.value) >= 0 else "落后"
    return f"已报齐的{len(lead.rows)}个项目{how}序时进度{points}个百分点"


def against_pace(lead: Figure, month: Month) -> str:
    """超序时 or 落后序时 by so many points; at the end of June also the half-way test."""
    points = Fraction(lead.value or 0)
    far = format_points(points, signed=False)
    if points == 0:
        stand = "与序时进度持平"
    else:
        stand = f"{'超' if points > 0 else '落后'}序时进度{far}个百分点"
    if month.month != HALF_YEAR:
        return stand
    return f"{stand}，{'实现' if points >= 0 else '未实现'}“双过半”"


def curve_title(dashboard: Dashboard) -> str:
    """Done against what the pace calls for, as the title of the curve."""
    point = dashboard.points[-1]
    end = f"{point.month.month}月底"
    if point.done.value is None:
        return f"{end}尚无已审定的完成投资"
    done = dashboard.scale.in_words(int(point.done))
    if int(point.reported) < int(dashboard.headline.count):
        return f"{end}已知累计完成{done}，{int(point.reported)}个项目已审定，暂不与序时比较"
    ahead = int(point.done) - point.due
    if ahead == 0:
        return f"{end}累计完成{done}，与序时应完成的持平"
    how = "多" if ahead > 0 else "少"
    return f"{end}累计完成{done}，比序时应完成的{how}{dashboard.scale.in_words(abs(ahead))}"


def units_title(units: tuple[UnitLine, ...]) -> str:
    """How many units are behind, as the title of the ranking."""
    leads = [Fraction(unit.lead.value or 0) for unit in units if unit.rank is not None]
    far = sum(lead < -FAR_BEHIND for lead in leads)
    behind = sum(lead < 0 for lead in leads)
    silent = sum(unit.is_silent for unit in units)
    waiting = sum(unit.is_waiting for unit in units)
    if far:
        title = f"{far}个单位低于序时{FAR_BEHIND}个百分点以上"
    elif behind:
        title = f"{behind}个单位低于序时，都在{FAR_BEHIND}个百分点以内"
    elif leads:
        title = "报送的单位都达到序时"
    else:
        title = "没有单位可比"
    title = f"{title}，{waiting}个单位待审定" if waiting else title
    return f"{title}，{silent}个单位未报" if silent else title


def behind_title(dashboard: Dashboard) -> str:
    headline = dashboard.headline
    if not headline.lagging:
        return "没有落后的项目"
    return (
        f"{headline.lagging.value}个项目落后：滞后{headline.red.value}个，"
        f"略慢{headline.amber.value}个"
    )
