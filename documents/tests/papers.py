"""A small document of every kind of block, for tests of what writes them."""

import datetime

from documents.paragraphs import (
    Annex,
    Chart,
    ChartSeries,
    Document,
    Paragraph,
    Style,
    Table,
    plain,
)
from documents.runs import Run
from documents.vessels import Vessel, VesselKind
from measures.months import Month
from workbooks.charts import ChartKind, ChartPart

JUNE = Month(2019, 6)

TABLE = Table(
    heads=(("填报单位", "完成率"),),
    rows=(
        (plain("交通运输局"), (Run("56.5%", "县级.全部.完成率"),)),
        (plain("水利局"), plain("—")),
    ),
    widths=(100, 56),
    right=frozenset({1}),
    title="各单位完成情况",
    unit="单位：%",
    note="注：水利局未报送。",
)
CHART = Chart(
    ChartKind.COLUMNS,
    "各单位完成率",
    "%",
    "单位",
    ("交通运输局", "水利局", "文化和旅游局"),
    (
        ChartSeries(
            "完成率",
            ChartPart.DONE,
            (
                Run("1,056.5", "县级.全部.填报单位=交通运输局.完成率"),
                Run("—", "县级.全部.填报单位=水利局.完成率"),
                Run("38.0", "县级.全部.填报单位=文化和旅游局.完成率"),
            ),
        ),
        ChartSeries("序时进度", ChartPart.PACE, (Run("50.0", "县级.全部.序时进度"),) * 3),
    ),
    number=1,
)
"""Of a unit nothing is known."""
SUMMARY = Document(
    JUNE,
    (
        Paragraph(Style.TITLE, plain("示范县2019年上半年重点项目建设工作总结")),
        Paragraph(Style.CHAPTER, plain("一、进展情况")),
        Paragraph(Style.SECTION, plain("（一）县级重点项目")),
        Paragraph(
            Style.BODY,
            (
                Run("截至6月底，完成投资"),
                Run("59.6亿元", "县级.全部.完成投资"),
                Run("，占年度计划的"),
                Run("56.5%", "县级.全部.完成率"),
                Run("。"),
            ),
        ),
        TABLE,
        Paragraph(Style.NOTE, plain("注：完成投资用核定数。")),
    ),
    (Annex("各单位完成情况", (TABLE,)),),
)
OFFICIAL = Vessel(
    kind=VesselKind.OFFICIAL,
    head="示范县发展和改革局文件",
    number="示发改〔2019〕12号",
    signer="赵局长",
    upward=True,
    addressee="县人民政府",
    attachments=("各单位完成情况",),
    offices=("示范县发展和改革局",),
    day=datetime.date(2019, 7, 5),
    copied_to="县委督查室。",
    printed_by="示范县发展和改革局办公室",
    printed_on=datetime.date(2019, 7, 6),
)
