"""How lists are named in files and figures: 2012年县“361”行动计划 is of the county, and known by
县361行动计划 and 县361."""

import re
import unicodedata
from collections.abc import Collection

from projects.models import Tier

LONGEST_KEY = 20
NOT_IN_KEYS = re.compile(r"[\s.=+%,、\-]")
"""What sets parts of a figure's key apart (DESIGN §8)."""

_TIERS = {
    "省": Tier.PROVINCIAL,
    "市": Tier.MUNICIPAL,
    "州": Tier.MUNICIPAL,
    "县": Tier.COUNTY,
    "区": Tier.COUNTY,
    "旗": Tier.COUNTY,
}
_QUOTES = re.compile("[“”\"「」『』‘’'《》<>]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年度?")
_GAPS = re.compile(r"\s+|\(.*?\)")
# With a level before its quotes, or 行动计划 behind them: “十四五” alone names no list.
_OF_ACTION = re.compile(
    '[省市州县区旗]?级?[“"「『][^“”"「」『』]{1,20}[”"」』](?:重点)?(?:行动计划|行动|工程)'
    '|[省市州县区旗]级?[“"「『][^“”"「」『』]{1,20}[”"」』](?:计划|清单)?'
)
_BARE_ACTION = re.compile("[省市州县区旗][0-9A-Za-z]{2,10}(?:行动计划|计划)?")
_LEVEL = re.compile("(?<![省市州县区旗、和])([省市州县区旗])级")
_ENDING = re.compile("(?:重点)?(?:行动)?(?:计划|清单|名单|项目)+$")


def wording(text: str) -> str:
    """What two spellings of one title share: without the year, quotes, gaps and remarks."""
    even = unicodedata.normalize("NFKC", text)
    return _GAPS.sub("", _YEAR.sub("", _QUOTES.sub("", even))).lower()


def without_year(name: str) -> str:
    return _YEAR.sub("", name).strip()


def of_year(name: str, year: int, other: int) -> str:
    """The name of a list, or its key, as the other year has it: 2020年县级重点项目."""
    return name.replace(str(year), str(other))


def name_in(text: str) -> str:
    """The name of a list of its own that a title has: 县“361”行动计划; "" where it has none."""
    found = _OF_ACTION.search(text) or _BARE_ACTION.search(text)
    return found[0] if found else ""


def tier_in(text: str) -> Tier | None:
    """The tier that a title or the name of a list speaks of; None where it says none, or
    several."""
    if "挂牌" in text:
        return Tier.LISTED
    name = name_in(text)
    if name:
        return _TIERS.get(name[0])
    tiers = {_TIERS[found] for found in _LEVEL.findall(text)}
    return tiers.pop() if len(tiers) == 1 else None


def key_of(name: str, taken: Collection[str]) -> str:
    """A key for the list of that name, which no other of the year has: 县361."""
    short = NOT_IN_KEYS.sub("", wording(name))
    short = (_ENDING.sub("", short) or short)[:LONGEST_KEY]
    key, number = short, 2
    while key in taken:
        key = f"{short[: LONGEST_KEY - 2]}{number}"
        number += 1
    return key


def spoken_key(key: str) -> str:
    """As a sentence has it: “县361”, so that no count runs into its figures."""
    return f"“{key}”" if key and key[-1].isascii() else key
