"""Pages go compressed to who takes it, workbooks as they are."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from config.compression import CompressedText
from files.responses import XLSX, attachment

TAKES = {"HTTP_ACCEPT_ENCODING": "gzip, deflate"}


def answered(rf, response):
    return CompressedText(lambda request: response)(rf.get("/", **TAKES))


@pytest.mark.django_db
def test_a_page_goes_compressed(client):
    page = client.get(reverse("accounts:sign_in"), **TAKES)
    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]


@pytest.mark.django_db
def test_who_takes_no_compressed_page_gets_it_plain(client):
    assert "Content-Encoding" not in client.get(reverse("accounts:sign_in"))


def test_the_length_of_a_page_betrays_nothing_of_it(rf):
    lengths = {len(answered(rf, HttpResponse("项目" * 500)).content) for _ in range(40)}
    assert len(lengths) > 1


def test_a_workbook_is_not_compressed_twice(rf):
    content = b"PK" + b"0" * 1000
    response = answered(rf, attachment(content, "表.xlsx", XLSX))
    assert "Content-Encoding" not in response
    assert response.content == content
