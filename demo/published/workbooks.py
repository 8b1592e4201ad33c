"""The workbooks that a report's county would have sent: its plan, and its months."""

import calendar
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from demo.published.county import Site
from demo.published.reports import Report

OWN_LISTS = ("县级", "市级", "省级", "县361", "重大")
"""The first of them that a county has is the one that its plan is of."""

_NAMES = {"县361": "县“361”行动计划", "重大": "重大项目"}

PERIOD_LISTS = ("市前三季度",)
"""Lists that plan a part of the year."""

USUAL_UNIT = "重点项目建设办公室"
_LIST_COLUMNS = {"省级": "列入省级计划", "市级": "列入市级计划", "挂牌": "列入挂牌项目"}
_CATEGORIES = ("项目类别", "投资主体")
_PROGRESS = {"未开工": "尚未开工", "竣工": "已竣工", "投产": "已投产"}
_PLANNED_MONTHS = {"计划开工": {"已到": "1月", "未到": "12月"}, "计划竣工": {"年内": "12月"}}


def own_list(sites: Iterable[Site]) -> str:
    every = {key for site in sites for key in site.lists}
    return next(key for key in OWN_LISTS if key in every)


def options_of(own: str) -> tuple[str, str]:
    """How the command is told the list of a plan's rows."""
    return ("--name", _NAMES[own]) if own in _NAMES else ("--list", own)


def name_of(site: Site) -> str:
    return f"第{site.number}号重点建设工程"


def unit_of(site: Site) -> str:
    return site.traits.get("填报单位", USUAL_UNIT)


def narrowest(site: Site, trait: str) -> str:
    """What stands in its cell: of 基础设施/交通 the second."""
    return site.traits.get(trait, "").rpartition("/")[2]


def plan_workbook(report: Report, sites: Sequence[Site]) -> bytes:
    own = own_list(sites)
    others = sorted({key for site in sites for key in site.lists} - {own})
    told = [name for name in _CATEGORIES if any(name in site.traits for site in sites)]
    months = [name for name in _PLANNED_MONTHS if any(name in site.traits for site in sites)]
    heads = ["序号", "项目名称", "计划类别", "责任单位", *told, "总投资", "年度计划投资"]
    heads += [_LIST_COLUMNS.get(key, f"列入{key[0]}“{key[1:]}”计划") for key in others]
    heads += [f"{name}月份" for name in months]
    rows = []
    for site in sites:
        row: list[str | int | None] = [site.number, name_of(site), site.traits["类别"]]
        row += [unit_of(site), *(narrowest(site, name) for name in told), site.total]
        row += [_planned(site, key) for key in (own, *others)]
        row += [_PLANNED_MONTHS[name].get(site.traits.get(name, "")) for name in months]
        rows.append(row)
    return workbook(f"{report.year}年重点建设项目计划表", heads, rows)


def _planned(site: Site, key: str) -> int | None:
    if key not in site.lists or not site.is_planned:
        return None
    return site.period if key in PERIOD_LISTS else site.plan


def monthly_workbook(report: Report, sites: Sequence[Site], month: int) -> bytes:
    heads = ["序号", "项目名称", "责任单位", "本月完成投资", "累计完成投资"]
    heads += ["开工日期", "形象进度", "零投资原因"]
    rows = []
    for site in sites:
        if not site.is_planned:
            continue
        is_new = site.traits["类别"] == "新建" and not site.is_unstarted
        done = site.done[month]
        began = f"{report.year}-01-15" if is_new else None
        progress = _PROGRESS.get(site.traits.get("状态", ""), "正在施工")
        reason = None if done else "未开工"
        amounts = [site.of_month.get(month), done]
        rows.append([site.number, name_of(site), unit_of(site), *amounts, began, progress, reason])
    return workbook(f"{report.year}年{month}月重点建设项目进度月报表", heads, rows)


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for line in ((title,), ("单位：元",), heads, *rows):
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def last_day(report: Report, month: int) -> str:
    return f"{report.year}-{month:02d}-{calendar.monthrange(report.year, month)[1]}"
