"""A paper edited outside comes back: what was done to it is found, and nothing else."""

import io
import re
import zipfile

import docx
from docx.oxml.ns import qn
from docx.text.run import Run as DocxRun

from documents.bookmarks import bookmark_of
from documents.incoming.opening import read_word, refill
from documents.paragraphs import Document, Paragraph, Style, Table, plain
from documents.refilling import WordChange as Refilled
from documents.returned.comparing import Standing, compare
from documents.returned.lines import ChangeOfWords
from documents.returned.places import Reading
from documents.runs import Run
from documents.tests.papers import JUNE
from documents.tests.returned_paper import (
    COUNT,
    DONE,
    EDITED,
    KEYS,
    LEAD,
    PLANNED,
    RATE,
    ROADS,
    WATER,
    WRITTEN,
)
from documents.word import word_document

MAIN = "word/document.xml"
WENT_OUT = read_word(WRITTEN)


def rewritten(change):
    """The paper with its XML changed, as an office program would."""
    source, out = zipfile.ZipFile(io.BytesIO(WRITTEN)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, change(data.decode()) if name == MAIN else data)
    return out.getvalue()


def came_back(change):
    return compare(WENT_OUT, read_word(rewritten(change)), KEYS)


def told(returned):
    """What is not simply found: its key, how it stands, what was and is there."""
    return [
        (each.key, each.standing, each.was, each.now)
        for each in returned.figures
        if each.standing is not Standing.FOUND
    ]


def without_marks(xml):
    xml = re.sub("<w:bookmark(Start|End)[^>]*>", "", xml)
    return re.sub("<w:sdtPr>.*?</w:sdtPr>|</?w:sdt(Content)?>", "", xml)


def test_what_was_done_in_libreoffice_is_found_exactly():
    returned = compare(WENT_OUT, read_word(EDITED.read_bytes()), KEYS)
    assert told(returned) == [
        (WATER, Standing.MOVED, "800万元", "800万元"),
        (RATE, Standing.CHANGED, "45.2%", "45.9%"),
        (COUNT, Standing.COPIED, "3", "3"),
        (PLANNED, Standing.COPIED, "6200万元", "6200万元"),
    ]
    assert [each.key for each in returned.of(Standing.FOUND)] == [COUNT, PLANNED, DONE, LEAD, ROADS]
    assert [(each.change, each.text) for each in returned.changes] == [
        (ChangeOfWords.ADDED, "安全生产形势平稳。"),
        (ChangeOfWords.MOVED, "城区供水工程完成投资800万元，正在铺设管道。"),
        (
            ChangeOfWords.COPIED,
            "截至6月底，全县重点项目3个，年度计划投资6200万元。安全生产形势平稳。",
        ),
    ]


def test_a_paper_that_nobody_touched_has_all_its_figures_and_no_change():
    returned = came_back(lambda xml: xml)
    assert told(returned) == []
    assert [each.key for each in returned.figures] == [
        COUNT,
        PLANNED,
        DONE,
        RATE,
        LEAD,
        ROADS,
        WATER,
    ]
    assert returned.changes == ()


def test_without_bookmarks_figures_are_found_by_the_tags_of_their_controls():
    returned = came_back(lambda xml: re.sub("<w:bookmark(Start|End)[^>]*>", "", xml))
    assert told(returned) == []
    assert len(returned.figures) == 7


def test_without_any_mark_figures_are_known_by_value_and_words_and_asked():
    returned = came_back(without_marks)
    assert {each.standing for each in returned.figures} == {Standing.BY_WORDS}
    assert [(each.key, each.now) for each in returned.figures] == [
        (COUNT, "3"),
        (PLANNED, "6200万元"),
        (DONE, "2800万元"),
        (RATE, "45.2%"),
        (LEAD, "4.8个百分点"),
        (ROADS, "500万元"),
        (WATER, "800万元"),
    ]


def test_without_any_mark_a_number_changed_by_hand_is_known_by_the_words_on_both_sides():
    returned = came_back(lambda xml: without_marks(xml).replace("45.2%", "46%"))
    [rate] = [each for each in returned.figures if each.key == RATE]
    assert (rate.standing, rate.was, rate.now) == (Standing.BY_WORDS, "45.2%", "46%")


def test_a_figure_that_is_gone_is_lost():
    returned = came_back(lambda xml: re.sub("<w:p>(?:(?!<w:p>).)*正在铺设管道.*?</w:p>", "", xml))
    assert told(returned) == [(WATER, Standing.LOST, "800万元", "")]
    assert [(each.change, each.text) for each in returned.changes] == [
        (ChangeOfWords.REMOVED, "城区供水工程完成投资800万元，正在铺设管道。")
    ]


def test_a_bookmark_emptied_by_hand_is_lost_and_one_that_is_doubled_is_never_sure():
    empty = came_back(lambda xml: xml.replace('<w:t xml:space="preserve">500万元</w:t>', ""))
    assert told(empty) == [(ROADS, Standing.LOST, "500万元", "")]
    paragraph = "<w:p>(?:(?!<w:p>).)*路基已经完成.*?</w:p>"
    doubled = came_back(lambda xml: re.sub(paragraph, lambda found: found[0] * 2, xml))
    assert told(doubled) == [(ROADS, Standing.COPIED, "500万元", "500万元")] * 2


def test_a_number_that_goes_on_outside_of_its_bookmark_is_split():
    def split(xml):
        part = '<w:r><w:t xml:space="preserve">2800万元</w:t></w:r></w:sdtContent></w:sdt>'
        end = '<w:bookmarkEnd w:id="3"/>'
        assert f"{part}{end}" in xml
        whole = "<w:r><w:t>2800</w:t></w:r></w:sdtContent></w:sdt>"
        return xml.replace(f"{part}{end}", f"{whole}{end}<w:r><w:t>万元</w:t></w:r>")

    assert told(came_back(split)) == [(DONE, Standing.SPLIT, "2800万元", "2800")]


def test_figures_that_moved_since_the_file_went_out_are_not_taken_for_changed_by_hand():
    now = refill(WRITTEN, [Refilled(place_of(WENT_OUT, "2800万元"), "2800万元", "2900万元")])
    moved_since = WENT_OUT._replace(text=read_word(now).text)
    returned = compare(moved_since, WENT_OUT, KEYS)
    assert told(returned) == []
    assert [each.was for each in returned.figures if each.key == DONE] == [""]


def place_of(file, text):
    start = file.text.index(text)
    return Reading(file).place(start, start + len(text))


def test_a_refilled_file_keeps_its_formatting_and_can_come_back_again():
    edited = EDITED.read_bytes()
    file = read_word(edited)
    name = bookmark_of(DONE, 3, "1.2亿元")
    change = Refilled(place_of(file, "2800万元"), "2800万元", "1.2亿元", name=name)
    content = refill(edited, [change])
    [run] = [
        run
        for run in map(docx_run, docx.Document(io.BytesIO(content)).element.body.iter(qn("w:r")))
        if run.text == "1.2亿元"
    ]
    assert (run.bold, str(run.font.color.rgb)) == (True, "C00000")
    again = compare(read_word(content), read_word(content), KEYS)
    assert [each.now for each in again.of(Standing.FOUND) if each.key == DONE] == ["1.2亿元"]


def docx_run(element):
    return DocxRun(element, None)


def test_a_number_without_a_mark_is_given_a_bookmark_of_its_own_in_its_formatting():
    plain = rewritten(without_marks)
    name = bookmark_of(RATE, 4, "60.0%")
    place = place_of(read_word(plain), "45.2%")
    content = refill(plain, [Refilled(place, "45.2%", "60.0%", name=name)])
    file = read_word(content)
    [mark] = file.marks
    assert (mark.name, file.text[mark.start : mark.end]) == (name, "60.0%")
    assert "占年度计划的60.0%，略低于" in file.text


def test_a_figure_alone_in_its_cell_is_not_looked_for_among_all_numbers_that_are_alike():
    cell = Table((("项目数",),), (((Run("6", COUNT),),),), (30,))
    paper = Document(JUNE, (Paragraph(Style.BODY, plain("截至6月底，6个单位报送。")), cell))
    written = read_word(word_document(paper))
    found = compare(written, written, [COUNT]).figures
    assert [(each.standing, each.now) for each in found] == [(Standing.FOUND, "6")]
