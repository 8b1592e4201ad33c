"""The units of a list: who has investment, who is at pace, who is ahead."""

from fractions import Fraction

from documents.runs import unmarked
from figures.keys import Narrowing, with_cuts
from reports.prose.choices import Naming
from reports.prose.sentences.naming import sentence
from reports.prose.told import Told
from reports.prose.units import units_sentence

# Of so few units no order is told.
FEWEST = 4
FIRST = 3


@sentence("单位投资")
def units(told: Told) -> str:
    return units_sentence(
        told.paper.book,
        told.plan,
        told.paper.pace_word,
        is_named=told.choices.naming is Naming.ALL,
    )


@sentence("单位排名")
def ranked(told: Told) -> str:
    """完成率居前的单位是甲（93.2%）、乙、丙。 In a 通报 从高到低依次为 all of them."""
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
    chosen = rates if is_all else rates[:FIRST]
    told_of = "、".join(f"{name}（{rate}）" for _, name, rate in chosen)
    head = "各单位完成率从高到低依次为" if is_all else "完成率居前三位的单位依次为"
    return f"{head}{told_of}。"
