"""Indicators of how far projects have come: 开工 复工 建成 竣工 投产 投用.

Each rate names its base: there are start rates over all that is new, over what is due, and over
the year's continuing projects too (KNOWLEDGE §1).
"""

from collections.abc import Callable, Sequence

from figures import choosing
from figures.figure import Indicator, counted, ratio
from figures.plan_fact import PlanFact
from figures.units import COUNT


def _count(
    name: str,
    of: Callable[[PlanFact], bool],
    basis: str = "",
    told: Callable[[Sequence[PlanFact]], bool] | None = None,
) -> Indicator[PlanFact]:
    return Indicator(name, COUNT, counted, of, basis, told=told)


STARTED = _count("开工数", choosing.is_new_and_started, "新建项目")
RECOGNISED = _count(
    "认定开工数",
    choosing.is_recognised,
    "县发改局按要件认定了开工的新建项目",
    choosing.some_are_recognised,
)
DUE = _count(
    "应开工数", choosing.is_new_and_due, "计划开工月份已到的新建项目", choosing.has_a_start
)
NEW = _count("新建数", choosing.is_new)
CONTINUING = _count("续建数", choosing.is_continuing)
NEW_OR_CONTINUING = _count("新续建数", choosing.is_new_or_continuing)
AT_WORK = _count("开复工数", choosing.is_at_work, "已开工的新建项目和已复工的续建项目")
RESUMED = _count(
    "复工数", choosing.is_resumed, "本年有投资的续建项目", choosing.some_continuing_told
)
BUILT = _count("建成数", choosing.is_built, "基本建成或竣工")
COMPLETED = _count("竣工数", choosing.is_completed, "已竣工验收")
IN_PRODUCTION = _count("投产数", choosing.is_in_production)
IN_USE = _count("投用数", choosing.is_in_use)
DUE_FOR_COMPLETION = _count(
    "计划竣工数",
    choosing.is_due_for_completion,
    "计划本年底以前竣工的项目",
    choosing.has_a_completion,
)

CONSTRUCTION: tuple[Indicator[PlanFact], ...] = (
    STARTED,
    ratio("开工率", STARTED, NEW, "已开工的新建项目 ÷ 全部新建项目", of=choosing.is_new),
    DUE,
    ratio(
        "时序开工率",
        STARTED,
        DUE,
        "其中已开工的 ÷ 计划开工月份已到的新建项目",
        of=choosing.is_new_and_due,
    ),
    ratio(
        "应开工完成率",
        STARTED,
        DUE,
        "已开工的新建项目（含提前开工） ÷ 计划开工月份已到的新建项目",
        of=choosing.is_new,
    ),
    _count(
        "提前开工数", choosing.is_started_early, "计划开工月份未到的新建项目", choosing.has_a_start
    ),
    RECOGNISED,
    ratio(
        "认定开工率",
        RECOGNISED,
        NEW,
        "已认定开工的新建项目 ÷ 全部新建项目",
        of=choosing.is_new,
        told=choosing.some_are_recognised,
    ),
    _count(
        "待认定开工数",
        choosing.awaits_recognition,
        "报了开工、还没有认定的新建项目",
        choosing.some_are_recognised,
    ),
    _count("未开工数", choosing.is_not_started, "前期项目不计"),
    RESUMED,
    _count(
        "待复工数",
        choosing.awaits_resumption,
        "本年报送投资为零的续建项目",
        choosing.some_continuing_told,
    ),
    _count("复工未报数", choosing.resumption_is_untold, "本年没有报送的续建项目"),
    ratio(
        "复工率", RESUMED, CONTINUING, "已复工的续建项目 ÷ 全部续建项目", of=choosing.is_continuing
    ),
    AT_WORK,
    ratio(
        "开复工率",
        AT_WORK,
        NEW_OR_CONTINUING,
        "已开工的新建和已复工的续建项目 ÷ 全部新建和续建项目",
        of=choosing.is_new_or_continuing,
    ),
    BUILT,
    COMPLETED,
    IN_PRODUCTION,
    IN_USE,
    DUE_FOR_COMPLETION,
    ratio(
        "竣工率",
        COMPLETED,
        DUE_FOR_COMPLETION,
        "已竣工的项目 ÷ 计划本年底以前竣工的项目",
        told=choosing.has_a_completion,
    ),
    ratio(
        "投产率",
        IN_PRODUCTION,
        DUE_FOR_COMPLETION,
        "已投产的项目 ÷ 计划本年底以前竣工的项目",
        told=choosing.has_a_completion,
    ),
)
