"""Adopting on a page: upload, answer, fill, give up."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from conftest import page_text
from figures.tests.scene import sign_in
from reports.models import AdoptedDocument
from reports.tests.typed import word_of

TEXT = (
    "县级重点项目3个，年度计划投资6200万元。截至6月底，完成投资2800万元，"
    "占年度计划的45.2%。<b>附件5份"
)
DOCUMENTS = reverse("adopted:documents")


def upload(client, content=None, name="总结.docx"):
    file = SimpleUploadedFile(name, word_of(TEXT) if content is None else content)
    return client.post(DOCUMENTS, {"file": file, "month": "2019-06"})


@pytest.fixture
def document(client, lines, reviewer):
    upload(sign_in(client, reviewer))
    return AdoptedDocument.objects.get()


def address(name, document):
    return reverse(f"adopted:{name}", args=[document.pk])


def answered(client, document, **typed):
    page = client.get(address("document", document))
    boxes = {name: field.initial for name, field in page.context["form"].fields.items()}
    said = {"version": document.version} | boxes | typed
    return client.post(address("document", document), said)


def test_a_document_is_uploaded_answered_and_filled(client, document):
    page = client.get(address("document", document))
    assert [line.figure.printed for line in page.context["waiting"]] == ["6月底"]
    assert "县级重点项目的完成率：45.16%" in page_text(page)
    assert "<b>附件" not in page.content.decode()
    early = client.post(address("fill", document), {"month": "2019-05"})
    assert early.status_code == 409
    assert "文稿里还有1个数字没有确认，请先确认" in page_text(early)
    assert answered(client, document).url == address("document", document)
    filled = client.post(address("fill", document), {"month": "2019-05"})
    assert "%EF%BC%88%E6%88%AA%E8%87%B32019%E5%B9%B45%E6%9C%88" in filled["Content-Disposition"]
    assert Document(io.BytesIO(filled.content)).paragraphs[0].text == (
        "县级重点项目3个，年度计划投资6200万元。截至5月底，完成投资400万元，占年度计划的6.5%。"
        "<b>附件5份"
    )
    kept = client.get(address("original", document))
    assert Document(io.BytesIO(kept.content)).paragraphs[0].text == TEXT


def test_a_key_that_is_none_is_told_at_its_box_and_what_was_typed_stays(client, document):
    figure = document.figures.get(printed="5份")
    page = answered(client, document, **{figure.box: "县级.全部.没有"})
    assert page.status_code == 400
    assert "没有“县级.全部.没有”这个数字，请从列表里选" in page_text(page)
    assert 'value="县级.全部.没有"' in page.content.decode()


def test_who_was_slower_is_told_and_nothing_is_overwritten(client, document):
    figure = document.figures.get(printed="5份")
    first = answered(client, document, **{figure.box: "县级.全部.项目数"})
    assert first.status_code == 302
    second = answered(client, document)
    figure.refresh_from_db()
    assert (second.status_code, figure.key) == (409, "县级.全部.项目数")


def test_what_is_given_up_is_gone(client, document):
    client.post(address("withdraw", document), {"version": document.version})
    assert client.get(address("document", document)).status_code == 404
    assert client.get(DOCUMENTS).context["documents"].count() == 0


def test_what_is_no_document_is_told_at_its_box(client, lines, reviewer):
    page = upload(sign_in(client, reviewer), b"%PDF-1.4", "总结.pdf")
    assert page.status_code == 400
    assert "文件“总结.pdf”不是 .docx 文档" in page_text(page)
    assert not AdoptedDocument.objects.exists()


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_no_more_for_more_documents(
    client, document, number, django_assert_num_queries
):
    rows = [
        AdoptedDocument(**{**vars_of(document), "name": f"总结{place}"})
        for place in range(number - 1)
    ]
    AdoptedDocument.objects.bulk_create(rows)
    client.get(DOCUMENTS)
    with django_assert_num_queries(QUERIES):
        client.get(DOCUMENTS)


QUERIES = 6


def vars_of(document):
    return {
        field.attname: getattr(document, field.attname)
        for field in document._meta.concrete_fields
        if not field.primary_key
    }
