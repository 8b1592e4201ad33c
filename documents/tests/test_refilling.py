"""A .docx changed in place: runs that Word split, formatting that stays, marked numbers."""

import io
import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt

from documents.refilling import NotThere, WordChange, WordPlace, WordText, refilled

MAIN = "word/document.xml"


def file_of(*paragraphs):
    """Each paragraph a list of runs: words, or words with a size."""
    file = Document()
    for runs in paragraphs:
        paragraph = file.add_paragraph()
        for words, size in runs:
            run = paragraph.add_run(words)
            run.font.size = Pt(size)
            run.bold = size == 16
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def runs_of(content):
    """The runs of each paragraph: words, size, whether marked."""
    return [
        [
            (run.text, run.font.size.pt, run.font.highlight_color == WD_COLOR_INDEX.YELLOW)
            for run in paragraph.runs
            if run.text
        ]
        for paragraph in Document(io.BytesIO(content)).paragraphs
    ]


SPLIT = file_of(
    [("总结", 22)], [("完成投资5", 16), ("9.", 12), ("6亿元，占", 16), ("56.48%", 16), ("。", 16)]
)


def test_the_words_are_one_text_however_they_are_split():
    xml = zipfile.ZipFile(io.BytesIO(SPLIT)).read(MAIN)
    assert WordText(xml).text == "总结\n完成投资59.6亿元，占56.48%。\n"


def test_a_number_across_three_runs_is_replaced_in_the_formatting_of_the_first():
    changes = [
        WordChange(WordPlace(1, 4, 10), "59.6亿元", "71.25亿元"),
        WordChange(WordPlace(1, 10, 12), "，占", "，占", is_marked=True),
        WordChange(WordPlace(1, 12, 18), "56.48%", "67.51%"),
    ]
    assert runs_of(refilled(SPLIT, MAIN, changes)) == [
        [("总结", 22, False)],
        [
            ("完成投资71.25亿元", 16, False),
            ("，占", 16, True),
            ("67.51%", 16, False),
            ("。", 16, False),
        ],
    ]


def test_what_is_marked_alone_keeps_what_stands_around_it():
    content = file_of([("扣0.5分，再扣1分。", 14)])
    changes = [
        WordChange(WordPlace(0, 1, 5), "0.5分", "0.5分", is_marked=True),
        WordChange(WordPlace(0, 8, 10), "1分", "2分", is_marked=True),
    ]
    assert runs_of(refilled(content, MAIN, changes)) == [
        [
            ("扣", 14, False),
            ("0.5分", 14, True),
            ("，再扣", 14, False),
            ("2分", 14, True),
            ("。", 14, False),
        ]
    ]


def test_all_other_parts_stay_byte_for_byte():
    filled = refilled(SPLIT, MAIN, [WordChange(WordPlace(1, 12, 18), "56.48%", "60%")])
    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in (SPLIT, filled))
    assert before.namelist() == after.namelist()
    assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [MAIN]


@pytest.mark.parametrize("place", [WordPlace(1, 3, 9), WordPlace(7, 0, 6)])
def test_nothing_is_written_where_other_words_stand(place):
    with pytest.raises(NotThere):
        refilled(SPLIT, MAIN, [WordChange(place, "59.6亿元", "1亿元")])


def test_what_stands_for_old_programs_and_what_was_taken_out_is_not_read_and_not_left():
    words = WordText(
        b'<w:document xmlns:w="urn:w" xmlns:mc="urn:mc"><w:p><w:r><w:t>4</w:t></w:r>'
        b"<w:del><w:r><w:delText>7</w:delText><w:t>8</w:t></w:r></w:del><w:r><w:t>5</w:t><w:br/>"
        b"<w:t>6</w:t></w:r><mc:Fallback><w:p><w:r><w:t>45</w:t></w:r></w:p></mc:Fallback></w:p>"
        b"</w:document>"
    )
    assert words.text == "45\n6\n"
    words.change([WordChange(WordPlace(0, 0, 2), "45", "9", is_marked=True)])
    assert WordText(words.xml).text == "9\n6\n"
    assert b"Fallback" not in words.xml
    assert words.xml.count(b"<w:highlight") == 1
