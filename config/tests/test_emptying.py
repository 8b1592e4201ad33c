"""The tables are emptied when no request of the live server is under way."""

import threading
import urllib.request

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import TransactionTestCase

pytestmark = pytest.mark.django_db(transaction=True)


def test_emptying_waits_for_the_request_that_is_being_answered(live_server, monkeypatch):
    begun, told_to_end, order = threading.Event(), threading.Event(), []

    def slow(_handler, _request):
        begun.set()
        told_to_end.wait(10)
        order.append("answered")
        return HttpResponse()

    monkeypatch.setattr(WSGIHandler, "get_response", slow)
    asking = threading.Thread(target=lambda: urllib.request.urlopen(live_server.url).read())
    asking.start()
    assert begun.wait(10)
    threading.Timer(0.2, told_to_end.set).start()
    TransactionTestCase("run")._fixture_teardown()
    order.append("emptied")
    asking.join()
    assert order == ["answered", "emptied"]
