"""Writing on a template on its page: saved, looked at, refused, gone back to."""

import pytest
from django.urls import reverse

from conftest import page_text
from figures.tests.scene import sign_in
from reports.adopted.tests.test_adopting import adopted
from reports.adopted.tests.test_pages import upload
from reports.models import AdoptedDocument, DocumentTemplate


@pytest.fixture
def document(client, county, lines, reviewer):
    sign_in(client, reviewer)
    return adopted(county, reviewer, accept=True)


def address(name, document, *more):
    return reverse(f"adopted:{name}", args=[document.pk, *more])


def sent(client, document, text, **said):
    given = {"version": document.version, "month": "2019-05", "text": text} | said
    return client.post(address("template", document), given)


@pytest.mark.slow
def test_a_template_is_written_looked_at_and_filled(client, document):
    page = client.get(address("template", document), {"month": "2019-05"})
    text = page.context["form"]["text"].value()
    assert "截至5月底，完成投资400万元，" in page.context["said"][1].text
    text = text.replace("总结", "小结\r\n<b>{{ 县级.全部.完成率 }}")
    looked = sent(client, document, text, do="preview", figures="县级.全部.完成率")
    assert (looked.status_code, DocumentTemplate.objects.count()) == (200, 0)
    assert "&lt;b&gt;" in looked.content.decode()
    assert 'data-insert="{{ 县级.全部.完成率 }}"' in looked.content.decode()
    saved = sent(client, document, text)
    assert saved.url == address("template", document)
    own = client.get(address("document", document))
    assert "按模板第1版" in page_text(own)
    assert "已认定的数字" not in page_text(own)
    assert "小结" in page_text(client.get(address("version", document, 1)))


def test_what_is_wrong_is_told_by_line_and_what_was_typed_stays(client, document):
    page = sent(client, document, "甲\n{{ 县级.全部.完成律 }}")
    assert page.status_code == 400
    assert "第2行：没有“县级.全部.完成律”这个数字，是不是：县级.全部.完成率" in page_text(page)
    assert "完成律 }}</textarea>" in page.content.decode()


def test_who_was_slower_is_told_and_nothing_is_overwritten(client, document):
    assert sent(client, document, "甲").status_code == 302
    late = sent(client, document, "乙")
    assert late.status_code == 409
    assert ">\n乙</textarea>" in late.content.decode()
    assert [each.text for each in document.templates.all()] == ["甲"]


def test_an_older_version_is_restored(client, document):
    sent(client, document, "甲")
    document.refresh_from_db()
    sent(client, document, "乙")
    document.refresh_from_db()
    answer = client.post(address("restore", document, 1), {"version": document.version})
    assert answer.url == address("template", document)
    assert document.templates.first().text == "甲"
    assert client.get(address("version", document, 9)).status_code == 404


def test_a_document_of_which_figures_wait_is_answered_first(client, lines, reviewer):
    upload(sign_in(client, reviewer))
    waiting = AdoptedDocument.objects.get()
    assert client.get(address("template", waiting)).url == address("document", waiting)
