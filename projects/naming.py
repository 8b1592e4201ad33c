"""How names are compared and searched, so that one project or unit is found however it is typed."""

import re
import unicodedata
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin

from accounts.models import Unit, UnitKind

_GAPS = re.compile(r"\s+")
_SEARCHABLE = re.compile(r"[^a-z0-9]")
_LONGEST_INITIALS = 200

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
    return _GAPS.sub("", unicodedata.normalize("NFKC", name)).lower()


def unit_keys(unit: Unit, county: Unit) -> set[str]:
    """The keys under which workbooks of the county write ``unit``."""
    return {unit_key(name, county) for name in (unit.name, unit.short_name) if name}


def unit_key(name: str, county: Unit) -> str:
    """The key of a unit's name without the county: 示范县水利局 and 县水利局 are 水利局."""
    key = name_key(name)
    for prefix in (name_key(county.name), "县"):
        if key.startswith(prefix) and len(key) > len(prefix) + 1:
            return key.removeprefix(prefix)
    return key


def kind_of_unit(name: str) -> UnitKind:
    """The kind that a unit's name tells."""
    for endings, kind in KIND_BY_NAME:
        if name_key(name).endswith(endings):
            return kind
    return UnitKind.DEPARTMENT


def pinyin_initials(name: str) -> str:
    """The first letters of the name's syllables, as typed to find it: csxnd for 抽水蓄能电(站)."""
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return _SEARCHABLE.sub("", initials)[:_LONGEST_INITIALS]


def shortened_list(names: Iterable[str], most: int = 8) -> str:
    """``甲、乙、丙等12个``: the first names of a long list, and how many there are."""
    all_names = list(names)
    text = "、".join(all_names[:most])
    return text if len(all_names) <= most else f"{text}等{len(all_names)}个"
