"""Word files from outside: a real one is read, whatever acts or reaches elsewhere is refused."""

import io
import logging
import struct
import zipfile
from dataclasses import replace

import pytest

from documents.incoming import opening
from documents.incoming.guard import DEEPEST
from documents.incoming.opening import UnreadableWord, read_word, refill
from documents.refilling import NotThere, WordChange, WordPlace
from documents.tests.papers import SUMMARY
from documents.word import word_document

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "word/_rels/document.xml.rels"
DOCUMENT = "word/document.xml"
WORD = word_document(SUMMARY)
ADVICE = "请在 Word 或 WPS 中打开，去掉宏、链接和嵌入的对象，另存为 .docx 后再上传"


def rewritten(name, old, new, *, count=1, more=()):
    """The document with one part changed and others added."""
    source, out = zipfile.ZipFile(io.BytesIO(WORD)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in source.namelist():
            data = source.read(member)
            if member == name:
                assert old in data
                data = data.replace(old, new, count)
            archive.writestr(member, data)
        for member, data in more:
            archive.writestr(member, data)
    return out.getvalue()


def related(kind, target, *, mode=' TargetMode="External"', more=()):
    relation = f'<Relationship Id="x1" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/>'
    end = b"</Relationships>"
    return rewritten(RELATIONS, end, relation.encode() + end, more=more)


def in_body(xml):
    return rewritten(DOCUMENT, b"<w:body>", b"<w:body>" + xml.encode())


def field(*pieces):
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{side}"/></w:r>' for side in ("begin", "end"))
    return in_body(f"<w:p>{begin}{runs}{end}</w:p>")


def nested(depth):
    return in_body(f"<w:p>{'<w:smartTag>' * depth}{'</w:smartTag>' * depth}</w:p>")


def refusal(content):
    with pytest.raises(UnreadableWord) as refused:
        read_word(content, "稿.docx")
    return refused.value.message.removeprefix("文件“稿.docx”").removesuffix(f"，{ADVICE}")


REFUSED = {
    "cut off": (WORD[: len(WORD) // 2], "已损坏"),
    "of another kind": (b"%PDF-1.4", "不是 .docx 文档"),
    "a workbook": (
        rewritten("[Content_Types].xml", b"wordprocessingml.document", b"spreadsheetml.sheet"),
        "不是 Word 文档",
    ),
    "a DTD": (
        rewritten(DOCUMENT, b"<w:document", b'<!DOCTYPE d [<!ENTITY a "a">]><w:document'),
        "内部含有不允许的声明（DTD 或实体）",
    ),
    "too deep": (nested(DEEPEST), "内部层次过深"),
    "a document within": (
        related("aFChunk", "chunk.html", mode="", more=[("word/chunk.html", "<html/>")]),
        "里嵌有另一份文档（altChunk）",
    ),
    "an OLE object": (
        related(
            "oleObject", "embeddings/o.bin", mode="", more=[("word/embeddings/o.bin", b"\xd0\xcf")]
        ),
        "嵌有 OLE 对象",
    ),
    "a control": (related("control", "activeX/a.xml", mode=""), "嵌有控件"),
    "a program": (
        rewritten(DOCUMENT, b"", b"", count=0, more=[("word/embeddings/a.exe", "MZ")]),
        "内嵌了控件或程序",
    ),
    "macros": (
        rewritten(DOCUMENT, b"", b"", count=0, more=[("word/vbaProject.bin", b"VBA")]),
        "带有宏",
    ),
    "a picture elsewhere": (
        related("image", "http://203.0.113.1/a.png"),
        "引用了外部的图片、模板或数据",
    ),
    "a template elsewhere": (
        related("attachedTemplate", "file://203.0.113.1/share/a.dotm"),
        "引用了外部的图片、模板或数据",
    ),
    "DDE": (field("DDEAUTO c:\\\\cmd.exe"), "带有会读取其他文件或运行程序的域"),
    "DDE in pieces": (field("D", "DE c:\\\\cmd.exe"), "带有会读取其他文件或运行程序的域"),
    "a field of one element": (
        in_body('<w:p><w:fldSimple w:instr=" INCLUDETEXT c:\\\\a.docx"/></w:p>'),
        "带有会读取其他文件或运行程序的域",
    ),
    "a chart's bomb": (
        rewritten(DOCUMENT, b"", b"", count=0, more=[("word/embeddings/a.xlsx", b"PK\x03\x04")]),
        "已损坏",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_hostile_is_refused_in_words(what):
    content, problem = REFUSED[what]
    assert refusal(content) == problem


def test_what_inflates_beyond_measure_is_refused():
    content = rewritten(DOCUMENT, b"</w:body>", b" " * (49 << 20) + b"</w:body>")
    assert len(content) < 1 << 20
    assert refusal(content).startswith("解压后过大")


def test_what_declares_less_than_it_holds_is_refused():
    content = rewritten(DOCUMENT, b"</w:body>", b" " * (20 << 20) + b"</w:body>")
    archive = zipfile.ZipFile(io.BytesIO(content))
    size = struct.pack("<I", archive.getinfo(DOCUMENT).file_size)
    assert refusal(content.replace(size, struct.pack("<I", 1000))) == "已损坏"


def test_links_and_fields_that_do_nothing_are_let_in():
    for content in (
        related("hyperlink", "https://www.gov.cn/"),
        related("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm"),
        field(" PAGE  \\* MERGEFORMAT "),
        nested(DEEPEST // 2),
    ):
        assert "截至6月底，完成投资59.6亿元，占年度计划的56.5%。" in read_word(content).text


def test_words_are_changed_in_the_process_apart():
    lines = read_word(WORD).text.split("\n")
    place = WordPlace(3, lines[3].index("59.6"), lines[3].index("亿元"))
    content = refill(WORD, [WordChange(place, "59.6", "71.25")])
    assert "完成投资71.25亿元，" in read_word(content).text
    with pytest.raises(NotThere):
        refill(WORD, [WordChange(place, "60", "71.25")])


def test_what_takes_too_long_is_told(monkeypatch, caplog):
    monkeypatch.setattr(opening, "BOUNDS", replace(opening.BOUNDS, seconds=0.01))
    caplog.set_level(logging.ERROR)
    assert refusal(WORD) == "内容过多或结构异常，读不完"
