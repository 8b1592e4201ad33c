"""Forty false reports among five hundred honest ones: what each edit check finds, and how often it
cries wolf. ``python -m benchmarks planted``.

Plans, swings from month to month, winters, the share of words left as they were and of equal
amounts are those of the sample county (shared/data/sample-county, deciles). What else honest units
do, in shares that nobody has counted and that are set by judgement (HABITS): money settled in one
lump, a last payment after completion, a site at work again that the register does not know of yet,
a plan or a total outrun, an addition forgotten. Nobody honest spends more than the total investment
unless the site is dearer. The false ones are honest months spoilt in ways that inspections name.
All is drawn with a fixed seed; neither side was fitted to the checks.
"""

import datetime
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from investment.checks import CHECKS, Surroundings, check_entry, open_results
from investment.drafts import EntryDraft
from investment.models import ZeroReason
from investment.standing import EntryRow, stand
from measures.money import WAN
from measures.months import Month
from projects.models import Project, Stage

SEED, HONEST = 20190630, 500


@dataclass
class Count:
    """How many of the false reports, by kind, and of the honest ones each check spoke of."""

    found: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
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
        codes = {r.code for r in found}
        result.honest += 1
        result.alarms.update(codes)
        result.honest_held += bool(open_results(found, ""))
        result.honest_noticed += bool(codes)
    for kind, (spoil, many) in KINDS.items():
        for number in range(many):
            case = spoil(draw, plain(draw, HONEST + number))
            found = check_entry(case.draft, case.around)
            codes = {r.code for r in found}
            result.planted[kind] += 1
            result.found.update(codes)
            result.caught[kind] += bool(codes)
            result.held[kind] += bool(open_results(found, ""))
    return result


def table(result: Count) -> str:
    false_reports = result.planted.total()
    lines = [
        f"虚报{false_reports}条，如实{result.honest}条",
        "",
        "校核\t类别\t查出虚报\t误报",
        *(
            f"{c.label}\t{c.check_class.label}\t{result.found[c.code]}\t{result.alarms[c.code]}"
            for c in CHECKS
        ),
        "",
        f"虚报中须说明或改正的：{result.held.total()}/{false_reports}",
        f"虚报中有任何提示的：{result.caught.total()}/{false_reports}",
        f"如实中须说明或改正的：{result.honest_held}/{result.honest}",
        f"如实中有任何提示的：{result.honest_noticed}/{result.honest}",
        "",
        "虚报种类\t条数\t须说明或改正\t有任何提示",
        *(
            f"{kind}\t{result.planted[kind]}\t{result.held[kind]}\t{result.caught[kind]}"
            for kind in KINDS
        ),
    ]
    return "\n".join(lines)


# --- Honest months ---------------------------------------------------------------------

PLANS = (500, 1637, 4900, 5000, 7834, 9569, 10469, 17787, 23820, 36601)
"""Of the year, in 万元; of the total investment they are the share below."""
TOTAL_TO_PLAN = (1.0, 1.08, 1.53, 1.66, 1.84, 2.01, 2.31, 2.49, 3.26)
SWINGS = (0.51, 0.66, 0.76, 0.83, 0.93, 1.01, 1.12, 1.22, 1.37, 1.6)
"""A month's money to the mean of the project's months."""
YEARS = (0.37, 0.5, 0.55, 0.59, 0.63, 0.69, 0.74, 0.86)
"""Half a year's money to the plan of the year."""
WINTER = (0.44, 0.63)
"""January and February to the mean of the four months after them."""
SAME_WORD = 184 / 314
"""Of two months with money one after the other, those with the same 形象进度."""
EQUAL_MONEY = 2 / 314

WORKS = ("基础施工", "主体施工", "主体封顶", "设备安装", "装修", "附属工程施工")


@dataclass(frozen=True)
class Case:
    """One project's month with what it is held against."""

    draft: EntryDraft
    around: Surroundings


def plain(draw: random.Random, number: int) -> Case:
    """A month between March and October of a project that builds, all in order."""
    month, planned = draw.randint(3, 10), draw.choice(PLANS)
    usual = planned * _between(draw, YEARS) / 6
    swings = [_between(draw, SWINGS) * _winter(place) for place in range(month)]
    return _case(draw, number, planned, [max(1, round(usual * swing)) for swing in swings])


def _between(draw: random.Random, deciles: tuple[float, ...]) -> float:
    """A value of the distribution that has these deciles, none twice."""
    place = draw.randrange(len(deciles) - 1)
    return draw.uniform(deciles[place], deciles[place + 1])


def _winter(place: int) -> float:
    return WINTER[place] if place < len(WINTER) else 1


def _case(draw: random.Random, number: int, planned: int, amounts: list[int]) -> Case:
    month = len(amounts)
    words = [draw.choice(WORKS)]
    while len(words) < month:
        words.append(words[-1] if draw.random() < SAME_WORD else draw.choice(WORKS))
    rows = [
        EntryRow(
            *(number, place + 1, amounts[place] * WAN, sum(amounts[: place + 1]) * WAN),
            *(None, None, None),
            "" if amounts[place] else ZeroReason.SETTLEMENT,
            words[place],
            "",
        )
        for place in range(month - 1)
    ]
    spent = max(planned, sum(amounts))
    total = max(spent, round(planned * _between(draw, TOTAL_TO_PLAN)))
    project = Project(
        name=f"第{number}号项目",
        total_investment=total * WAN,
        invested_before=draw.randint(0, total - spent) * WAN,
        invested_before_year=2018,
        actual_start=datetime.date(2018, draw.randint(3, 11), draw.randint(1, 28)),
        stage=Stage.CONSTRUCTION,
    )
    this = Month(2019, month)
    draft = EntryDraft(
        number,
        month_amount=amounts[-1] * WAN,
        year_to_date=sum(amounts) * WAN,
        progress=words[-1],
        zero_reason="" if amounts[-1] else ZeroReason.SETTLEMENT,
    )
    standing = stand(rows, through=month - 1)
    around = Surroundings(project, standing, this, this.next().first_day, planned * WAN)
    return Case(draft, around)


def honest(draw: random.Random, number: int) -> Case:
    """A plain month, or one of a habit that honest units have too."""
    case, chance = plain(draw, number), draw.random()
    for habit, share in HABITS:
        if chance < share:
            return habit(draw, case)
        chance -= share
    return case


def settled_in_a_lump(draw: random.Random, case: Case) -> Case:
    """Two months wait for the settlement, which comes with this one."""
    amounts = _amounts(case)
    return _again(draw, case, [*amounts[:-3], 0, 0, sum(amounts[-3:])])


def nothing_settled(draw: random.Random, case: Case) -> Case:
    return _again(draw, case, [*_amounts(case)[:-1], 0])


def rounded(draw: random.Random, case: Case) -> Case:
    """Known to the ten 万元 only."""
    return _again(draw, case, [round(amount, -1) or amount for amount in _amounts(case)])


def equal_by_chance(draw: random.Random, case: Case) -> Case:
    amounts = _amounts(case)
    return _again(draw, case, [*amounts[:-1], amounts[-2]])


def last_payment(draw: random.Random, case: Case) -> Case:
    ended = case.around.month.first_day - datetime.timedelta(days=draw.randint(1, 90))
    case.around.project.substantially_complete_on = ended
    return _with_money(case, (case.draft.month_amount or 0) // 4 // WAN * WAN or WAN)


def at_work_again(draw: random.Random, case: Case) -> Case:
    case.around.project.stage = Stage.SUSPENDED
    return case


def begun_this_month(draw: random.Random, case: Case) -> Case:
    """Its first money, the start told in the same row."""
    month = case.around.month
    day = month.first_day.replace(day=draw.randint(1, 28))
    case.around.project.actual_start = None
    again = _again(draw, case, [0] * (month.month - 1) + _amounts(case)[-1:])
    return replace(again, draft=replace(again.draft, actual_start=day))


def ahead_of_plan(draw: random.Random, case: Case) -> Case:
    """Up to half as much again as planned for the year, of work brought forward."""
    planned = (case.around.planned or 0) // WAN
    share = draw.uniform(1.0, 1.5) * planned / sum(_amounts(case))
    amounts = [round(amount * share) for amount in _amounts(case)]
    return _case(draw, case.draft.project_id, planned, amounts)


def dearer_than_approved(draw: random.Random, case: Case) -> Case:
    project = case.around.project
    total = (project.invested_before or 0) + (case.draft.year_to_date or 0)
    project.total_investment = total * 95 // 100
    return case


def addition_forgotten(draw: random.Random, case: Case) -> Case:
    """What was missed earlier is in the total and not in the box for it."""
    more = draw.randint(1, 50) * WAN
    return replace(
        case, draft=replace(case.draft, year_to_date=(case.draft.year_to_date or 0) + more)
    )


Spoil = Callable[[random.Random, Case], Case]

HABITS: tuple[tuple[Spoil, float], ...] = (
    (settled_in_a_lump, 0.06),
    (nothing_settled, 0.05),
    (rounded, 0.10),
    (equal_by_chance, EQUAL_MONEY),
    (last_payment, 0.03),
    (at_work_again, 0.01),
    (begun_this_month, 0.03),
    (ahead_of_plan, 0.05),
    (dearer_than_approved, 0.01),
    (addition_forgotten, 0.02),
)


def _amounts(case: Case) -> list[int]:
    """The year's months in 万元."""
    known = [*(month.amount for month in case.around.before.months), case.draft.month_amount]
    return [(amount or 0) // WAN for amount in known]


def _again(draw: random.Random, case: Case, amounts: list[int]) -> Case:
    """The same project with other months."""
    around = case.around
    other = _case(draw, case.draft.project_id, (around.planned or 0) // WAN, amounts)
    return replace(other, around=replace(other.around, project=around.project))


# --- False ones ------------------------------------------------------------------------


def _with_money(case: Case, money: int) -> Case:
    last = case.around.last_total or 0
    draft = replace(case.draft, month_amount=money, year_to_date=last + money)
    return replace(case, draft=draft)


def copied(draw: random.Random, case: Case) -> Case:
    return _with_money(case, case.around.earlier_amounts[-1])


def copied_with_word(draw: random.Random, case: Case) -> Case:
    latest, same = case.around.before.latest, copied(draw, case)
    return replace(same, draft=replace(same.draft, progress=latest.progress if latest else ""))


def in_yuan(draw: random.Random, case: Case) -> Case:
    return _with_money(case, (case.draft.month_amount or 0) * 10_000)


def total_as_month(draw: random.Random, case: Case) -> Case:
    return replace(case, draft=replace(case.draft, month_amount=case.draft.year_to_date))


def fallen(draw: random.Random, case: Case) -> Case:
    less = (case.around.last_total or 0) * draw.randint(60, 95) // 100
    return replace(case, draft=replace(case.draft, year_to_date=less // WAN * WAN))


def before_start(draw: random.Random, case: Case) -> Case:
    case.around.project.actual_start = case.around.month.next().first_day
    return case


def after_completion(draw: random.Random, case: Case) -> Case:
    ended = case.around.month.first_day - datetime.timedelta(days=draw.randint(1, 90))
    case.around.project.substantially_complete_on = ended
    return case


def suspended(draw: random.Random, case: Case) -> Case:
    case.around.project.stage = Stage.SUSPENDED
    return case


def guessed(draw: random.Random, case: Case) -> Case:
    """Every month made up, to the hundred 万元 or, where there is less, to the ten."""
    return _again(draw, case, [round(n, -2) or round(n, -1) or 10 for n in _amounts(case)])


def made_up_to_pace(draw: random.Random, case: Case) -> Case:
    """Slow for two months of a quarter, and exactly at pace at its end."""
    planned = (case.around.planned or 0) // WAN
    quarter = draw.choice((3, 6, 9))
    slow = [max(1, planned // 12 * draw.randint(30, 60) // 100) for _ in range(quarter - 1)]
    return _again(draw, case, [*slow, planned * quarter // 12 - sum(slow)])


def beyond_the_total(draw: random.Random, case: Case) -> Case:
    project = case.around.project
    left = (project.total_investment or 0) - (project.invested_before or 0)
    money = left - (case.around.last_total or 0) + draw.randint(100, 900) * WAN
    return _with_money(case, money)


def plan_fulfilled(draw: random.Random, case: Case) -> Case:
    """What was missing to the year's plan, all at once."""
    return _with_money(case, (case.around.planned or 0) - (case.around.last_total or 0))


def without_a_word(draw: random.Random, case: Case) -> Case:
    return replace(case, draft=replace(case.draft, progress=""))


def inflated(draw: random.Random, case: Case) -> Case:
    """Half as much again, every figure in keeping: what no check of figures can see."""
    return _with_money(case, (case.draft.month_amount or 0) * 3 // 2)


KINDS: dict[str, tuple[Spoil, int]] = {
    "照抄上月金额": (copied, 4),
    "金额和形象进度都照抄": (copied_with_word, 4),
    "元当作万元": (in_yuan, 3),
    "累计填成本月": (total_as_month, 4),
    "累计倒退": (fallen, 3),
    "开工前有投资": (before_start, 3),
    "建成后有投资": (after_completion, 3),
    "停工期间有投资": (suspended, 3),
    "逐月估报整数": (guessed, 3),
    "季末凑足序时": (made_up_to_pace, 3),
    "累计超过总投资": (beyond_the_total, 2),
    "一次补足年度计划": (plan_fulfilled, 2),
    "各数一致地多报一半": (inflated, 3),
    "有投资没有形象进度": (without_a_word, 3),
}
