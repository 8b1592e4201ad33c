"""A paper that went out to be edited, and the same as LibreOffice 7.4 gave it back."""

from pathlib import Path

from documents.paragraphs import Document, Paragraph, Style, plain
from documents.runs import Run
from documents.word import word_document
from measures.months import Month

COUNT, PLANNED, DONE = (f"县级.全部.{name}" for name in ("项目数", "年度计划投资", "完成投资"))
RATE, LEAD = "县级.全部.完成率", "县级.全部.超序时"
ROADS, WATER = (f"县级.全部.项目={name}.完成投资" for name in ("镇区道路改造工程", "城区供水工程"))
KEYS = (COUNT, PLANNED, DONE, RATE, LEAD, ROADS, WATER)
PAPER = Document(
    Month(2019, 6),
    (
        Paragraph(Style.TITLE, plain("示范县2019年上半年重点项目建设工作总结")),
        Paragraph(Style.CHAPTER, plain("一、进展情况")),
        Paragraph(
            Style.BODY,
            (
                Run("截至6月底，全县重点项目"),
                Run("3", COUNT),
                Run("个，年度计划投资"),
                Run("6200万元", PLANNED),
                Run("。"),
            ),
        ),
        Paragraph(
            Style.BODY,
            (
                Run("全县完成投资"),
                Run("2800万元", DONE),
                Run("，占年度计划的"),
                Run("45.2%", RATE),
                Run("，略低于序时进度"),
                Run("4.8个百分点", LEAD),
                Run("。"),
            ),
        ),
        Paragraph(Style.CHAPTER, plain("二、重点工程")),
        Paragraph(
            Style.BODY,
            (Run("镇区道路改造工程完成投资"), Run("500万元", ROADS), Run("，路基已经完成。")),
        ),
        Paragraph(
            Style.BODY,
            (Run("城区供水工程完成投资"), Run("800万元", WATER), Run("，正在铺设管道。")),
        ),
        Paragraph(Style.BODY, plain("下一步，加快办理用地手续。")),
    ),
)
WRITTEN = word_document(PAPER)
EDITED = Path(__file__).with_name("edited-in-libreoffice.docx")
