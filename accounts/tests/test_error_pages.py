"""What people see when something goes wrong: Chinese, with the id that the logs carry."""

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from accounts.middleware import request_identity
from accounts.pages import error_pages as errors
from accounts.trail.request_context import RequestIdentityFilter
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as real

pytestmark = pytest.mark.django_db


def break_down(request):
    raise ZeroDivisionError


def suspect(request):
    raise SuspiciousOperation


def forbid(request):
    raise PermissionDenied("您的账号还没有角色，请联系管理员。")


class Urls:
    """The real addresses and three that fail."""

    urlpatterns = [
        *real,
        path("test-500/", break_down),
        path("test-400/", suspect),
        path("test-403/", forbid),
    ]
    handler400, handler403 = handler400, handler403
    handler404, handler500 = handler404, handler500


@pytest.fixture
def ask(client, reporter, settings):
    settings.ROOT_URLCONF = Urls
    client.force_login(reporter)
    client.raise_request_exception = False
    return client.get


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/test-400/", 400, "请求无法处理"),
        ("/test-403/", 403, "您的账号还没有角色，请联系管理员。"),
        ("/no-such-page/", 404, "没有这个页面"),
        ("/investment/2019-13/", 404, "没有这个页面"),
        ("/test-500/", 500, "系统出错，这一步没有办成"),
    ],
)
def test_an_error_page_is_chinese_and_carries_the_request_id(ask, address, status, sentence):
    response = ask(address)
    page = response.content.decode()
    assert response.status_code == status
    assert sentence in page
    assert re.fullmatch(r"[0-9a-f]{12}", response["X-Request-ID"])
    assert f"<code>{response['X-Request-ID']}</code>" in page


def test_a_form_without_its_token_is_told_how_to_go_on(reporter):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    response = client.post("/account/sign-out/")
    assert response.status_code == 403
    assert "页面已过期，没有保存" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


@pytest.mark.parametrize("address", ["/test-500/", "/test-403/", "/no-such-page/"])
def test_the_log_of_a_failure_carries_the_request_id(ask, caplog, address):
    caplog.handler.addFilter(RequestIdentityFilter())
    with caplog.at_level(logging.WARNING):
        response = ask(address)
    failures = [record for record in caplog.records if record.name == "django.request"]
    assert [record.request_id for record in failures] == [response["X-Request-ID"]]


def test_each_request_has_an_id_of_its_own(ask):
    assert ask("/no-such-page/")["X-Request-ID"] != ask("/no-such-page/")["X-Request-ID"]


def test_the_page_of_a_failure_asks_nothing_of_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = request_identity(errors.server_error)(rf.get("/"))
    assert response.status_code == 500
