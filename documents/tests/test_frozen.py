"""A document is kept as JSON and comes back as it was."""

import json

import pytest

from documents.frozen import SHAPE, UnknownShape, freeze, freeze_vessel, thaw, thaw_vessel
from documents.paragraphs import Document
from documents.tests.papers import JUNE, OFFICIAL, SUMMARY
from documents.vessels import MATERIAL, Vessel


def through_json(frozen):
    return json.loads(json.dumps(frozen, ensure_ascii=False))


@pytest.mark.parametrize("document", [SUMMARY, Document(JUNE, ())])
def test_a_document_comes_back_as_it_was(document):
    assert thaw(through_json(freeze(document))) == document


@pytest.mark.parametrize("vessel", [OFFICIAL, MATERIAL, Vessel(issue="第1期")])
def test_a_vessel_comes_back_as_it_was(vessel):
    assert thaw_vessel(through_json(freeze_vessel(vessel))) == vessel


def test_what_is_kept_says_its_shape_and_marks_only_figures():
    frozen = freeze(SUMMARY)
    assert (frozen["shape"], frozen["month"]) == (2, "2019-06")
    assert frozen["blocks"][3] == {
        "style": "BODY",
        "runs": [
            ["截至6月底，完成投资"],
            ["59.6亿元", "县级.全部.完成投资"],
            ["，占年度计划的"],
            ["56.5%", "县级.全部.完成率"],
            ["。"],
        ],
    }


@pytest.mark.parametrize("read", [thaw, thaw_vessel])
def test_what_a_later_version_kept_is_refused(read):
    with pytest.raises(UnknownShape) as refused:
        read({"shape": SHAPE + 1})
    assert str(refused.value) == "文稿的存储格式 3 不认识，请用更新的版本打开"


def test_a_document_tells_its_figures_in_print_order_those_of_its_tables_and_annexes_too():
    assert [run.key for run in SUMMARY.figures] == [
        "县级.全部.完成投资",
        "县级.全部.完成率",
        "县级.全部.完成率",
        "县级.全部.完成率",
    ]


def test_a_table_is_text_that_can_be_pasted():
    assert SUMMARY.text.splitlines()[4:10] == [
        "各单位完成情况",
        "单位：%",
        "填报单位\t完成率",
        "交通运输局\t56.5%",
        "水利局\t—",
        "注：水利局未报送。",
    ]
    assert SUMMARY.text.splitlines()[11] == "附件：各单位完成情况"


@pytest.mark.parametrize(("upward", "printed"), [(True, "赵局长"), (False, "")])
def test_only_a_document_that_goes_upward_names_who_signed(upward, printed):
    assert Vessel(signer="赵局长", upward=upward).printed_signer == printed
