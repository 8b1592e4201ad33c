"""A title in lines that end at whole words, as GB/T 9704 asks: no line begins within a word."""

import re
from itertools import combinations, pairwise

LINE = 19
"""Characters of 2号 on a line of 156 mm, with a little left at both sides."""

# Where a line may end: behind an office, a period of the year, or the matter.
_ENDS = re.compile(
    r"委员会|人民政府|办公室|改革委|局|厅|上半年|全年|季度|月|关于|的|项目|建设|县|市|区"
)
_GOES_ON = ("的", "）", "”", "、", "份", "级", "长")
_MOST_LINES = 4


def in_lines(title: str, most: int = LINE) -> list[str]:
    """The fewest lines of at most ``most`` characters, as even as whole words allow, the longer
    first; the title as one line where no such place is found."""
    if width_of(title) <= most:
        return [title]
    places = [
        found.end()
        for found in _ENDS.finditer(title)
        if found.end() < len(title) and not title.startswith(_GOES_ON, found.end())
    ]
    for cuts in range(1, _MOST_LINES):
        ways = [_cut(title, chosen) for chosen in combinations(places, cuts)]
        fitting = [lines for lines in ways if max(map(width_of, lines)) <= most]
        if fitting:
            return min(fitting, key=_unevenness)
    return [title]


def _cut(title: str, places: tuple[int, ...]) -> list[str]:
    bounds = [0, *places, len(title)]
    return [title[start:end] for start, end in pairwise(bounds)]


def _unevenness(lines: list[str]) -> float:
    widths = [width_of(line) for line in lines]
    return max(widths) - min(widths)


def width_of(text: str) -> float:
    """In Chinese characters; digits and letters are half as wide."""
    return sum(0.5 if character.isascii() else 1 for character in text)
