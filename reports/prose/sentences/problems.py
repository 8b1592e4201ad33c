"""What is behind, of whom and why; and who is named for it (点名范围)."""

from collections.abc import Sequence

from documents.runs import bare, mark, unmarked
from figures import words
from figures.lights import Lag
from figures.plan_fact import PlanFact
from investment.basis import Basis
from reports.prose.choices import Naming
from reports.prose.sentences.construction import not_started_in_time
from reports.prose.sentences.highlights import half_way_missed
from reports.prose.sentences.naming import sentence
from reports.prose.sentences.progress import none_on_pace
from reports.prose.told import Told, amount, closed, counted

# More than so many that lag stand in a table.
MOST_NAMED = 10
# One in so many is 个别.
FEW = 20
# And of units one in so many is 少数.
FEW_UNITS = 3
LISTED_BEHIND = "名单附后。"


@sentence("总体欠进度")
def behind_as_a_whole(told: Told) -> str:
    """投资进度低于序时进度。距“双过半”的要求还差8.8个百分点，年度计划尚有45.9亿元未完成。 How many
    points it is behind is told in the chapter of progress."""
    if told.lead is None or told.is_on_pace:
        return ""
    far = f"{words.how_far(told.lead.exact or 0, told.pace.exact)}{told.paper.pace_word}"
    none = "" if told.figure("落后数").value == told.figure("项目数").value else none_on_pace(told)
    return f"投资进度{far}。{closed(half_way_missed(told), _left(told))}{none}"


def _left(told: Told) -> str:
    """By the plan that is asked today."""
    left = told.figure("尚需完成投资")
    if told.is_by_first or (left.yuan or 0) <= 0:
        return ""
    return f"年度计划{'' if told.paper.is_whole_year else '尚'}有{amount(left, told.planned)}未完成"


@sentence("落后项目")
def behind(told: Told) -> str:
    """部分项目推进较慢。85个项目中，22个进度滞后，其中开工滞后7个（应开工49个）、投资滞后15个。"""
    lagging, every = told.figure("落后数"), told.figure("项目数")
    if not lagging:
        return ""
    if lagging.value == every.value:
        head = "项目推进普遍较慢"
        what = f"{counted(every)}个项目均进度滞后" if int(every) > 1 else "项目进度滞后"
    else:
        head = f"{_how_many(int(lagging), int(every))}项目推进较慢"
        what = f"{counted(every)}个项目中，{counted(lagging)}个进度滞后{_share(told)}"
    kinds = [(lag, told.figure(f"{lag.value}数")) for lag in Lag]
    parts = [
        f"{lag.value}{counted(figure)}个{_of_the_due(told) if lag is Lag.START else ''}"
        for lag, figure in kinds
        if figure
    ]
    if len(parts) > 1:
        return f"{head}。{what}，其中{'、'.join(parts)}。"
    return f"{head}。{what}。{not_started_in_time(told)}"


def _how_many(part: int, every: int) -> str:
    """个别, 部分 or 多数, which is more than a half."""
    if part * 2 > every:
        return "多数"
    return "个别" if part * FEW <= every else "部分"


def _of_the_due(told: Told) -> str:
    """（应开工49个）: out of how many new projects these have not begun."""
    late, due = told.figure("开工滞后数"), told.of_group("新建").figure("应开工数")
    if not due:
        return ""
    if late.value == due.value:
        return "（应开工的均未开工）" if int(due) > 1 else ""
    return f"（应开工{counted(due)}个）"


def _share(told: Told) -> str:
    """，占2.7%: where those that lag are those below the pace."""
    lagging, below = told.figure("落后数"), told.figure("未达序时数")
    share = told.figure("未达序时比例")
    is_one = {row.item_id for row in lagging.rows} == {row.item_id for row in below.rows}
    return f"，占{told.percentage(share)}" if is_one and share.exact is not None else ""


@sentence("点名")
def named(told: Told) -> str:
    """投资滞后的有甲（交通运输局），完成年度计划的30.0%，低于…，原因是征迁未完成；…。"""
    rows = behind_and_named(told)
    if not rows:
        return ""
    if is_too_long(rows):
        return LISTED_BEHIND
    head, tail = ("如", "的") if told.choices.naming is Naming.TICKED else ("", "的有")
    of_kinds = [(lag, [row for row in rows if row.light.lag is lag]) for lag in Lag]
    told_of = (
        f"{head}{lag.value}{tail}{'；'.join(_line(told, row) for row in of_kind)}。"
        for lag, of_kind in of_kinds
        if of_kind
    )
    return "".join(told_of)


def behind_and_named(told: Told) -> Sequence[PlanFact]:
    """Worst first: in a 通报 all, upward those that a person ticked."""
    rows = told.figure("落后数").rows
    if told.choices.naming is Naming.ALL:
        return rows
    return [row for row in rows if row.project_id in told.choices.ticked]


def is_too_long(rows: Sequence[PlanFact]) -> bool:
    """Of more than so many a table is wanted."""
    return len(rows) > MOST_NAMED


def why(row: PlanFact) -> str:
    """The reason that the unit gave; "" where it gave none."""
    return bare(unmarked(row.problem)) if row.problem else ""


def _line(told: Told, row: PlanFact) -> str:
    assert row.light.lag is not None
    rate = ""
    if row.light.lag is Lag.INVESTMENT and row.rate is not None:
        rate = f"，完成年度计划的{told.of_project(row, '完成率', _rate(told, row))}"
    reason = f"，原因是{why(row)}" if row.problem else ""
    lead = row.light.points
    known = row.light.said
    if lead is not None:
        word, far = words.held_against_pace(
            lead, row.pace, told.paper.pace_word, told.choices.decimals
        )
        known = word + told.of_project(row, "超序时", far)
    name, unit = unmarked(row.project_name), unmarked(row.unit_name)
    return f"{name}（{unit}）{rate}，{known}{reason}"


def _rate(told: Told, row: PlanFact) -> str:
    assert row.rate is not None
    return words.rate_with(row.rate, told.digits(row.rate, row.pace))


@sentence("问题分类")
def by_category(told: Told) -> str:
    """要素保障仍需加强。尚未解决的问题中，用地3个、手续2个。"""
    problems = told.paper.deeds.problems
    if not problems:
        return ""
    every = sum(problems.values())
    if len(problems) == 1:
        [(category, _)] = problems.items()
        return f"要素保障仍需加强。尚有{every}个{category}问题未解决。"
    parts = "、".join(f"{category}{number}个" for category, number in problems.items())
    return f"要素保障仍需加强。尚有{every}个问题未解决，其中{parts}。"


@sentence("无投资单位")
def units_without(told: Told) -> str:
    """6个单位没有投资: named in a 通报 alone; who sent nothing is not called zero. What those above
    have not recognised is no unit's fault."""
    if told.basis is Basis.RECOGNISED:
        return ""
    zero, silent = told.figure("零报告单位数"), told.figure("未报送单位数")
    is_named = told.choices.naming is Naming.ALL
    parts = [
        f"{counted(figure)}个单位{said}{_units(figure.rows) if is_named else ''}"
        for figure, said in ((zero, "零投资"), (silent, "未报送进度"))
        if figure
    ]
    if not parts:
        return ""
    head = _how_many_units(int(zero) + int(silent), int(told.figure("填报单位数")))
    return f"{head}。截至目前，{'，'.join(parts)}。"


def _how_many_units(without: int, every: int) -> str:
    if without == every > 1:
        return "各单位工作普遍滞后"
    word = "多数" if without * 2 > every else "少数" if without * FEW_UNITS <= every else "部分"
    return f"{word}单位工作滞后"


def _units(rows: Sequence[PlanFact]) -> str:
    names = dict.fromkeys(unmarked(row.unit_name) for row in rows)
    return f"（{'、'.join(names)}）"


@sentence("红灯项目")
def red(told: Told) -> str:
    """红灯11个、黄灯11个: in a 通报, by the county's own rule."""
    if told.choices.naming is not Naming.ALL:
        return ""
    kinds = [(told.figure(f"{word}灯数"), word) for word in ("红", "黄")]
    parts = [mark(figure.key, f"{word}灯{figure.text()}个") for figure, word in kinds if figure]
    return f"按亮灯规则，{'、'.join(parts)}。" if parts else ""
