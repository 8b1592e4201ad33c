"""What does not fit is kept as it was typed, and what is wrong with it is said."""

import datetime

import pytest
from django import forms

from accounts.pages.fields import DayField, LongText, ShortText, UnitField, offer, units_of


class Words(forms.Form):
    text = LongText(label="办理情况", max_length=10, rows=4)
    note = LongText(label="备注", max_length=10, required=False)
    place = ShortText(label="地点", max_length=5)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "请填写办理情况"),
        (" \n ", "请填写办理情况"),
        ("拨" * 11, "最多10字，现有11字，请缩短"),
        ("拨付\x00资金", "含有无法保存的特殊字符，请删去后再提交"),
    ],
)
def test_a_text_that_does_not_fit_is_refused_in_words(typed, told):
    form = Words({"text": typed, "place": "三楼"})
    assert form.errors == {"text": [told]}
    assert form["text"].value() == typed


def test_the_end_of_a_line_is_one_character():
    form = Words({"text": "一二三四\r\n五六七八九", "place": "三楼"})
    assert form.errors == {}
    assert form.cleaned_data["text"] == "一二三四\n五六七八九"


def test_only_a_short_text_is_cut_by_the_browser():
    form = Words()
    attributes = {name: form[name].field.widget.attrs for name in form.fields}
    assert attributes == {
        "text": {"cols": "40", "rows": 4},
        "note": {"cols": "40", "rows": 3},
        "place": {"maxlength": "5"},
    }


def test_a_short_text_that_does_not_fit_is_refused_in_words():
    assert Words({"text": "好", "place": ""}).errors == {"place": ["请填写地点"]}
    assert Words({"text": "好", "place": "县政府三楼"}).errors == {}
    assert Words({"text": "好", "place": "县政府三楼东"}).errors == {
        "place": ["最多5字，现有6字，请缩短"]
    }


class Dated(forms.Form):
    on = DayField(label="自哪天起", called="日期")
    until = DayField(label="截止日期", required=False)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("", "请填写日期"),
        ("八月", "日期请填成2019-08-31的样子"),
        ("0219-08-01", "日期要在2000年到2099年之间"),
        ("9999-12-31", "日期要在2000年到2099年之间"),
    ],
)
def test_what_is_no_day_is_refused_in_words(day, told):
    assert Dated({"on": day}).errors == {"on": [told]}


def test_a_day_is_asked_for_with_the_browsers_own_box():
    form = Dated(initial={"on": datetime.date(2019, 8, 5)})
    assert 'type="date" name="on" value="2019-08-05"' in str(form["on"])


def test_units_are_offered_below_their_county_and_in_use(county, unit_a, unit_b):
    unit_b.is_active = False
    unit_b.save()
    assert list(units_of(county)) == [unit_a]


class Choosing(forms.Form):
    unit = UnitField()
    list = forms.ChoiceField(label="清单")


def test_what_may_be_chosen_is_offered_when_the_form_is_made(county, unit_a):
    form = Choosing({"unit": str(unit_a.pk), "list": "县级"})
    offer(form, "unit", units_of(county))
    offer(form, "list", [("县级", "县级")])
    assert form.is_valid()
    assert form.cleaned_data == {"unit": unit_a, "list": "县级"}
