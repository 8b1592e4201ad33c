"""What was done about it, from the meetings, orders, visits, notices and rules that are kept."""

from reports.prose.sentences.naming import sentence
from reports.prose.told import Paper, closed


@sentence("联席会议")
def meetings(paper: Paper) -> str:
    """坚持会议调度。召开重点项目联席会议3次，研究议题12个，议定事项20项，均已落实。"""
    deeds = paper.deeds
    if not deeds.meetings:
        return ""
    return "坚持会议调度。" + closed(
        f"召开重点项目联席会议{deeds.meetings}次",
        f"研究议题{deeds.agenda}个" if deeds.agenda else "",
        f"议定事项{deeds.decisions}项" if deeds.decisions else "",
        _finished(deeds.decisions, deeds.decisions_done, "项", "落实"),
    )


@sentence("调度单")
def orders(paper: Paper) -> str:
    """强化问题交办。下达项目调度单8份，已办结5份。"""
    deeds = paper.deeds
    if not deeds.orders:
        return ""
    return "强化问题交办。" + closed(
        f"下达项目调度单{deeds.orders}份",
        _finished(deeds.orders, deeds.orders_closed, "份", "办结"),
    )


@sentence("现场督查")
def visits(paper: Paper) -> str:
    """开展现场督查。组织月度联合督查3次、暗访1次，发现情况12项。"""
    deeds = paper.deeds
    if not deeds.visits:
        return ""
    by_kind = "、".join(f"{kind}{number}次" for kind, number in deeds.visits.items())
    found = f"发现情况{deeds.findings}项" if deeds.findings else ""
    return "开展现场督查。" + closed(f"组织{by_kind}", found)


@sentence("督查通报")
def notices(paper: Paper) -> str:
    """严格督查通报。印发督查通报5期，其中通报表扬2次、通报批评3次。"""
    deeds = paper.deeds
    if not deeds.notices:
        return ""
    by_kind = "、".join(f"{kind}{number}次" for kind, number in deeds.items.items())
    return "严格督查通报。" + closed(f"印发督查通报{deeds.notices}期", by_kind and f"其中{by_kind}")


@sentence("考核办法")
def assessment(paper: Paper) -> str:
    """落实考核奖惩。按照《…考核办法》，将督查通报情况纳入考核。"""
    scheme = paper.deeds.scheme.strip("《》")
    return f"落实考核奖惩。执行《{scheme}》，对项目建设情况进行考核。" if scheme else ""


def _finished(every: int, done: int, unit: str, what: str) -> str:
    if not every or not done:
        return ""
    if done == every:
        return f"{'均' if every > 1 else ''}已{what}"
    return f"已{what}{done}{unit}"
