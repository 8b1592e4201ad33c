"""Nobody writes a line into the log from outside."""

import logging
import runpy
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from gunicorn.config import Config
from gunicorn.glogging import Logger

FORGED = "2019-08-02 09:00:00,000 INFO abc xushi.request POST /account/sign-in/ 200 3 ms"


@pytest.fixture
def log():
    """Everything that is logged during the test, as the settings write it."""

    class Lines(logging.Handler):
        def __init__(self):
            super().__init__()
            self.texts = []

        def emit(self, record):
            self.texts.append(self.format(record))

    described = dict(settings.LOGGING["formatters"]["line"])
    handler = Lines()
    handler.setFormatter(import_string(described.pop("()"))(described["format"]))
    identity = settings.LOGGING["filters"]["request_identity"]["()"]
    handler.addFilter(import_string(identity)())
    logging.getLogger().addHandler(handler)
    yield handler.texts
    logging.getLogger().removeHandler(handler)


def lines_beginning_as_forged(log):
    return [line for text in log for line in text.splitlines() if line.startswith("2019-08-02")]


@pytest.mark.parametrize(
    ("typed", "logged"),
    [
        ("%0A", r"\n"),
        ("%0D%0A", r"\r\n"),
        ("%0B", r"\x0b"),
        ("%E2%80%A8", r"\u2028"),
        ("%E2%80%A9", r"\u2029"),
        ("%C2%85", r"\x85"),
        ("%1B%5B2J", r"\x1b[2J"),
        ("%E2%80%AE", r"\u202e"),
        ("%7F", r"\x7f"),
    ],
)
def test_a_break_in_an_address_stays_on_its_line(db, client, log, typed, logged):
    client.get(f"/no{typed}such/{FORGED.replace(' ', '%20')}")
    assert lines_beginning_as_forged(log) == []
    assert sum(f"/no{logged}such/2019" in text for text in log) == len(log) > 0


def test_chinese_and_wide_spaces_are_logged_as_they_are(db, client, log):
    client.get("/没有　这页/")
    (line,) = (text for text in log if "xushi.request" in text)
    assert line.split("xushi.request ")[1].startswith("GET /没有　这页/ 404 ")


@pytest.mark.parametrize("place", ["query", "user name", "user agent", "request id", "host"])
def test_a_break_in_what_a_browser_sends_begins_no_line(db, client, log, place):
    text = f"x\n{FORGED}\u2028{FORGED}\x1b[2J"
    sign_in = reverse("accounts:sign_in")
    headers = {"user agent": "User-Agent", "request id": "X-Request-ID", "host": "Host"}
    sent = {headers[place]: text} if place in headers else {}
    data = {"username": text if place == "user name" else "guanli", "password": "wrong"}
    client.get(sign_in, {"next": text} if place == "query" else {}, headers=sent)
    client.post(sign_in, data, headers=sent)
    assert lines_beginning_as_forged(log) == []
    assert [text for text in log if "\x1b" in text or "\u2028" in text] == []
    assert log


def test_the_text_of_an_error_begins_no_line_either(log):
    try:
        raise ValueError(f"x\n{FORGED}\r{FORGED}\u2028{FORGED}\x1b[2J")
    except ValueError:
        logging.getLogger("xushi.test").exception("it failed")
    (text,) = log
    first, *below = text.splitlines()
    assert first.endswith("xushi.test it failed")
    assert [line for line in below if not line.startswith("    | ")] == []
    assert rf"\r{FORGED}\u2028{FORGED}\x1b[2J" in below[-1]


def test_nor_does_a_line_of_the_server_itself(capsys):
    server = SimpleNamespace(log=Logger(Config()))
    runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))["on_starting"](server)
    server.log.error("Error handling request %s", f"/x\n{FORGED}")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(rf"[ERROR] Error handling request /x\n{FORGED}")
