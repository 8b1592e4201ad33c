"""Which units still owe a period, and for how many projects."""

import datetime
from collections import Counter
from dataclasses import dataclass

from accounts.models import Unit
from investment.models import MonthlyEntry, Reminder, ReportingPeriod
from investment.selectors.deadlines import deadlines, due_words
from investment.selectors.facts import owed_in


@dataclass(frozen=True)
class Debt:
    """A unit with its projects that were not sent, of those that ``owed`` a report."""

    unit: Unit
    owed: int
    missing: int
    due_on: datetime.date

    @property
    def is_silent(self) -> bool:
        return self.missing == self.owed


@dataclass(frozen=True)
class Owing:
    """``units`` is how many owe a report at all, ``debts`` those that have not sent everything, who
    is silent first."""

    period: ReportingPeriod
    units: int
    debts: list[Debt]

    @property
    def done(self) -> int:
        return self.units - len(self.debts)


def owing_of(period: ReportingPeriod) -> Owing:
    """Ten queries."""
    owing = owed_in(period)
    sent = set(
        MonthlyEntry.objects.sent()
        .filter(project__in=owing, period=period)
        .values_list("project_id", flat=True)
    )
    missing = Counter(unit for project, unit in owing.items() if project not in sent)
    due = deadlines([period])
    owed = Counter(owing.values())
    debts = [
        Debt(unit, owed[unit.pk], missing[unit.pk], due.due_on(period, unit.pk))
        for unit in Unit.objects.filter(pk__in=missing)
    ]
    debts.sort(key=lambda debt: not debt.is_silent)
    return Owing(period, len(set(owing.values())), debts)


def group_text(owing: Owing, today: datetime.date) -> str:
    """What the bureau copies into the chat group that the units use; after the day it says by how
    much the month is late."""
    period, due = owing.period, due_words(owing.period.due_on, today)
    if not owing.debts:
        return f"各单位：{period.label}重点项目进度已全部报送（{owing.units}个单位），谢谢配合。"
    named = "、".join(_named(debt, period) for debt in owing.debts)
    asked = "请今天补报" if period.is_overdue(today) else "请按时报送"
    return (
        f"各单位：{period.label}重点项目进度报送{due}，"
        f"{owing.units}个单位中已报齐{owing.done}个，尚未报齐的有：{named}。{asked}；"
        "当月没有投资的也要填0并选择原因，不能不报。"
    )


def _named(debt: Debt, period: ReportingPeriod) -> str:
    longer = f"，延至{debt.due_on:%-m月%-d日}" if debt.due_on != period.due_on else ""
    return f"{debt.unit.name}（{debt.missing}个项目{longer}）"


def standing_reminder(period: ReportingPeriod, unit: Unit) -> Reminder | None:
    """The latest reminder of the unit for the period; one query."""
    return Reminder.objects.filter(period=period, unit=unit).first()


def reminders_of(period: ReportingPeriod) -> list[Reminder]:
    """Who was reminded, the latest first; one query."""
    return list(Reminder.objects.filter(period=period).select_related("unit"))
