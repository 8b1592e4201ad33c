"""The table of all that was printed and what we say: docs/published-figures.md."""

from collections.abc import Iterable, Sequence

from demo.published.asking import Verdict
from demo.published.reports import Report

HEAD = """# 公开通报的数字，按县重建后逐个核对

65份公开通报、调度快报里印出的318行数字。每份通报按它自己的话重建成一个县：写出计划和月报两种工作簿，
用 `import_plan`、`import_monthly --approve` 导入，再用 `figures --key` 逐个问出来。
一行里印出的每个数都对上才算“是”；通报自己算错的，按重算的数对。
同一个县再按通报的小数位数成文：能算出的数在正文或附表里都有，点开就是所列项目
（序时进度不是月数÷12的才印）。表由 `manage.py published_table` 生成，数据和键在 `demo/published/`。

"""
COLUMNS = ("行", "通报", "组别", "键", "印出", "算得", "对上", "原因")


def page(judged: Iterable[tuple[Report, Sequence[Verdict]]]) -> str:
    lines: list[str] = []
    whole = 0
    for report, verdicts in judged:
        lines += [line_of(report, verdict) for verdict in verdicts]
        whole += sum(verdict.is_whole for verdict in verdicts)
    told = f"{len(lines)}行中{whole}行全部对上，其余{len(lines) - whole}行在表中写明原因。\n\n"
    heads = [line(COLUMNS), line(["---"] * len(COLUMNS))]
    return HEAD + told + "\n".join([*heads, *lines]) + "\n"


def line_of(report: Report, verdict: Verdict) -> str:
    row, cells = verdict.row, verdict.cells
    start = f"{row.key}."
    names = [cell.key.removeprefix(start) for cell in cells]
    printed = [f"{name} {cell.printed}" for name, cell in zip(names, cells, strict=True)]
    return line(
        [
            str(row.number),
            f"{report.case} {report.place} {report.period}",
            row.group,
            f"`{row.key}`" if row.key else "",
            "；".join(printed) or row.printed["done"],
            "；".join(cell.ours or "无" for cell in cells),
            "是" if verdict.is_whole else "否",
            verdict.reason,
        ]
    )


def line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
