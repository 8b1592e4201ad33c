"""Forty false reports among five hundred honest ones: what each edit check finds, and how often it
cries wolf. ``python -m benchmarks planted``.

The honest months follow the sample county: amounts about a twelfth of the plan that swing by a half
from month to month and slow in winter, words that follow the works, and the irregularities that
honest units have too (a settlement that comes in one lump at the end of a quarter, a pause, a round
figure now and then). The false ones are honest months spoilt in the ways that inspections name. The
numbers are drawn with a fixed seed and were not fitted to the checks.
"""

import datetime
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from investment.checks import CHECKS, Surroundings, check_entry, open_results
from investment.drafts import EntryDraft
from investment.standing import EntryRow, stand
from measures.money import WAN
from measures.months import Month
from projects.models import Project, Stage

SEED, HONEST, EACH = 20190630, 500, 4


@dataclass
class Count:
    """How many of the false reports, by kind, and of the honest ones each check spoke of."""

    found: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    false_reports: int = 0
    honest: int = 0
    honest_held: int = 0
    honest_noticed: int = 0


def count() -> Count:
    """Run every check over the planted county."""
    draw = random.Random(SEED)
    result = Count()
    for number in range(HONEST):
        case = honest(draw, number)
        found = check_entry(case.draft, case.around)
        result.honest += 1
        result.alarms.update({r.code for r in found})
        result.honest_held += bool(open_results(found, ""))
        result.honest_noticed += bool(found)
    for kind, spoil in KINDS.items():
        for number in range(EACH):
            case = spoil(draw, honest(draw, number, plain=True))
            found = check_entry(case.draft, case.around)
            result.false_reports += 1
            result.found.update({r.code for r in found})
            result.caught[kind] += bool(found)
    return result


def table(result: Count) -> str:
    lines = [f"虚报{result.false_reports}条，如实{result.honest}条", "", "校核\t查出虚报\t误报"]
    lines += [f"{c.label}\t{result.found[c.code]}\t{result.alarms[c.code]}" for c in CHECKS]
    caught = sum(result.caught.values())
    lines += [
        "",
        f"虚报中至少一项校核提示的：{caught}/{result.false_reports}",
        f"如实中须说明或改正的：{result.honest_held}/{result.honest}",
        f"如实中有任何提示的：{result.honest_noticed}/{result.honest}",
        "",
        "虚报种类\t查出",
        *(f"{kind}\t{result.caught[kind]}/{EACH}" for kind in KINDS),
    ]
    return "\n".join(lines)


# --- Honest months ---------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One project's month with what it is held against."""

    draft: EntryDraft
    around: Surroundings


WORKS = (
    *("基础开挖", "基础施工", "主体一层", "主体三层", "主体封顶"),
    *("二次结构", "装修", "设备安装", "管网", "绿化"),
)


def honest(draw: random.Random, number: int, *, plain: bool = False) -> Case:
    """A month between March and October of a project that builds; ``plain`` without the
    irregularities of honest units."""
    month = draw.randint(3, 10)
    planned = draw.choice((600, 1200, 3000, 5000, 8000, 12000, 30000, 56000))
    amounts = [max(1, round(planned / 12 * _pace(draw, m))) for m in range(1, month + 1)]
    if not plain:
        amounts = _irregular(draw, amounts)
    rows, total = [], 0
    first = draw.randint(0, 2)
    for place, amount in enumerate(amounts[:-1]):
        total += amount * WAN
        word = f"{WORKS[(first + place) % len(WORKS)]}完成{draw.randint(1, 99)}%"
        rows.append(
            EntryRow(number, place + 1, amount * WAN, total, None, None, None, "", word, "")
        )
    money = amounts[-1] * WAN
    project = Project(
        name=f"第{number}号项目",
        total_investment=planned * 3 * WAN,
        invested_before=planned * WAN,
        invested_before_year=2018,
        actual_start=datetime.date(2018, draw.randint(3, 11), draw.randint(1, 28)),
        stage=Stage.CONSTRUCTION,
    )
    word = f"{WORKS[(first + month) % len(WORKS)]}完成{draw.randint(1, 99)}%"
    if not plain and draw.random() < 0.03:
        word = rows[-1].progress
    draft = EntryDraft(number, month_amount=money, year_to_date=total + money, progress=word)
    if money == 0:
        draft = replace(draft, zero_reason="settlement")
    this = Month(2019, month)
    around = Surroundings(
        project, stand(rows, through=month - 1), this, this.next().first_day, planned * WAN
    )
    return Case(draft, around)


def _pace(draw: random.Random, month: int) -> float:
    winter = 0.4 if month <= 2 else 1.1
    return winter * draw.uniform(0.5, 1.5)


def _irregular(draw: random.Random, amounts: list[int]) -> list[int]:
    """Now and then nothing is settled for two months and all of it in the next, a figure is
    rounded, or two months are the same."""
    chance = draw.random()
    if chance < 0.06 and len(amounts) >= 4:
        lump = sum(amounts[-3:])
        return [*amounts[:-3], 0, 0, lump]
    if chance < 0.12:
        return [round(amount, -2) or amount for amount in amounts]
    if chance < 0.13:
        return [*amounts[:-1], amounts[-2]]
    return amounts


# --- False ones ------------------------------------------------------------------------


def _with_money(case: Case, money: int) -> Case:
    last = case.around.last_total or 0
    draft = replace(case.draft, month_amount=money, year_to_date=last + money)
    return replace(case, draft=draft)


def copied(draw: random.Random, case: Case) -> Case:
    return _with_money(case, case.around.earlier_amounts[-1])


def copied_with_word(draw: random.Random, case: Case) -> Case:
    latest = case.around.before.latest
    same = copied(draw, case)
    return replace(same, draft=replace(same.draft, progress=latest.progress if latest else ""))


def in_yuan(draw: random.Random, case: Case) -> Case:
    return _with_money(case, (case.draft.month_amount or 0) * 10_000)


def total_as_month(draw: random.Random, case: Case) -> Case:
    total = case.draft.year_to_date
    return replace(case, draft=replace(case.draft, month_amount=total))


def fallen(draw: random.Random, case: Case) -> Case:
    less = (case.around.last_total or 0) * draw.randint(60, 95) // 100
    return replace(case, draft=replace(case.draft, year_to_date=less))


def before_start(draw: random.Random, case: Case) -> Case:
    project = case.around.project
    project.actual_start = case.around.month.next().first_day
    return case


def after_completion(draw: random.Random, case: Case) -> Case:
    project = case.around.project
    project.substantially_complete_on = case.around.month.first_day - datetime.timedelta(days=40)
    return case


def suspended(draw: random.Random, case: Case) -> Case:
    case.around.project.stage = Stage.SUSPENDED
    return case


def to_fill_the_plan(draw: random.Random, case: Case) -> Case:
    """What was missing to the year's plan, all at once and some more."""
    planned = case.around.planned or 0
    return _with_money(case, planned - (case.around.last_total or 0) + planned * 6 // 10)


def inflated(draw: random.Random, case: Case) -> Case:
    """Half as much again, every figure consistent: what no check of figures can see."""
    return _with_money(case, (case.draft.month_amount or 0) * 3 // 2)


KINDS: dict[str, Callable[[random.Random, Case], Case]] = {
    "照抄上月金额": copied,
    "金额和形象进度都照抄": copied_with_word,
    "元当作万元": in_yuan,
    "累计填成本月": total_as_month,
    "累计倒退": fallen,
    "开工前有投资": before_start,
    "建成后有投资": after_completion,
    "停工期间有投资": suspended,
    "一次补足计划": to_fill_the_plan,
    "各数一致地多报一半": inflated,
}
