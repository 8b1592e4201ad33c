"""What templates build pages from."""

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
