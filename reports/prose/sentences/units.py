"""The units of a list: who has investment, who is at pace, who is ahead."""

from collections.abc import Sequence
from fractions import Fraction

from documents.runs import unmarked
from figures.keys import Narrowing, with_cuts
from reports.prose.choices import Naming
from reports.prose.sentences.naming import sentence
from reports.prose.told import Told
from reports.prose.units import units_sentence

UNITS = "各单位重点项目完成情况"
"""The title of the table of all units behind a paper."""
# Of so few units no order is told.
FEWEST = 4
FIRST = 3
IN_A_SENTENCE = 8


@sentence("单位投资")
def units(told: Told) -> str:
    return units_sentence(
        told.paper.book,
        told.plan,
        told.paper.pace_word,
        is_named=told.choices.naming is Naming.ALL,
    )


@sentence("单位附表")
def in_annex(titles: Sequence[str]) -> str:
    """各单位完成情况附后: where the table of all is bound behind the paper."""
    return "各单位完成情况附后。" if UNITS in titles else ""


@sentence("单位排名")
def ranked(told: Told) -> str:
    """完成率居前三位的单位依次为甲（93.2%）、乙、丙。 In a 通报 从高到低依次为 all of them, and of
    many the first and the last, for the table behind it has all."""
    rows = told.figure("项目数").rows
    ids = dict.fromkeys(unmarked(row.unit_name) for row in rows)
    if len(ids) < FEWEST:
        return ""
    rates: list[tuple[Fraction, str, str]] = []
    for name in ids:
        group = told.of_group(with_cuts(told.group, [Narrowing("填报单位", name)]))
        rate = group.rate
        if rate.exact is not None:
            rates.append((rate.exact, name, group.percentage(rate)))
    if len(rates) < FEWEST:
        return ""
    rates.sort(key=lambda each: -each[0])
    is_all = told.choices.naming is Naming.ALL
    if is_all and len(rates) <= IN_A_SENTENCE:
        return f"各单位完成率从高到低依次为{_joined(rates)}。"
    first = f"完成率居前三位的单位依次为{_joined(rates[:FIRST])}"
    last = f"；居后三位的依次为{_joined(rates[-FIRST:])}" if is_all else ""
    return f"{first}{last}。"


def _joined(rates: Sequence[tuple[Fraction, str, str]]) -> str:
    return "、".join(f"{name}（{rate}）" for _, name, rate in rates)
