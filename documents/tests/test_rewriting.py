"""Lines of a .docx changed, told again, added and left out: each looks as it should."""

import io

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt

from documents.incoming.opening import read_word, rewrite
from documents.line_changes import changes_in
from documents.refilling import NotThere
from documents.rewriting import LineAnew


def file_of(*paragraphs, cells=()):
    """Each paragraph a list of words with their sizes; a table of one column behind them."""
    file, out = Document(), io.BytesIO()
    for runs in paragraphs:
        paragraph = file.add_paragraph()
        for words, size in runs:
            paragraph.add_run(words).font.size = Pt(size)
    if cells:
        table = file.add_table(len(cells), 1)
        for row, words in zip(table.rows, cells, strict=True):
            row.cells[0].paragraphs[0].add_run(words)
    file.save(out)
    return out.getvalue()


def shown(content):
    """The runs of each paragraph: words, size, in brackets what is marked."""
    return [
        [
            (
                f"[{run.text}]" if run.font.highlight_color == WD_COLOR_INDEX.YELLOW else run.text,
                run.font.size and run.font.size.pt,
            )
            for run in paragraph.runs
            if run.text
        ]
        for paragraph in Document(io.BytesIO(content)).paragraphs
    ]


FILE = file_of(
    [("总结", 22)], [("截至6月底，完成投资", 16), ("2800", 12), ("万元。", 16)], [("完", 10)]
)
LINE = "截至6月底，完成投资2800万元。"


def changed(line, was, words, *, is_copy=False, marks=()):
    return LineAnew(line, words, is_copy, changes_in(line, was, words, marks), marks)


def test_what_is_changed_keeps_the_runs_that_it_does_not_touch():
    words = "截至5月底，共完成投资400万元。"
    lines = [
        changed(0, "总结", "总结"),
        changed(1, LINE, words, marks=((11, 14),)),
        changed(2, "完", "完"),
    ]
    assert shown(rewrite(FILE, lines)) == [
        [("总结", 22)],
        [("截至5月底，共完成投资", 16), ("[400]", 12), ("万元。", 16)],
        [("完", 10)],
    ]


def test_a_line_told_again_and_a_new_one_look_as_those_they_are_told_by():
    again = "截至7月底，完成投资3000万元。"
    lines = [
        changed(0, "总结", "总结"),
        changed(1, LINE, LINE),
        changed(1, LINE, again, is_copy=True),
        LineAnew(1, "新写的一段。", is_copy=True, marks=((0, 2),)),
        changed(2, "完", "完"),
    ]
    assert shown(rewrite(FILE, lines)) == [
        [("总结", 22)],
        [("截至6月底，完成投资", 16), ("2800", 12), ("万元。", 16)],
        [("截至7月底，完成投资", 16), ("3000", 12), ("万元。", 16)],
        [("[新写]", 16), ("的一段。", 16)],
        [("完", 10)],
    ]


def test_what_is_left_out_goes_with_its_paragraph_and_a_cell_keeps_one():
    file = file_of([("甲", 16)], [("乙", 12)], cells=["丙", "丁"])
    content = rewrite(file, [changed(1, "乙", "乙"), changed(3, "丁", "丁")])
    assert shown(content) == [[("乙", 12)]]
    assert read_word(content).text.split("\n") == ["乙", "", "丁", ""]


def test_lines_of_one_paragraph_come_and_go_with_their_breaks():
    file = file_of([("甲\n乙\n丙", 16)])
    assert read_word(file).text == "甲\n乙\n丙\n"
    first, second = changed(0, "甲", "甲"), LineAnew(0, "又一行", is_copy=True)
    assert (
        read_word(rewrite(file, [first, second, changed(2, "丙", "丙")])).text == "甲\n又一行\n丙\n"
    )
    assert read_word(rewrite(file, [first])).text == "甲\n"


def test_a_line_without_words_is_worded_in_the_look_of_its_paragraph():
    file = file_of([("甲", 16)], [])
    assert shown(rewrite(file, [changed(0, "甲", "甲"), LineAnew(1, "乙")])) == [
        [("甲", 16)],
        [("乙", None)],
    ]


def test_a_line_before_all_others_stands_in_front():
    lines = [LineAnew(0, "密级", is_copy=True), changed(0, "总结", "总结"), changed(1, LINE, LINE)]
    assert shown(rewrite(FILE, lines))[:2] == [[("密级", 22)], [("总结", 22)]]


@pytest.mark.parametrize(
    ("was", "words", "told"),
    [
        ("甲乙", "新甲乙", [("甲", "新甲")]),
        ("甲乙", "甲乙新", [("乙", "乙新")]),
        ("甲2800乙", "甲400乙", [("2800", "400")]),
        ("甲乙丙", "甲丙", [("乙", "")]),
        ("甲", "一甲二", [("甲", "一甲二")]),
        ("甲乙", "甲乙", []),
    ],
)
def test_as_little_as_can_be_is_changed(was, words, told):
    assert [(each.was, each.text) for each in changes_in(0, was, words)] == told


def test_a_file_that_says_other_words_is_not_written():
    with pytest.raises(NotThere):
        rewrite(FILE, [changed(0, "总述", "小结")])
