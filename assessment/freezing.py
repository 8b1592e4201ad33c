"""A table of scores as plain data: what a published result keeps, and what a preview shows too.

``units``: unit_id, unit, place (None: excused), total in hundredths, excused, cells (rule,
hundredths, words, is_known, evidence) and rows, the projects that it was reckoned from: name,
category, planned and done (yuan), the rate and the lead as printed, the light with its reason.
"""

from collections.abc import Mapping
from typing import Any

from assessment.reckoning import Table
from figures.plan_fact import PlanFact
from measures.rates import format_points, percent
from projects.models import PlanCategory

# What is named at either end of a ranking (first source document's rules: 前三名表扬, 后三名通报).
NAMED = 3


def frozen(table: Table) -> dict[str, Any]:
    return {
        "rules": [rule.name for rule in table.rules],
        "source": table.scheme.source,
        "light_source": table.light_source,
        "coverage": table.coverage,
        "units": [
            {
                "unit_id": unit.unit_id,
                "unit": unit.unit_name,
                "place": unit.place,
                "total": unit.total,
                "excused": unit.excused,
                "cells": [
                    {
                        "rule": cell.rule.name,
                        "hundredths": cell.hundredths,
                        "words": cell.words,
                        "is_known": cell.is_known,
                        "evidence": list(cell.evidence),
                    }
                    for cell in unit.cells
                ],
                "rows": [_row(row) for row in unit.rows],
            }
            for unit in table.units
        ],
    }


def _row(row: PlanFact) -> dict[str, Any]:
    return {
        "project_id": row.project_id,
        "project": row.project_name,
        "category": PlanCategory(row.category).label,
        "planned": row.planned,
        "done": row.done,
        "rate": percent(row.rate, 2),
        "lead": format_points(row.lead, 2),
        "light": row.light.word,
        "reason": row.light.reason,
    }


def ends_of(facts: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The names of the first three and the last three places of a frozen table, ties included."""
    ranked = [unit for unit in facts["units"] if unit["place"] is not None]
    first = [unit["unit"] for unit in ranked if unit["place"] <= NAMED]
    floor = ranked[-NAMED:][0]["total"] if ranked else 0
    last = [u["unit"] for u in ranked if u["total"] <= floor and u["place"] > NAMED]
    return first, last
