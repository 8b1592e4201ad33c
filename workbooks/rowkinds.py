"""Telling a project's row from a group's, a total's, a note's and a signature's by its label.

A label decides by its whole form, never by a word within it: 合计村污水处理项目 is a project.
"""

import re
from enum import Enum

from workbooks.titles import compact


class RowKind(Enum):
    DATA = "data"
    GROUP = "group"
    TOTAL = "total"
    NOTE = "note"
    SIGNATURE = "signature"
    HEADER = "header"
    BLANK = "blank"


class Numbering(Enum):
    """How a group row is numbered; groups numbered alike are of one level."""

    CHINESE = "一、"
    BRACKETED = "（一）"
    ARABIC = "1."
    ROMAN = "Ⅰ"
    LETTER = "A"
    STAR = "★"
    NONE = ""


_CHINESE = "[一二三四五六七八九十]{1,3}"
_COUNT = r"\(?(?:总|合)?(?:共|计)*([0-9]{1,9})(?:个|项)(?:(?:重点|建设)?项目)?(?:[,、;:][^()]*)?\)?"

_NUMBERINGS = (
    (Numbering.BRACKETED, re.compile(rf"\({_CHINESE}\)[、.]?")),
    (Numbering.CHINESE, re.compile(rf"{_CHINESE}(?:[、.]|是[:,])")),
    (Numbering.STAR, re.compile(r"[★☆▲△●◆■]+")),
)
_SERIAL_NUMBERINGS = (
    (Numbering.BRACKETED, re.compile(rf"\({_CHINESE}\)[、.]?")),
    (Numbering.CHINESE, re.compile(rf"{_CHINESE}[、.]?")),
    (Numbering.ROMAN, re.compile(r"[IVXⅠ-Ⅻ]+[、.]?")),
    (Numbering.LETTER, re.compile(r"[A-Z][、.]?")),
    (Numbering.STAR, re.compile(r"[★☆▲△●◆■]+")),
)
_ARABIC_LABEL = re.compile(r"\(?[0-9]{1,3}(?:\)|[、.](?![0-9]))[、.]?")
_SERIAL_NUMBER = re.compile(r"[★☆▲△●◆■*]?\(?[0-9]{1,5}(?:[-.][0-9]{1,3})?\)?[、.]?")

_TOTAL_WORDS = "(?:合计|总计|小计|共计|总和|累计)"
_OF_TOTALS = re.compile("[合总小共累]")
_TOTAL_ALONE = re.compile(rf"{_TOTAL_WORDS}(?:{_COUNT})?:?")
_TOTAL = re.compile(rf"(?:.{{0,20}}?{_TOTAL_WORDS}(?:{_COUNT})?:?|其中[:,].*|其中)")
_NOTE = re.compile(r"\*?(?:备注|附注|注释|注|说明|填表说明|填报说明)[0-9]{0,2}[:.、].*")
_SIGNATURE = re.compile(
    r"(?:填表|填报|制表|审核|审定|审批|复核|经办|联系|统计)?(?:单位|项目)?"
    r"(?:人|负责人|领导|分管领导|主要领导|主管领导|联系电话|电话|手机|日期|时间|签字|签章|盖章|公章)"
    r"(?:\(?(?:签字|签章|盖章|公章)\)?)?(?::.*)?"
    r"|(?:填报|填表|报送|编制|制表)?单位(?:\(?(?:盖章|公章)\)?)(?::.*)?"
    r"|(?:填报|填表|报送|编制|制表)单位:.*"
)
_EXAMPLE = re.compile(r"(?:填写?)?(?:示例|样例|范例|举例|例)(?:[0-9一二三]|行)?[:]?")
_INSTRUCTS = re.compile(
    "填写|填报|填全|必填|选填|不填|保留|小数|字以内|字以下|不超过|下拉|格式|例如|如:|示例|全称|按批复|请"
    "|选择|阿拉伯数字|数字$|文字$|^(?:单位:)?万元$|整数|日期型|系统自动|自动生成|自动计算"
)
_PAGE = "第[0-9]{1,4}页"
_PAGES = "共[0-9]{1,4}页"
_PAGE_NUMBER = re.compile(
    rf"\(?(?:{_PAGE}(?:[,、/]?{_PAGES})?|{_PAGES}[,、/]?{_PAGE})\)?|-[0-9]{{1,4}}-"
)
_COUNTED = re.compile(rf"(.*?){_COUNT}")


def numbering_of(serial: str, label: str) -> Numbering:
    """The numbering of a group row, from its serial cell or the beginning of its label."""
    for text, forms in ((serial, _SERIAL_NUMBERINGS), (label, _NUMBERINGS)):
        for numbering, form in forms:
            if form.fullmatch(text) if forms is _SERIAL_NUMBERINGS else form.match(text):
                return numbering
    return Numbering.ARABIC if _ARABIC_LABEL.match(label) else Numbering.NONE


def may_be_total(label: str) -> bool:
    """Quickly, and rather too often than too rarely."""
    return _OF_TOTALS.search(label) is not None


def is_serial_number(text: str) -> bool:
    return _SERIAL_NUMBER.fullmatch(text) is not None


def is_total(label: str, numbered: bool) -> bool:
    """A numbered row is a total only when its whole label is the word."""
    return (_TOTAL_ALONE if numbered else _TOTAL).fullmatch(label) is not None


def is_grand_total(label: str) -> bool:
    """Of everything in the table, not of a part of it."""
    return is_total(label, numbered=True) and not label.startswith("小计")


def is_note(label: str) -> bool:
    return _NOTE.fullmatch(label) is not None


def is_example(serial: str) -> bool:
    """Whether the number of a row says that it shows how to fill in the others."""
    return _EXAMPLE.fullmatch(serial) is not None


def instructs(text: str) -> bool:
    """Whether a text says how a column is to be filled in: 保留两位小数, 50字以内."""
    return _INSTRUCTS.search(text) is not None


def is_signature(label: str) -> bool:
    return _SIGNATURE.fullmatch(label) is not None


def is_page_number(label: str) -> bool:
    """`第1页，共3页`, at the foot of a printed page."""
    return _PAGE_NUMBER.fullmatch(label) is not None


def declared_count(label: str) -> int | None:
    """The number of projects that a label ends with: `新建项目（51个）`, `合计37个`."""
    counted = _COUNTED.fullmatch(label)
    return int(counted[2]) if counted else None


def group_title(label: str) -> str:
    """The label without numbering and count: `（一）工业项目82个` is 工业项目."""
    label = compact(label)
    for _, form in _NUMBERINGS:
        label = form.sub("", label, count=1) if form.match(label) else label
    label = _ARABIC_LABEL.sub("", label)
    counted = _COUNTED.fullmatch(label)
    return (counted[1] if counted else label).strip(":,、") or label
