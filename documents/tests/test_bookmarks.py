"""Each figure of a Word file stands in a bookmark that leads to its key."""

from docx.oxml.ns import qn

from documents.bookmarks import bookmark_of, key_of, prints, said_by
from documents.paragraphs import Document, Paragraph, Style
from documents.runs import Run
from documents.tests.opened import opened
from documents.word import word_document
from measures.months import Month

RATE, COUNT = "县级.新建.完成率", "县级.新建.项目数"
RUNS = (
    Run("新建项目"),
    Run("51", COUNT),
    Run("个，完成率"),
    Run("53.8%", RATE),
    Run("；即"),
    Run("53.8%", RATE),
)


def element_of(runs):
    document = Document(Month(2019, 6), (Paragraph(Style.BODY, runs),))
    return opened(word_document(document)).paragraphs[0]._element


def test_each_figure_stands_between_the_ends_of_its_bookmark_in_a_control_of_its_name():
    element = element_of(RUNS)
    told = [
        (child.tag.rpartition("}")[2], child.get(qn("w:name")) or child.xpath("string(.)"))
        for child in element
        if child.tag != qn("w:pPr")
    ]
    assert told == [
        ("r", "新建项目"),
        ("bookmarkStart", bookmark_of(COUNT, 1, "51")),
        ("sdt", "51"),
        ("bookmarkEnd", ""),
        ("r", "个，完成率"),
        ("bookmarkStart", bookmark_of(RATE, 2, "53.8%")),
        ("sdt", "53.8%"),
        ("bookmarkEnd", ""),
        ("r", "；即"),
        ("bookmarkStart", bookmark_of(RATE, 3, "53.8%")),
        ("sdt", "53.8%"),
        ("bookmarkEnd", ""),
    ]
    names = [
        bookmark_of(COUNT, 1, "51"),
        bookmark_of(RATE, 2, "53.8%"),
        bookmark_of(RATE, 3, "53.8%"),
    ]
    assert element.xpath("w:sdt/w:sdtPr/w:tag/@w:val") == names
    assert element.xpath("w:sdt/w:sdtPr/w:alias/@w:val") == [COUNT, RATE, RATE]


def test_no_control_is_one_for_plain_text_of_which_libreoffice_writes_numbers_three_times():
    assert not element_of(RUNS).xpath(".//w:sdtPr/w:text")


def test_a_bookmark_leads_to_the_key_among_those_of_its_document():
    name = bookmark_of(RATE, 12345, "53.8%")
    assert len(name) <= 40
    assert key_of(name, [COUNT, RATE]) == RATE
    assert key_of(name, [COUNT]) == ""
    assert key_of("_GoBack", [COUNT, RATE]) == ""
    former = name.rpartition("_")[0]
    assert key_of(former, [COUNT, RATE]) == RATE


def test_a_bookmark_tells_whether_a_hand_has_changed_what_was_printed():
    name = said_by(bookmark_of(RATE, 12, "53.8%"))
    assert name is not None
    assert (name.number, prints(name, "53.8%"), prints(name, "53.9%")) == (12, True, False)
    assert said_by("_GoBack") is None


def test_digits_are_english_so_that_no_number_is_broken_and_the_file_names_no_tool():
    document = Document(Month(2019, 6), (Paragraph(Style.TITLE, (Run("总结"),)),))
    file = opened(word_document(document))
    spoken = file.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    theme = file.settings.element.find(qn("w:themeFontLang"))
    for each in (spoken, theme):
        assert (each.get(qn("w:val")), each.get(qn("w:eastAsia"))) == ("en-US", "zh-CN")
    properties = file.core_properties
    assert (properties.title, properties.author, properties.comments) == ("总结", "", "")
    assert not properties._element.xpath("dcterms:created | dcterms:modified")
