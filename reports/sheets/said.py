"""Sentences of sheets: what they tell of a part of the lists that a summary tells otherwise."""

from figures.lights import Lag
from reports.prose.sentences.plans import plan_clause, total_clause
from reports.prose.told import Told, counted


def planned(told: Told, whose: str) -> str:
    """交通运输局承担重点建设项目12个（含前期1个），总投资…，年度计划投资…。"""
    every, early = told.figure("项目数", "合计"), told.figure("项目数", "前期")
    if early.value == every.value:
        several = "均" if int(every) > 1 else ""
        return f"{whose}重点建设项目{counted(every)}个，{several}为前期项目。"
    also = f"（含前期项目{counted(early)}个）" if early else ""
    whole = told.of_group("合计")
    return f"{whose}重点建设项目{counted(every)}个{also}{total_clause(whole)}{plan_clause(told)}。"


def lagging(told: Told) -> str:
    """12个项目中，5个进度滞后，其中开工滞后1个、投资滞后4个。 "" where none lags."""
    every, behind = told.figure("项目数"), told.figure("落后数")
    if not behind:
        return ""
    kinds = [(lag, told.figure(f"{lag.value}数")) for lag in Lag]
    parts = [(lag.value, figure) for lag, figure in kinds if figure]
    if behind.value == every.value:
        what = f"{counted(every)}个项目均" if int(every) > 1 else "项目"
    else:
        what = f"{counted(every)}个项目中，{counted(behind)}个"
    if len(parts) == 1:
        return f"{what}{parts[0][0]}。"
    told_apart = "、".join(f"{word}{counted(figure)}个" for word, figure in parts)
    return f"{what}进度滞后，其中{told_apart}。"
