"""What templates build pages from."""

import re
from types import SimpleNamespace

from django import forms
from django.template import engines


def render(source: str, **context) -> str:
    return engines["django"].from_string(source).render(context)


def test_a_sentence_over_several_lines_shows_no_space_where_a_line_ends():
    source = """{% sentence %}
      已于{{ day }}
      {% if by %}
        由 {{ by }} 撤销
      {% endif %}
      。
    {% endsentence %}"""
    assert render(source, day="6月1日", by="王审核") == "已于6月1日由 王审核 撤销。"


def test_a_sentence_leaves_the_line_breaks_of_a_value_alone():
    assert render("{% sentence %}\n{{ text }}\n{% endsentence %}", text="一\n二") == "一\n二"


class Solve(forms.Form):
    solution = forms.CharField(label="解决情况")


class Reply(forms.Form):
    attachment = forms.FileField()


def deed(rf, arguments: str, **context) -> str:
    source = f"{{% deed {arguments} %}}<button>销号</button>{{% enddeed %}}"
    html = engines["django"].from_string(source).render(context, rf.get("/"))
    html = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1…", html)
    return re.sub(r"\s+(?=[<>])|(?<=>)\s+", "", re.sub(r"\s+", " ", html))


TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="…">'


def test_a_deed_of_the_pages_own_address_is_a_form_with_its_token(rf):
    assert deed(rf, "") == f'<form method="post">{TOKEN}<button>销号</button></form>'


def test_a_deed_names_its_address_its_place_on_the_page_and_the_version_that_was_read(rf):
    html = deed(rf, '"investment:judge" 7 version=3 css="toolbar" at="finding-"')
    assert html == (
        '<form class="toolbar" method="post" action="/investment/checks/findings/7/#finding-7">'
        f'{TOKEN}<input type="hidden" name="version" value="3"><button>销号</button></form>'
    )


def test_a_deed_on_a_row_sends_its_version_and_after_a_fault_the_one_that_was_sent(rf):
    row, fault, conflict = (SimpleNamespace(version=number) for number in (5, 4, None))
    assert 'name="version" value="5"' in deed(rf, "row=row", row=row)
    assert 'name="version" value="4"' in deed(rf, "row=row", row=row, refusal=fault)
    assert 'name="version" value="5"' in deed(rf, "row=row", row=row, refusal=conflict)


def test_a_row_that_is_not_made_yet_has_no_version(rf):
    fault = SimpleNamespace(version=None)
    assert "version" not in deed(rf, "row=unit", unit=None, refusal=fault)


def test_the_first_version_is_one(rf):
    assert 'name="version" value="0"' in deed(rf, "version=0")


def test_a_deed_tells_on_top_what_is_wrong_with_what_was_typed(rf):
    assert "解决情况</a>：" in deed(rf, "form=form", form=Solve({}))
    assert "form-errors" not in deed(rf, "form=form", form=Solve())


def test_a_form_with_a_file_is_sent_in_parts(rf):
    parts = 'enctype="multipart/form-data"'
    assert parts in deed(rf, "form=form", form=Reply())
    assert parts in deed(rf, "files=True")
    assert parts not in deed(rf, "form=form", form=Solve())
