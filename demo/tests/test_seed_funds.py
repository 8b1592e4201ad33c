"""What the source documents print of gaps and funds, asked by its key of their counties."""

import json

import pytest

from demo.published.asking import load, run
from demo.published.county import rebuilt
from demo.published.seed_funds import LINES, keep_lines
from demo.published.seeds import (
    COUNTIES,
    SeedFigure,
    comes_out,
    report_of,
    right_value,
    seed_lines,
)


def figures():
    """Each with a value and a key, with the case of its county."""
    for line in seed_lines():
        if line["class"] not in ("fund", "gap") or not (line["value"] and line["key"]):
            continue
        (county,) = (
            county
            for county in COUNTIES
            if county.case in LINES
            and county.seed == line["seed"]
            and line["period"].startswith(county.period)
        )
        told = (line["id"], line["seed"], line["key"], right_value(line))
        yield county, SeedFigure(*told, line["unit"], line["period"])


def test_every_figure_of_gaps_and_funds_has_its_county():
    assert [figure.number for _, figure in figures()] == [
        *("002-19", "002-20", "002-22"),
        *("002-46", "002-47", "002-48"),
        *("003-23", "003-24", "003-25", "003-26"),
        *("004-29", "004-30"),
    ]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("case", LINES)
def test_every_figure_of_gaps_and_funds_comes_out(case, settings):
    settings.XUSHI_TODAY = "2026-01-01"
    (county,) = (county for county in COUNTIES if county.case == case)
    report = report_of(county)
    load(report, rebuilt(report))
    keep_lines(case, county.place)
    own = [figure for each, figure in figures() if each == county]
    keys = [word for figure in own for word in ("--key", figure.key)]
    day = {2011: "2011-12-31", 2012: "2012-01-31", 2023: "2023-05-31", 2021: "2021-06-30"}
    said = json.loads(run("figures", "--as-of", day[county.year], *keys))
    wrong = {f.number: said[f.key] for f in own if not comes_out(f, said[f.key]["value"])}
    assert (len(own) > 0, wrong) == (True, {})
