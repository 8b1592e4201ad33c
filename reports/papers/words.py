"""Differences and bridges as lines of text."""

from collections.abc import Iterable, Iterator

from reports.papers.comparing import Bridge, Changed
from reports.papers.models import IssuedPaper

NOTHING_MOVED = "印发以来，这份公文里的数字没有变动。"


def differences_in_words(paper: IssuedPaper, changed: Iterable[Changed]) -> Iterator[str]:
    changed = list(changed)
    yield f"{paper}，截至{paper.as_of}，印发时已知与现在已知相比："
    yield from _changed(changed) if changed else [NOTHING_MOVED]


def bridge_in_words(bridge: Bridge) -> Iterator[str]:
    first, last = bridge.first, bridge.last
    yield f"从{first}到{last}，截止日从{first.as_of}到{last.as_of}："
    for step in bridge.steps:
        restated = "" if step.restated == step.first else f"（更新后{step.restated}）"
        yield f"{step.key or step.called}：{step.first}{restated} → {step.last} {step.unit}"
    yield f"前一截止日的数字在两次印发之间的变动：{'' if bridge.restated else '无'}"
    yield from _changed(bridge.restated)
    yield f"两个截止日之间生效的计划调整：{'' if bridge.adjustments else '无'}"
    yield from (f"  计划调整：{words}" for words in bridge.adjustments)
    yield from bridge.renamed


def _changed(changed: Iterable[Changed]) -> Iterator[str]:
    for each in changed:
        yield f"{each.key or each.called}：{each.then} → {each.now} {each.unit}"
        yield from (f"  {cause}" for cause in each.causes)
