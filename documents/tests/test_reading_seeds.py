"""The figures of the five source documents: which are found, and what the texts alone say."""

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from demo.published.reports import table
from documents.reading.against_itself import checked
from documents.reading.script import simplified
from documents.reading.verdicts import Verdict

TEXTS = Path(__file__).with_name("seeds")
WORDS = {
    Verdict.GIVEN: "given",
    Verdict.HOLDS: "ok",
    Verdict.TRUNCATED: "truncated",
    Verdict.WRONG: "wrong",
    Verdict.BASE_MISSING: "base-missing",
    Verdict.OUTSIDE: "outside",
    Verdict.BLANK: "placeholder",
}


@pytest.fixture(scope="module")
def held():
    """Each figure of the table with the judgement that stands at its place, None without one; and
    how many were found."""
    pairs, found = {}, 0
    for path in sorted(TEXTS.iterdir()):
        rows = [row for row in table("seeds.csv") if row["seed"] == path.stem]
        judgements = checked(path.read_text(encoding="utf-8"))
        found += len(judgements)
        ours = [simplified(each.figure.printed).replace(" ", "") for each in judgements]
        theirs = [simplified(row["printed"]).replace(" ", "") for row in rows]
        pairs |= {row["id"]: (row, None) for row in rows}
        for at, there, size in SequenceMatcher(None, theirs, ours, False).get_matching_blocks():
            for step in range(size):
                pairs[rows[at + step]["id"]] = (rows[at + step], judgements[there + step])
    return pairs, found


def test_the_figures_that_are_found(held):
    """All but the number of a document, which is none: 東辦發[2012]5號."""
    pairs, found = held
    assert [number for number, (_, judgement) in pairs.items() if judgement is None] == ["002-42"]
    assert (len(pairs), found) == (200, 199)


def test_their_values(held):
    pairs, _ = held
    values = {
        number: (row["value"], None if each.figure.value is None else float(each.figure.value))
        for number, (row, each) in pairs.items()
        if each is not None
    }
    assert [
        number for number, (told, read) in values.items() if (float(told) if told else None) != read
    ] == []


def test_their_verdicts(held):
    """Six industries that a clause before it names, and ten offices of ten parks, are more than the
    words tell."""
    pairs, _ = held
    wrong = {
        number: WORDS[each.verdict]
        for number, (row, each) in pairs.items()
        if each is not None and WORDS[each.verdict] != row["verdict"]
    }
    assert wrong == {"001-02": "given", "001-05": "given"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("000-32", "59.6億元÷105.53億元=56.4768%，四舍五入应为56.48%，文中是截尾数"),
        (
            "002-35",
            "序时进度8.33%−10.3億元÷174億元=2.414个百分点，应为2.4个百分点，文中为2.3個百分點",
        ),
        (
            "004-11",
            "文中没有72.8%所依的基数，无从复核（按104個倒推，基数应为142.86个）；"
            "104個÷108個=96.30%，与文中不合",
        ),
        (
            "004-15",
            "文中没有54.84%所依的基数，无从复核（按134.1871億元倒推，基数应为244.69亿元）；"
            "与目标246億元不合（除得54.55%）",
        ),
    ],
)
def test_the_faults_of_the_seeds_are_told(held, number, words):
    pairs, _ = held
    assert pairs[number][1].words == words
