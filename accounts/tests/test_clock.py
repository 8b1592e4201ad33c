"""The clock of a demonstration stands on one day, and never runs backwards."""

import datetime

from django.utils import timezone

from accounts import clock


def at(monkeypatch, day, hour):
    moment = datetime.datetime(2026, 11, day, hour, 30, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "localtime", lambda: moment)
    return clock.now().strftime("%Y-%m-%d %H:%M")


def test_past_midnight_a_demonstration_stands_still(settings, monkeypatch):
    settings.XUSHI_TODAY = "2003-08-02"
    told = [at(monkeypatch, 28, 22), at(monkeypatch, 28, 23), at(monkeypatch, 29, 0)]
    assert told == ["2003-08-02 22:30", "2003-08-02 23:30", "2003-08-02 23:30"]
    settings.XUSHI_TODAY = "2003-08-01"
    assert at(monkeypatch, 29, 0) == "2003-08-01 00:30"


def test_the_real_clock_is_told_as_it_is(settings, monkeypatch):
    settings.XUSHI_TODAY = ""
    assert [at(monkeypatch, 28, 23), at(monkeypatch, 28, 22)] == [
        "2026-11-28 23:30",
        "2026-11-28 22:30",
    ]
