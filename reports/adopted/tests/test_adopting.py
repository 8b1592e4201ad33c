"""A typed document is adopted, what is doubtful is answered, and it is filled in its own look."""

import datetime
import io

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from figures.tests.scene import JUNE
from measures.months import Month
from reports.adopted.filling import filled_document
from reports.adopted.services import adopt_document, settle_figures, withdraw_document

TODAY = datetime.date(2019, 8, 2)
MAY = Month(2019, 5)


def file_of(*paragraphs):
    """Each a list of runs, the second of which is large."""
    file, out = Document(), io.BytesIO()
    for runs in paragraphs:
        paragraph = file.add_paragraph()
        for place, words in enumerate(runs):
            paragraph.add_run(words).font.size = Pt(22 if place == 1 else 16)
    file.save(out)
    return out.getvalue()


REPORT = file_of(
    ["2019年上半年总结"],
    [
        "县级重点项目3个，年度计划投资6200万元。截至6月底，完成投资2",
        "80",
        "0万元，占年度计划的45.16%。",
    ],
    ["县级重点项目达到序时进度的1个，另有{县级.全部.完成率}等资料5份。"],
)  # fmt: skip


def adopted(county, by, content=REPORT, **said):
    return adopt_document(
        county=county, content=content, name="总结.docx", month=JUNE, by=by, today=TODAY, **said
    )


def shown(content):
    """The lines, with what is marked in brackets."""
    return [
        "".join(
            f"[{run.text}]" if run.font.highlight_color == WD_COLOR_INDEX.YELLOW else run.text
            for run in paragraph.runs
        )
        for paragraph in Document(io.BytesIO(content)).paragraphs
    ]


@pytest.fixture
def document(county, lines, reviewer):
    return adopted(county, reviewer)


def test_its_figures_are_kept_with_their_places(document):
    found = [(each.printed, each.certainty, each.key) for each in document.figures.all()]
    assert found == [
        ("2019", "asked", "截止年份"),
        ("上半年", "asked", "截止时段"),
        ("3个", "sure", "县级.全部.项目数"),
        ("6200万元", "sure", "县级.全部.年度计划投资"),
        ("6月底", "asked", "截止月份"),
        ("2800万元", "sure", "县级.全部.完成投资"),
        ("45.16%", "sure", "县级.全部.完成率"),
        ("1个", "sure", "县级.全部.达序时数"),
        ("5份", "unmatched", ""),
    ]


def test_what_waits_is_answered_before_it_is_filled(document, reviewer):
    with pytest.raises(WrongState, match="文稿里还有3个数字没有确认"):
        filled_document(document, MAY)
    waiting = document.figures.filter(is_settled=False)
    settle_figures(
        document=document,
        keys={figure.pk: figure.key for figure in waiting},
        by=reviewer,
        version=document.version,
    )
    filled = filled_document(document, MAY)
    assert shown(filled) == [
        "2019年1—5月总结",
        "县级重点项目3个，年度计划投资6200万元。截至5月底，完成投资400万元，占年度计划的6.45%。",
        "县级重点项目达到序时进度的[0个]，另有{县级.全部.完成率}等资料[5份]。",
    ]
    runs = Document(io.BytesIO(filled)).paragraphs[1].runs
    assert [(run.text[-3:], run.font.size.pt) for run in runs] == [
        ("0万元", 16),
        ("", 22),
        ("5%。", 16),
    ]


def test_at_its_own_cut_off_it_comes_out_as_it_was(county, lines, reviewer):
    document = adopted(county, reviewer, accept=True)
    assert shown(filled_document(document, JUNE)) == [
        "2019年上半年总结",
        "县级重点项目3个，年度计划投资6200万元。截至6月底，完成投资2800万元，占年度计划的45.16%。",
        "县级重点项目达到序时进度的1个，另有{县级.全部.完成率}等资料[5份]。",
    ]


@pytest.mark.slow
def test_a_lead_that_turned_to_the_other_side_of_its_words_is_marked(county, lines, reviewer):
    line = "县级重点项目年度计划投资6200万元，完成投资2800万元，落后序时进度4.8个百分点。"
    document = adopted(county, reviewer, file_of([line]), accept=True)
    lead = document.figures.get(printed="4.8个百分点")
    assert lead.key == "县级.全部.超序时"
    told = "县级重点项目年度计划投资6200万元，完成投资2800万元，超序时进度4.8个百分点。"
    other = adopted(county, reviewer, file_of([told]), accept=True)
    assert "[" not in shown(filled_document(document, JUNE))[0]
    assert "超序时进度[4.8个百分点]" in shown(filled_document(other, JUNE))[0]


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("县级.全部.没有", "没有“县级.全部.没有”这个数字，请从列表里选"),
        ("县级.全部.完成率", "文中是“5份”，而县级.全部.完成率的单位是%，请另选"),
        ("截止年份", "没有“截止年份”这个数字，请从列表里选"),
    ],
)
def test_a_key_that_does_not_fit_is_refused_at_its_box(document, reviewer, key, sentence):
    figure = document.figures.get(printed="5份")
    with pytest.raises(DomainError) as refused:
        settle_figures(
            document=document, keys={figure.pk: key}, by=reviewer, version=document.version
        )
    assert refused.value.faults == {f"key-{figure.pk}": sentence}


def test_two_who_answer_at_once_are_told(document, reviewer, approver):
    read = document.version
    settle_figures(document=document, keys={}, by=approver, version=read)
    with pytest.raises(Stale):
        settle_figures(document=document, keys={}, by=reviewer, version=read)
    with pytest.raises(Stale):
        withdraw_document(document=document, by=reviewer, version=read)


def test_who_may_not_adopt_is_refused(county, lines, document, leader):
    with pytest.raises(NotAllowed):
        adopted(county, leader)
    with pytest.raises(NotAllowed):
        settle_figures(document=document, keys={}, by=leader, version=document.version)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"text", "文件“总结.docx”不是 .docx 文档，请在 Word 或 WPS 中打开，去掉宏"),
        (b"PK\x03\x04broken", "文件“总结.docx”已损坏，请在 Word 或 WPS 中打开，去掉宏"),
        (file_of(["各位领导"]), "文稿里没有找到数字，请检查是否传错"),
    ],
    ids=["text", "broken", "no figures"],
)  # fmt: skip
def test_what_is_no_document_with_figures_is_refused(county, lines, reviewer, content, sentence):
    with pytest.raises(DomainError) as refused:
        adopted(county, reviewer, content)
    assert refused.value.faults["file"].startswith(sentence)
