"""Ten monthly workbooks as units really send them (KNOWLEDGE §2), with what they must give.

All are of July 2019. ``rows`` has what every project's entry then says: month amount, year to
date (万元 times ten thousand: yuan), progress, problem. ``findings`` are the sentences told, the
level in front; a project that is in ``names`` and not in ``rows`` is refused or not reported.
"""

import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import xlwt

WAN = 10_000
Told = tuple[int | None, int | None, str, str]


@dataclass(frozen=True)
class Messy:
    id: str
    file: str
    build: Callable[[], bytes]
    rows: dict[str, Told]
    findings: list[str] = field(default_factory=list)
    others: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The projects that the register has."""
        return [*self.rows, *self.others]


@dataclass(frozen=True)
class Page:
    """A sheet: its rows from A1 on, merged ranges, and whether it is hidden."""

    name: str
    rows: Sequence[Sequence[Any]]
    merges: Sequence[str] = ()
    is_hidden: bool = False


def xlsx(*pages: Page) -> Callable[[], bytes]:
    def build() -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for page in pages:
            sheet = book.create_sheet(page.name)
            for row in page.rows:
                sheet.append(list(row))
            for merge in page.merges:
                sheet.merge_cells(merge)
            if page.is_hidden:
                sheet.sheet_state = "hidden"
        return _saved(book)

    return build


def _saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


TOTAL = "本年累计完成投资"
SUM = "合计行与各行之和不符：“{}”的{}写的是{:,}万元，各行相加是{:,}万元，请核对"
CONTINUES = "这一行没有序号和名称，按上一行项目“{}”的续行处理（如另一资金来源），请核对"

# --- 1. A ten-day report: three header rows, merged both ways --------------------------

TEN_DAYS = Messy(
    "ten-day-report-with-three-header-rows",
    "7月下旬旬报.xlsx",
    xlsx(
        Page(
            "7月下旬",
            [
                ["2019年重点建设项目投资进度旬报表"],
                ["填报单位：交通运输局", None, None, "2019年7月下旬", *[None] * 5, "单位：万元"],
                ["序\n号", "项目\n名称", "总投资", "年度计\n划投资", "完成投资", *[None] * 4,
                 "形象进度", "存在\n问题"],
                [None, None, None, None, "7月", None, None, None, "1-7月\n累  计"],
                [None, None, None, None, "上旬", "中旬", "下旬", "合计"],
                ["甲", "乙", 1, 2, 3, 4, 5, 6, 7, 8, 9],
                [None, "合计（3个）", 90000, 3000, 40, 50, 60, 150, 1760],
                ["一", "续建项目（2个）", 50000, 2000, 30, 30, 30, 90, 1200],
                [1, "城东大桥工程", 30000, 1000, 10, 20, 30, 60, 700.5, "主桥合龙", "无"],
                [2, "客运站迁建工程", 20000, 1000, 20, 10, 0, 30, 499.5, "主体封顶",
                 "拆迁\n滞后2户"],
                ["二", "新建项目（1个）", 40000, 1000, 10, 20, 30, 60, 560],
                [3, "环城路工程", 40000, 1000, 10, 20, 30, 60, 560, "路基施工", "—"],
                ["填报人：陈某", None, None, "审核人：林某", None, None, "联系电话：0590-1234567"],
            ],
            ["A1:K1", "A3:A5", "B3:B5", "C3:C5", "D3:D5", "E3:I3", "E4:H4", "I4:I5", "J3:J5",
             "K3:K5"],
        )
    ),
    {
        "城东大桥工程": (60 * WAN, 700 * WAN + 5000, "主桥合龙", ""),
        "客运站迁建工程": (30 * WAN, 499 * WAN + 5000, "主体封顶", "拆迁滞后2户"),
        "环城路工程": (60 * WAN, 560 * WAN, "路基施工", ""),
    },
)  # fmt: skip

# --- 2. A row for each source of a project's funds -------------------------------------

FUNDS = Messy(
    "funds-on-two-rows-per-project",
    "资金到位及完成情况.xlsx",
    xlsx(
        Page(
            "7月",
            [
                ["2019年7月重点项目资金及完成投资情况表（单位：万元）"],
                ["序号", "项目名称", "资金来源", "年度计划投资", "7月完成投资", "1-7月完成投资",
                 "形象进度", "存在问题"],
                [1, "污水管网工程", "中央预算内", 600, 20, 300, "铺设管道12公里", "管材供应不足"],
                [None, None, "县级配套", 400, 15.5, 100],
                [2, "中心小学扩建工程", "专项债券", 700, 40, 350, "教学楼三层", None],
                [None, None, "自筹", 300, None, 50, "综合楼基础", "资金紧张"],
                [3, "卫生院改造工程", "中央预算内", 500, 10, 60, "装修", None],
                [None, None, "省级补助", 300, 5, 40],
                [None, None, "自筹", 200, 2, 20],
                [4, "农村饮水工程", "自筹", 1000, 8, 80, "水厂施工", None],
                [None, "合计（4个）", None, 4000, 100.5, 1000],
            ],
            ["A5:A6", "B5:B6", "A7:A9", "B7:B9"],
        )
    ),
    {
        "污水管网工程": (35 * WAN + 5000, 400 * WAN, "铺设管道12公里", "管材供应不足"),
        "中心小学扩建工程": (40 * WAN, 400 * WAN, "教学楼三层", "资金紧张"),
        "卫生院改造工程": (17 * WAN, 120 * WAN, "装修", ""),
        "农村饮水工程": (8 * WAN, 80 * WAN, "水厂施工", ""),
    },
    [f"warning「7月」B4：{CONTINUES.format('污水管网工程')}"],
)  # fmt: skip

# --- 3. 亿元 beside 万元 -------------------------------------------------------------------

YI_BESIDE_WAN = Messy(
    "yi-beside-wan",
    "重点项目.xlsx",
    xlsx(
        Page(
            "进度",
            [
                ["2019年7月重点项目进展情况"],
                [None, None, None, None, None, None, None, "计量单位：万元"],
                ["序号", "项目名称", "建设规模\n（万吨/万亩）", "总投资      （亿元）",
                 "年度计划\n（万元）", "7月\n完成投资", "自年初累计\n完成投资（亿元）", "形象进度",
                 "存在问题"],
                ["合  计", "3个项目", None, 25.6, 3000, 1203, 0.5695],
                [1, "抽水蓄能电站项目", 120, 20.35, 1000, 1200, 0.3, "进厂洞掘进300米", None],
                [2, "高标准农田项目", 3.5, 4.25, 1000, "3", "1695万元", "土地平整", "阴雨"],
                [3, "粮库扩建项目", "10万吨", 1, 1000, 0, 0.1, "未开工，正在招标", "无"],
            ],
        )
    ),
    {
        "抽水蓄能电站项目": (1200 * WAN, 3000 * WAN, "进厂洞掘进300米", ""),
        "高标准农田项目": (3 * WAN, 1695 * WAN, "土地平整", "阴雨"),
        "粮库扩建项目": (0, 1000 * WAN, "未开工，正在招标", ""),
    },
)  # fmt: skip

# --- 4. A class per sheet --------------------------------------------------------------

_CLASS_HEADER = ["序号", "项目名称", "年度投资计划", "本月完成投资", "本年累计完成投资",
                 "工程形象进度", "存在的问题"]  # fmt: skip


def _class(title: str, *rows: Sequence[Any]) -> list[Sequence[Any]]:
    return [[title], ["责任单位：交通运输局", *[None] * 5, "单位：万元"], _CLASS_HEADER, *rows]


SHEETS = Messy(
    "a-class-per-sheet",
    "2019年7月报表（分类）.xlsx",
    xlsx(
        Page("封面", [["2019年7月重点建设项目月报"], [], ["交通运输局"], ["2019年8月1日"]]),
        Page("新建", _class("新建项目（2个）", [1, "物流园工程", 1000, 30, 130, "场平", None],
                          [2, "公交首末站工程", 1000, 20, 20, "桩基", "征地未完"])),
        Page("续建", _class("续建项目（3个）", [1, "快速通道工程", 1000, 100, 640, "沥青摊铺", ""],
                          [2, "码头改造工程", 1000, 10, 410, "疏浚", None])),
        Page("前期", _class("前期项目", [1, "通用机场项目", None, None, None, "可研编制", None])),
        Page("底稿", _class("续建项目", [1, "快速通道工程", 1000, 90, 630, "旧稿", ""]),
             is_hidden=True),
        Page("Sheet6", []),
    ),
    {
        "物流园工程": (30 * WAN, 130 * WAN, "场平", ""),
        "公交首末站工程": (20 * WAN, 20 * WAN, "桩基", "征地未完"),
        "快速通道工程": (100 * WAN, 640 * WAN, "沥青摊铺", ""),
        "码头改造工程": (10 * WAN, 410 * WAN, "疏浚", ""),
    },
    [
        "warning「底稿」：隐藏的工作表，没有读取",
        "warning「封面」：没有找到表头，这张工作表没有读取",
        "error「前期」D4：本月完成和本年累计至少填一项，没有投资的请填0",
    ],
    others=("通用机场项目",),
)  # fmt: skip

# --- 5. The old format -----------------------------------------------------------------


def _old_format() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    book.add_sheet("Sheet2")
    day = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    rate = xlwt.easyxf(num_format_str="0.00%")
    sheet.write_merge(0, 0, 0, 8, "2019年7月份重点项目进度表")
    sheet.write(1, 8, "单位：万元")
    titles = ("序号", "项目名称", "年度计划投资", None, None, None, "开工日期", "形象进度",
              "存在问题")  # fmt: skip
    for column, title in enumerate(titles):
        if title:
            sheet.write_merge(2, 3, column, column, title)
    sheet.write_merge(2, 2, 3, 5, "完成投资")
    for column, title in enumerate(("7月", "1～7月累计", "占年计划%"), start=3):
        sheet.write(3, column, title)
    sheet.write_merge(4, 4, 0, 8, "一、交通项目（2个）")
    rows = (
        (1.0, "国道改线工程", 1000.0, 120.25, 800.75, 0.80075, datetime.date(2019, 3, 4),
         "路面施工", None),
        (2.0, "桥梁加固工程", 1000.0, "５０．５", "350", 0.35, None, "桩基检测", "等待检测报告"),
    )  # fmt: skip
    for number, values in enumerate(rows, start=5):
        for column, value in enumerate(values):
            style = {5: rate, 6: day}.get(column)
            if value is not None:
                sheet.write(number, column, value, *([style] if style else []))
    sheet.write(7, 1, "小计")
    sheet.write(7, 3, 170.75)
    sheet.write_merge(8, 8, 0, 8, "备注：1.本表于次月2日前报送；2.进度以现场为准。")
    return _saved(book)


OLD_FORMAT = Messy(
    "xls",
    "7月进度.xls",
    _old_format,
    {
        "国道改线工程": (120 * WAN + 2500, 800 * WAN + 7500, "路面施工", ""),
        "桥梁加固工程": (50 * WAN + 5000, 350 * WAN, "桩基检测", "等待检测报告"),
    },
)

# --- 6. Columns shuffled among others --------------------------------------------------

SHUFFLED = Messy(
    "shuffled-and-unknown-columns",
    "进展情况（汇总）.xlsx",
    xlsx(
        Page(
            "汇总",
            [
                ["截至2019年7月底重点项目进展情况（单位：万元）"],
                ["联系电话", "存在问题及困难", "1-6月累计完成投资", "1-7月累计完成投资", "建设地点",
                 "去年1-7月累计完成投资", "自开工累计完成投资", "项目名称", "6月完成投资",
                 "7月完成投资", "完成投资占年计划%", "计划开工时间", "目前项目建设形象进度",
                 "挂钩领导", "至上年底累计完成投资", "年计划投资", "建设规模及内容", "序号"],
                ["13800000000", "缺砂石料", 200, 260, "城关镇", 99, 3000, "滨河路工程", 55, 60,
                 "26%", "2018.3", "路面50%", "成  斌", 2740, 1000, "5公里", 1],
                ["0590-123", None, 400, 410, "下洋镇", 88, 900, "停车场工程", 44, 10, 0.41,
                 "2019年2月", "设备安装", "李 明", 490, 1000, "300个车位", 2],
            ],
        )
    ),
    {
        "滨河路工程": (60 * WAN, 260 * WAN, "路面50%", "缺砂石料"),
        "停车场工程": (10 * WAN, 410 * WAN, "设备安装", ""),
    },
)  # fmt: skip

# --- 7. Names with gaps ----------------------------------------------------------------

GAPS = Messy(
    "names-with-gaps-breaks-and-full-width-letters",
    "七月.xlsx",
    xlsx(
        Page(
            "七月",
            [
                ["二〇一九年七月份重点项目完成情况"],
                ["单 位：万 元"],
                ["序　号", "项 目\n名 称", "责 任 单 位", "七月份\n完成投资", "一至七月\n累计完成",
                 "形 象\n进 度", "存 在\n问 题"],
                [1, "成  斌大道改造工程", "交通\n运输局", 11, 111, "路基\n成型", None],
                [2, "渠 县老城区\n管网改造工程", "交通　运输局", 22, 122, "管沟 开挖",
                 "雨季\n影响"],
                [3, "Ｓ２１０线改造工程（一期）", "示范县交通运输局", 33, 133,
                 "ＡＣ-13 沥青面层", None],
                [4, "“智慧交通”ＰＰＰ项目\u200b", "交通运输局", 44, 144, "设备\xa0采购", None],
            ],
        )
    ),
    {
        "成斌大道改造工程": (11 * WAN, 111 * WAN, "路基成型", ""),
        "渠县老城区管网改造工程": (22 * WAN, 122 * WAN, "管沟 开挖", "雨季影响"),
        "S210线改造工程(一期)": (33 * WAN, 133 * WAN, "ＡＣ-13 沥青面层", ""),
        "“智慧交通”PPP项目": (44 * WAN, 144 * WAN, "设备 采购", ""),
    },
)  # fmt: skip

# --- 8. Under a letter -----------------------------------------------------------------

UNDER_A_LETTER = Messy(
    "header-at-row-15-under-a-letter",
    "关于报送7月进度的函.xlsx",
    xlsx(
        Page(
            "Sheet1",
            [
                ["示范县交通运输局文件"],
                [],
                ["关于报送2019年7月重点建设项目进展情况的函"],
                [],
                ["县发展和改革局："],
                ["    根据《关于做好2019年重点建设项目进度报送工作的通知》（2019年1月22日）要求，"],
                ["现将我局7月份项目进展情况报送如下：一、总体情况。我局承担重点项目3个，"],
                ["年度计划投资3000万元，7月完成投资96万元，1-7月累计完成投资1296万元。"],
                ["二、存在问题。上月（6月）反映的用地指标问题已经解决。", None, "附件：进度表"],
                ["    专此函达。"],
                [None, None, None, None, "示范县交通运输局"],
                [None, None, None, None, "2019年8月2日"],
                ["附件："],
                [None, "项目进展情况表", None, None, "金额单位：万元"],
                ["编号", "工程名称", "本月完成", "本年累计", "目前进展情况", "问题", "备注"],
                [1, "农村公路提升工程", 50, 650, "完成12公里", "无", "省级"],
                [2, "危桥改造工程", 46, 346, "3座完工", "/", None],
                [3, "公路服务区工程", "　", 300, "竣工验收", None, None],
            ],
            ["A1:G1", "A3:G3", "A6:G6", "A7:G7", "A8:G8"],
        )
    ),
    {
        "农村公路提升工程": (50 * WAN, 650 * WAN, "完成12公里", ""),
        "危桥改造工程": (46 * WAN, 346 * WAN, "3座完工", ""),
        "公路服务区工程": (None, 300 * WAN, "竣工验收", ""),
    },
)

# --- 9. Printed pages ------------------------------------------------------------------

_PRINTED = [
    ["序号", "项目名称", "年度计划投资", "完成投资", None, "形象进度", "存在问题"],
    [None, None, None, "7月", "1-7月累计", None, None],
]


def _printed(number: int, *rows: Sequence[Any]) -> list[Sequence[Any]]:
    """A page as it is printed: title, unit, header, rows, subtotal, number of the page."""
    title = "2019年7月重点建设项目进展情况表" + ("（续）" if number > 1 else "")
    month, total = (sum(row[at] for row in rows) for at in (3, 4))
    return [
        [title],
        [*[None] * 5, "单位：万元"],
        *_PRINTED,
        *rows,
        [None, "本页小计", None, month, total],
        [*[None] * 3, f"第 {number} 页 共 3 页"],
    ]


PRINTED_PAGES = Messy(
    "a-header-and-a-subtotal-on-every-page",
    "打印稿.xlsx",
    xlsx(
        Page(
            "打印",
            [
                *_printed(1, [1, "水库除险加固工程", 1000, 10, 110, "坝体灌浆", None],
                          [2, "堤防工程", 1000, 20, 120, "护岸施工", "汛期停工5天"]),
                *_printed(2, [3, "灌区改造工程", 1000, 30, 130, "渠道衬砌", None],
                          [4, "泵站更新工程", 1000, 40, 140, "机组安装", None]),
                *_printed(3, [5, "水文站工程", 1000, 50, 150, "竣工", None]),
                [None, "总  计", None, 150, 650],
            ],
            ["A1:G1", "A9:G9", "D3:E3", "D11:E11", "D19:E19"],
        )
    ),
    {
        "水库除险加固工程": (10 * WAN, 110 * WAN, "坝体灌浆", ""),
        "堤防工程": (20 * WAN, 120 * WAN, "护岸施工", "汛期停工5天"),
        "灌区改造工程": (30 * WAN, 130 * WAN, "渠道衬砌", ""),
        "泵站更新工程": (40 * WAN, 140 * WAN, "机组安装", ""),
        "水文站工程": (50 * WAN, 150 * WAN, "竣工", ""),
    },
)  # fmt: skip

# --- 10. Sums that are none, and every way to write an amount --------------------------

LOOSE_FIGURES = Messy(
    "sums-that-do-not-add-up-and-amounts-as-text",
    "最终版2.xlsx",
    xlsx(
        Page(
            "7月",
            [
                ["2019年7月重点项目情况  单位：万元"],
                ["序号", "项目名称", "年度计划投资", "7月完成", "1-7月累计完成", "完成率",
                 "形象进度", "存在问题", "零投资原因"],
                [None, "总计（共9个）", 9000, 2000, 90000],
                ["（一）", "新建项目（4个）", 4000, 20615.5, 68056],
                [1, "粮食储备库工程", "1,000.00", "20000", "54,583.00", 0.463, "封顶", "无", None],
                [2, "冷链物流工程", "1000", "约603万元", "1.2亿元", 46.3, "钢构", "—", None],
                [3, "农贸市场工程", 1000, "１２．５", "１，０１２．５", "46.3%", "外墙", "/", None],
                [4, "垃圾中转站工程", 1000, "-", 460, "46.3 %", "设备安装", "-", None],
                ["（二）", "续建项目（6个）", 4000, 100, 900],
                [5, "体育馆工程", 1000, "—", "463", "—", "  ", "暂无", None],
                [6, "图书馆工程", 1000, 0, "460", "无", "装修", "结算\u200b滞后", "结算未到"],
                [7, "博物馆工程", 1000, "/", "无", "/", "概念设计", None, None],
                [8, "合计村道路工程", 1000, "12o0", 1200, None, "路基", None, None],
                [9, "文化馆工程", "/", "-", "—", "-", "无", "/", None],
                [None, "小计", None, 1, 2],
            ],
        )
    ),
    {
        "粮食储备库工程": (20000 * WAN, 54583 * WAN, "封顶", ""),
        "冷链物流工程": (603 * WAN, 12000 * WAN, "钢构", ""),
        "农贸市场工程": (12 * WAN + 5000, 1012 * WAN + 5000, "外墙", ""),
        "垃圾中转站工程": (None, 460 * WAN, "设备安装", ""),
        "体育馆工程": (None, 463 * WAN, "", ""),
        "图书馆工程": (0, 460 * WAN, "装修", "结算滞后"),
    },
    [
        "warning「7月」B9：“续建项目（6个）” 写明6个项目，实际读到5个，请核对",
        f"warning「7月」C3：“9000” {SUM.format('总计（共9个）', '年度计划投资', 9000, 8000)}",
        f"warning「7月」E3：“90000” {SUM.format('总计（共9个）', TOTAL, 90000, 70178.5)}",
        f"warning「7月」E9：“900” {SUM.format('续建项目（6个）', TOTAL, 900, 2123)}",
        f"warning「7月」E15：“2” {SUM.format('小计', TOTAL, 2, 2123)}",
        "error「7月」D13：金额“12o0”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
        "warning「7月」B14：“文化馆工程” 这一行没有填任何进度，按未报送处理",
        "error「7月」D12：“/” 本月完成和本年累计至少填一项，没有投资的请填0",
    ],
    others=("博物馆工程", "合计村道路工程", "文化馆工程"),
)  # fmt: skip

TEN = [TEN_DAYS, FUNDS, YI_BESIDE_WAN, SHEETS, OLD_FORMAT, SHUFFLED, GAPS, UNDER_A_LETTER,
       PRINTED_PAGES, LOOSE_FIGURES]  # fmt: skip
