"""XML that declares, hides, mixes encodings, or is none."""

from workbooks.tests.builders import _MAIN, raw_workbook
from workbooks.tests.corpus.cases import (
    DAMAGED,
    DECLARES,
    GOOD,
    NO_SENSE,
    READ,
    TITLES,
    Case,
    irregular,
    number,
    project,
    text,
    with_members,
)

DTD = '<!DOCTYPE x [<!ENTITY a "甲">]>'
LAUGHS = (
    "<!DOCTYPE x ["
    + '<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>{TITLES}{project()}</sheetData></worksheet>'
STRINGS = f'<sst xmlns="{_MAIN}"><si><t>甲</t></si></sst>'
ENCODING = irregular("内部部件的字符编码不规范")


def sheet(written: str | bytes):
    return lambda: raw_workbook(sheet=written)


def rows(written: str):
    return lambda: raw_workbook(TITLES + written)


def part(name: str, written: str | bytes):
    return lambda: with_members(**{name: written})


def head(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>'


MARKUP = [
    Case("dtd-in-sheet", sheet(DTD + SHEET), DECLARES),
    Case("dtd-without-entities", sheet(f"<!DOCTYPE worksheet>{SHEET}"), DECLARES),
    Case("laughs-in-sheet", sheet(LAUGHS + SHEET.replace("甲", "&i;")), DECLARES),
    Case("dtd-in-workbook", part("xl/workbook.xml", DTD + str(GOOD["xl/workbook.xml"])), DECLARES),
    Case("dtd-in-strings", lambda: raw_workbook(TITLES, strings=DTD + STRINGS), DECLARES),
    Case("dtd-in-styles", lambda: raw_workbook(TITLES, styles=LAUGHS + "<styleSheet/>"), DECLARES),
    Case("dtd-in-relations", part("_rels/.rels", DTD + str(GOOD["_rels/.rels"])), DECLARES),
    Case("dtd-in-properties", part("docProps/core.xml", DTD + "<a/>"), DECLARES),
    Case("dtd-in-drawing", part("xl/drawings/d.vml", DTD + "<a/>"), DECLARES),
    Case(
        "entity-from-outside",
        sheet(f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{SHEET}'),
        DECLARES,
    ),
    Case("dtd-in-utf-16", sheet((head("UTF-16") + DTD + SHEET).encode("utf-16")), DECLARES),
    Case("dtd-in-utf-16-be", sheet((head("UTF-16") + DTD + SHEET).encode("utf-16-be")), DECLARES),
    Case(
        "dtd-in-utf-16-strings",
        lambda: raw_workbook(TITLES, strings=(DTD + STRINGS).encode("utf-16")),
        DECLARES,
    ),
    Case("dtd-in-utf-32", sheet((head("UTF-32") + DTD + SHEET).encode("utf-32")), ENCODING),
    Case("dtd-in-utf-7", sheet((head("UTF-7") + DTD + SHEET).encode("utf-7")), ENCODING),
    Case("dtd-in-ebcdic", sheet((DTD + "<a/>").replace("甲", "x").encode("cp500")), DAMAGED),
    Case("gbk", sheet((head("GBK") + SHEET).encode("gbk")), ENCODING),
    Case("utf-16", sheet((head("UTF-16") + SHEET).encode("utf-16")), rows=READ),
    Case("utf-16-le-unmarked", sheet((head("UTF-16") + SHEET).encode("utf-16-le")), rows=READ),
    Case("utf-8-marked", sheet(b"\xef\xbb\xbf" + (head("utf-8") + SHEET).encode()), rows=READ),
    Case("utf-16-cut", sheet((head("UTF-16") + SHEET).encode("utf-16")[:-3]), DAMAGED),
    Case("entity-nobody-declared", rows(f'<row r="2">{text("A2", "&a;")}</row>'), DAMAGED),
    Case("character-zero", rows(f'<row r="2">{text("A2", "&#0;")}</row>'), NO_SENSE),
    Case("lone-ampersand", rows(f'<row r="2">{text("A2", "甲&乙")}</row>'), DAMAGED),
    Case(
        "ampersands",
        rows(f'<row r="2">{text("A2", "&#30002;&amp;&lt;")}{number("B2", 5)}</row>'),
        rows=[("甲&<", 50_000)],
    ),
    Case("not-closed", sheet(SHEET[:-20]), DAMAGED),
    Case("closed-wrongly", sheet(SHEET.replace("</sheetData>", "</sheetDate>")), DAMAGED),
    Case("not-xml", sheet("项目名称,6月完成"), DAMAGED),
    Case("binary", sheet(bytes(range(256)) * 20), DAMAGED),
    Case("nothing", sheet(""), DAMAGED),
    Case("other-root", sheet("<html><body/></html>"), findings=[
        "「表.xlsx」：工作簿里没有内容，请检查是否传错了文件"
    ]),
    Case("rows-in-comment", sheet(f"<worksheet><!-- <sheetData> -->{SHEET}</worksheet>"),
         irregular("工作表内部结构不规范")),
    Case("comment-between-rows", rows("<!-- 二 -->" + project()), rows=READ),
    Case("row-ended-in-comment", rows("<!-- </row> -->" + project()), DAMAGED),
    Case("row-in-comment", rows(project() + f"<!--{project(3)}-->"), DAMAGED),
    Case("cdata", rows(project().replace("甲", "<![CDATA[甲]]>")), rows=READ),
    Case("processing-instruction", rows("<?php echo 1 ?>" + project()), rows=READ),
    Case("single-quotes", rows(project().replace('"', "'")), rows=READ),
    Case("spaces-in-tags", rows(project().replace('r="2"', 'r = "2"')), rows=READ),
    Case("line-breaks", rows(project().replace("><", ">\n  <")), rows=READ),
    Case("type-in-disguise", rows(project(amount='<c r="B2" t="&#101;"><v>#N/A</v></c>')),
         rows=[("甲", "公式出错（#N/A），没有可用的数值，请改正公式或直接填写数值")],
         findings=["「表1」B2：“#N/A” 公式出错（#N/A），没有可用的数值，请改正公式或直接填写数值"]),
    Case(
        "prefixed",
        sheet(
            SHEET.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
        ),
        rows=READ,
    ),
    Case(
        "strict",
        sheet(SHEET.replace(_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")),
        rows=READ,
    ),
    Case("two-tables", sheet(SHEET.replace("</worksheet>", "<sheetData/></worksheet>")),
         irregular("工作表里有两份数据")),
    Case("rows-outside", sheet(SHEET.replace("</worksheet>", '<row r="9"/></worksheet>')),
         irregular("工作表内部结构不规范")),
    Case("no-rows", sheet(f'<worksheet xmlns="{_MAIN}"/>'), findings=[
        "「表.xlsx」：工作簿里没有内容，请检查是否传错了文件"
    ]),
    Case("deep", rows(project(amount='<c r="B2"><v>5</v>' + "<a>" * 100_000 + "</a>" * 100_000
                              + "</c>")), rows=READ),
    Case("endless-row", rows('<row r="2">' + number("B2", 5) * 500_000 + "</row>"),
         irregular("工作表里有一行过长")),
    Case("endless-preamble", sheet("<worksheet>" + "<col/>" * 900_000 + "<sheetData/></worksheet>"),
         irregular("工作表的开头过长")),
    Case("rows-within-rows", rows(f'<row r="2">{project(3)}</row>'),
         irregular("工作表内部结构不规范")),
]  # fmt: skip
