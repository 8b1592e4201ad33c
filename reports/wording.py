"""Sentences over the dashboard: what the figures say, without adjectives."""

from figures import words
from projects.listnames import spoken_key
from reports.selectors import Dashboard, Headline, UnitLine

HALF_YEAR = 6
# A unit this many points behind is named in the title of the chart.
FAR_BEHIND = 10


def verdict(dashboard: Dashboard) -> str:
    """How the list stands, in one sentence."""
    headline, month = dashboard.headline, dashboard.facts.month
    at, key = f"截至{dashboard.facts.cut_off.in_year}", spoken_key(dashboard.plan.key)
    count = headline.count.value
    if headline.done.value is None:
        return f"{at}，{key}{count}个重点项目尚无已审定的完成投资。"
    done = words.amount(headline.done.yuan)
    if headline.rate.exact is None:
        return f"{at}，{key}{count}个重点项目完成投资{done}，没有年度计划投资，不与序时比较。"
    rate, stand = words.rate(headline.rate.exact, headline.pace.exact), _stand(headline)
    if int(headline.reported) < int(headline.count):
        covered = words.coverage(dashboard.coverage, "重点项目", with_silent=True)
        return f"{at}，{key}{covered}，已知累计完成投资{done}，占年度计划的{rate}，{stand}。"
    is_half_year = month.month == HALF_YEAR and dashboard.facts.cut_off.day is None
    if is_half_year and headline.lead.exact is not None:
        stand = f"{stand}，{words.half_way(headline.rate.exact)}"
    return f"{at}，{key}{count}个重点项目完成投资{done}，占年度计划的{rate}，{stand}。"


def _stand(headline: Headline) -> str:
    lead = headline.lead.exact
    return "暂不与序时比较" if lead is None else words.against_pace(lead)


def curve_title(dashboard: Dashboard) -> str:
    """Done against what the pace calls for, as the title of the curve."""
    point = dashboard.points[-1]
    end = f"{point.month.month}月底"
    if point.done.value is None:
        return f"{end}尚无已审定的完成投资"
    done = words.amount(int(point.done))
    if int(point.reported) < int(dashboard.headline.count):
        return f"{end}已知累计完成{done}，{int(point.reported)}个项目已审定，暂不与序时比较"
    if dashboard.headline.planned.value is None:
        return f"{end}累计完成{done}，没有年度计划投资，不与序时比较"
    return f"{end}累计完成{done}，{words.against_due(int(point.done), point.due)}"


def units_title(units: tuple[UnitLine, ...]) -> str:
    """How many units are behind, as the title of the ranking."""
    leads = [unit.lead.exact for unit in units if unit.lead.exact is not None]
    far = sum(lead < -FAR_BEHIND for lead in leads)
    behind = sum(lead < 0 for lead in leads)
    silent = sum(unit.is_silent for unit in units)
    waiting = [unit for unit in units if unit.is_waiting]
    if far:
        title = f"{far}个单位低于序时{FAR_BEHIND}个百分点以上"
    elif behind:
        title = f"{behind}个单位低于序时，都在{FAR_BEHIND}个百分点以内"
    elif leads:
        title = "报送的单位都达到序时"
    else:
        title = "没有单位可比"
    if waiting:
        what = words.waiting(row for unit in waiting for row in unit.waiting.rows)
        title = f"{title}，{len(waiting)}个单位{what}"
    return f"{title}，{silent}个单位未报" if silent else title


def behind_title(dashboard: Dashboard) -> str:
    headline = dashboard.headline
    if not headline.lagging:
        return "没有落后的项目"
    return (
        f"{headline.lagging.value}个项目落后：滞后{headline.red.value}个，"
        f"略慢{headline.amber.value}个"
    )
