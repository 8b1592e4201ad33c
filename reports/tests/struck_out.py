"""What an office director strikes out of a paper, as a list of what a text has of it."""

import re
from collections import Counter
from itertools import groupby

from documents.paragraphs import Document, Style, Table

# Each with what it is.
NEVER = {
    "a count of nothing": r"(?<![\d.])0(?:个|项|份|次)(?!百分点)|投资0[万亿]元",
    "all of all": r"(?<!\d)(\d+)(?:个|项)[^，。；（\d]{0,14}中，?有?\1(?:个|项)",
    "one that is all of several": r"(?<!\d)1个[^，。；、\d]{0,16}均",
    "截止": "截止",
    "陆续": "陆续",
    "doubled or dangling punctuation": r"[，；、。：]{2}|[，；、]\n|，）|（）",
    "no value": r"(?<!\d)—(?!\d)",
    "a template's trace": r"[{}]|None|项目项目|的的",
    "个次": "个次",
    "不断优化": "不断优化",
    "a count told twice": r"开工滞后\d+个、.*仍有\d+个未开工",
    "连同": r"连同\d+个前期",
    "no subject": r"(?:^|\n)均为",
    "万元 beside 亿元": r"完成投资[1-9]\d{3}(?:\.\d+)?万元[^。]*；(?:续建)?项目?完成投资[\d.]+亿元",
    "both words of the pace": r"序时进度(?:.|\n)*均衡进度|均衡进度(?:.|\n)*序时进度",
}
SHORTCOMINGS = re.compile("低于|滞后|未开工|还差|尚未|尚无|未报|零投资|较慢")
ORDINALS = (("（一）", "（二）"), ("一是", "二是"), ("一、", "二、"))
HELD = re.compile(
    r"占年度计划的([\d.]+)%，((?:略|明显)?低于)(?:序时|均衡)进度(?:（[\d.]+%）)?([\d.]+)个百分点"
)
LARGE = re.compile(r"大项目支撑作用明显。[^。]*过亿元的有\d+个，占项目总个数的([\d.]+)%")
LAGGING = re.compile(r"部分项目推进较慢。(\d+)个项目中，(\d+)个进度滞后")
RATE = re.compile(r"\d+(?:\.(\d+))?%")


def struck_out(document: Document, decimals: int = 1) -> list[str]:
    """What would be struck out, named; [] of a paper that goes through. ``decimals`` are those that
    were chosen. Notes of the office are looked at too, but for the numbers of rates; tables, which
    print — where a sentence says nothing, have their own."""
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    body = [p for p in document.paragraphs if p.style is not Style.NOTE]
    found = [f"{what}: {hit[0]}" for what, sign in NEVER.items() if (hit := re.search(sign, text))]
    found += _lone_ordinals(text)
    found += _wrong_degrees(text)
    found += _annexes(document)
    found += _told_thrice(document)
    printed = {len(hit or "") for p in body for hit in RATE.findall(p.text)}
    # Two where a rate is near to the pace.
    if not printed <= {decimals, 2}:
        found.append(f"decimals {printed}")
    found += _shortcomings(document)
    if "成为投资主体" in text and not _is_above_half(text):
        found.append("成为主体 below a half")
    return found


def _wrong_degrees(text: str) -> list[str]:
    """略低于 or 低于 where less of the pace was reached, 支撑 by few, 部分 of more than a half."""
    found = []
    for rate, word, missed in HELD.findall(text):
        reached = float(rate) / (float(rate) + float(missed))
        if (word == "略低于" and reached < 0.78) or (word == "低于" and reached < 0.58):
            found.append(f"{word} at {rate} of {rate} + {missed}")
    found += [f"支撑 by {share}%" for share in LARGE.findall(text) if float(share) < 33]
    return found + [
        f"部分 of more than a half: {part} of {every}"
        for every, part in LAGGING.findall(text)
        if int(part) * 2 > int(every)
    ]


def _annexes(document: Document) -> list[str]:
    """Of the tables behind: an empty cell, a column of nothing, kinds of lags that are mixed, the
    other word of the pace."""
    text = document.text
    found = ["both words of the pace"] if "均衡进度" in text and "欠序时" in text else []
    for table in (block for annex in document.annexes for block in annex.blocks):
        if not isinstance(table, Table):
            continue
        cells = [["".join(run.text for run in cell) for cell in row] for row in table.rows]
        found += ["an empty cell"] if any("" in row for row in cells) else []
        found += ["a column of nothing"] if {"—"} in map(set, zip(*cells, strict=True)) else []
        kinds = [kind for kind, _ in groupby(row[3] for row in cells if row[3].endswith("滞后"))]
        found += ["kinds of lags that are mixed"] if len(kinds) > len(set(kinds)) else []
    return found


def _lone_ordinals(text: str) -> list[str]:
    return [f"a lone {one}" for one, two in ORDINALS if one in text and two not in text]


def _told_thrice(document: Document) -> list[str]:
    keys = Counter(
        run.key
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.key.endswith("率")
    )
    return [f"{key} told {times} times" for key, times in keys.items() if times > 2]


def _shortcomings(document: Document) -> list[str]:
    """Under the head of highlights."""
    chapter, found = "", []
    for paragraph in document.paragraphs:
        if paragraph.style is Style.CHAPTER:
            chapter = paragraph.text
        elif paragraph.style is Style.NOTE:
            continue
        elif "亮点" in chapter and (hit := SHORTCOMINGS.search(paragraph.text)):
            found.append(f"a shortcoming among highlights: {hit[0]}")
    return found


def _is_above_half(text: str) -> bool:
    share = re.search(r"占年度计划总投资的([\d.]+)%", text)
    return share is None or float(share[1]) > 50
