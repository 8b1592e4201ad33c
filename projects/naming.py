"""How names are compared and searched, so that one project or unit is found however it is typed."""

import re
import unicodedata
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin

from accounts.models import Unit, UnitKind

_SEARCHABLE = re.compile(r"[^a-z0-9]")
LONGEST_PINYIN = 1000

_APART = re.compile(r"[\s()（）/／:：,，、;；]+")
_PHONE = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}|0[0-9]{2,3}-?[0-9]{7,8}|[2-8][0-9]{6,7})(?![0-9])"
)
# 张 三, a name of two characters set in the width of three.
_SPACED = re.compile(r"(?<=[\s(（][一-龥])\s+(?=[一-龥](?:[\s)）]|$))")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐庄"
)
_TITLES = "(?:局长|主任|同志|经理|科长|股长|书记|县长|镇长|乡长|部长|院长|处长|所长|站长|总)?"
_PERSON = re.compile(rf"[{_SURNAMES}][一-龥]{{1,2}}{_TITLES}|(?:欧阳|上官|司马|诸葛)[一-龥]{{1,2}}")
_UNIT = re.compile(
    "(?:局|委|办|院|部|厅|处|所|站|队|社|会|中心|公司|集团|镇|乡|街道|村|县|区|政府|[小中大]学|银行|厂|场|园)$"
)

# The first ending found in a unit's name tells its kind; most units are departments.
KIND_BY_NAME: tuple[tuple[tuple[str, ...], UnitKind], ...] = (
    (("管委会", "管理委员会"), UnitKind.COMMITTEE),
    (("公司", "集团"), UnitKind.COMPANY),
    (("镇", "乡", "街道", "街道办", "街道办事处", "镇人民政府", "乡人民政府", "镇政府", "乡政府"),
     UnitKind.TOWNSHIP),
    (("发展和改革局", "发展改革局", "发改局"), UnitKind.BUREAU),
)  # fmt: skip


def name_key(name: str) -> str:
    """What two spellings of one name share: widths made even, gaps and line breaks dropped."""
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()


def unit_keys(unit: Unit, county: Unit, former: Iterable[str] = ()) -> set[str]:
    """The keys under which workbooks of the county write ``unit``; units go on writing ``former``
    names."""
    return {unit_key(name, county) for name in (unit.name, unit.short_name, *former) if name}


def unit_key(name: str, county: Unit) -> str:
    """The key of a unit's name without the county: 示范县水利局 and 县水利局 are 水利局."""
    key = name_key(name)
    for prefix in (name_key(county.name), "县"):
        if key.startswith(prefix) and len(key) > len(prefix) + 1:
            return key.removeprefix(prefix)
    return key


def unit_and_person(written: str) -> tuple[str, str]:
    """The unit and the persons that one cell names: 交通局 张三 13800000000. "" for what it does
    not; a text in which no person is seen is the unit's as it stands."""
    without_phone = _PHONE.sub(" ", written)
    if without_phone == written and not _APART.search(written):
        return written, ""
    text = _SPACED.sub("", f" {without_phone} ")
    parts = [part for part in _APART.split(text) if part]
    persons = [part for part in parts if _PERSON.fullmatch(part) and not _UNIT.search(part)]
    units = [part for part in parts if part not in persons]
    if len(units) > 1 or (not persons and without_phone == written):
        return written, ""
    return "".join(units), "、".join(persons)


def kind_of_unit(name: str) -> UnitKind:
    """The kind that a unit's name tells."""
    for endings, kind in KIND_BY_NAME:
        if name_key(name).endswith(endings):
            return kind
    return UnitKind.DEPARTMENT


def pinyin_of(name: str) -> str:
    """What is typed to find the name without an input method: the first letters of its syllables,
    and after a space the syllables: csxn choushuixuneng for 抽水蓄能."""
    styles = (Style.FIRST_LETTER, Style.NORMAL)
    typed = (
        _SEARCHABLE.sub("", "".join(lazy_pinyin(name, style=style)).lower()) for style in styles
    )
    return " ".join(typed)[:LONGEST_PINYIN]


def shortened_list(names: Iterable[str], most: int = 8) -> str:
    """``甲、乙、丙等12个``: the first names of a long list, and how many there are."""
    all_names = list(names)
    text = "、".join(all_names[:most])
    return text if len(all_names) <= most else f"{text}等{len(all_names)}个"
