"""Every file of the corpus has its verdict: refused with this message, or read with these findings.

No file brings down more than the process that reads it, takes more than 512 MiB, or lasts.
"""

import random
import subprocess
import sys
import time

import pytest

from workbooks import values
from workbooks.errors import UnreadableWorkbook
from workbooks.reading import MEMORY, SECONDS
from workbooks.tables import read_workbook
from workbooks.tests.builders import MONTHLY, packed, sentences, xls
from workbooks.tests.corpus.cases import GOOD, NO_SENSE, READ, TITLES, project
from workbooks.tests.corpus.containers import CONTAINERS, KINDS
from workbooks.tests.corpus.markup import MARKUP
from workbooks.tests.corpus.mess import AMOUNTS, OLD, TABLES
from workbooks.tests.corpus.structure import STRUCTURE

# Two hundred workbooks, each in a process of its own: with its kin it stays out of `make test`.
pytestmark = pytest.mark.slow

CORPUS = [*KINDS, *CONTAINERS, *MARKUP, *STRUCTURE, *AMOUNTS, *TABLES, *OLD]


def verdict(content, name):
    """The refusal, or (rows, sentences of findings)."""
    try:
        book = read_workbook(content, name, MONTHLY)
    except UnreadableWorkbook as refused:
        return str(refused)
    rows = [
        (values.text(row.get("name")), _amount(row)) for table in book.tables for row in table.data
    ]
    return rows, sentences(book.findings)


def _amount(row):
    try:
        return values.money(row.get("month"))
    except values.Unreadable as error:
        return str(error)


def expected(case):
    return f"文件“{case.name}”{case.refused}" if case.refused else (case.rows, case.findings)


def test_the_corpus_is_large_and_every_case_has_its_own_name():
    assert len(CORPUS) >= 200
    assert len({case.id for case in CORPUS}) == len(CORPUS)


@pytest.fixture(autouse=True)
def _parsed_anew(parsed_workbooks):
    """Nothing here is answered from what another test had parsed."""
    parsed_workbooks.cache_clear()


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.id, marks=[pytest.mark.slow] if case.is_slow else [])
        for case in CORPUS
    ],
)
def test_a_file_has_its_verdict(case):
    content = case.build()
    started = time.monotonic()
    assert verdict(content, case.name) == expected(case)
    assert time.monotonic() - started < SECONDS


def test_the_process_that_parses_has_no_more_memory_than_it_may():
    assert MEMORY == 512 * 1024 * 1024
    hungry = f"import files.apart; files.apart.limit({MEMORY}, 30, 1); bytearray(600 << 20)"
    died = subprocess.run([sys.executable, "-c", hungry], capture_output=True, check=False)
    assert died.stderr.splitlines()[-1] == b"MemoryError"


PEAK = """
import sys
import files.apart
import workbooks.parsing.child as child
files.apart.limit(512 << 20, 30, 1 << 20)
child.answer(sys.stdin.buffer.read(), "")
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.parametrize("name", ["stray-borders", "value-in-last-cell-read", "endless-row"])
def test_the_heaviest_files_stay_below_the_limit(name):
    """Asked of the process itself: what the system counts for children begins with our own size."""
    (content,) = (case.build() for case in CORPUS if case.id == name)
    done = subprocess.run(
        [sys.executable, "-c", PEAK], input=content, capture_output=True, check=True
    )
    assert int(done.stdout) * 1024 < MEMORY


@pytest.mark.parametrize(
    ("content", "name", "rows"),
    [
        (packed(GOOD), "表.xlsx", READ),
        (xls(("表1", [["项目名称", "6月完成（万元）"], ["甲", 5]])), "表.xls", READ),
    ],
    ids=["xlsx", "xls"],
)
@pytest.mark.slow
def test_a_file_with_flipped_bytes_is_read_or_refused(content, name, rows):
    assert verdict(content, name) == (rows, [])
    chance = random.Random(2019)
    for _ in range(25):
        broken = bytearray(content)
        for _ in range(chance.choice([1, 3, 20])):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        assert isinstance(verdict(bytes(broken), name), str | tuple)


@pytest.mark.slow
def test_a_sheet_with_flipped_bytes_in_good_container_is_read_or_refused():
    sheet = str(GOOD["xl/worksheets/sheet1.xml"]).encode()
    chance = random.Random(2019)
    for _ in range(40):
        broken = bytearray(sheet)
        for _ in range(chance.choice([1, 2, 5])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        content = packed({**GOOD, "xl/worksheets/sheet1.xml": bytes(broken)})
        assert isinstance(verdict(content, "表.xlsx"), str | tuple)


def test_what_takes_too_long_is_ended_and_said(monkeypatch):
    monkeypatch.setattr("workbooks.reading.SECONDS", 0.01)
    assert verdict(packed(GOOD), "表.xlsx") == (
        "文件“表.xlsx”内容过多或结构异常，无法在规定时间内读完，请删去无关内容或分成几个文件上传"
    )


def test_a_parser_that_dies_takes_nothing_with_it(monkeypatch):
    monkeypatch.setattr("files.apart._START", "import os; os.abort()")
    assert verdict(packed(GOOD), "表.xlsx") == f"文件“表.xlsx”{NO_SENSE}"


def test_a_row_is_the_same_read_plainly_or_taken_apart():
    """The quick way through the sieve and the thorough one, of the same rows."""
    many = "".join(project(n) for n in range(2, 200))
    plain = packed(
        {**GOOD, "xl/worksheets/sheet1.xml": _sheet(TITLES + many)},
    )
    odd = packed(
        {**GOOD, "xl/worksheets/sheet1.xml": _sheet((TITLES + many).replace('"', "'"))},
    )
    assert verdict(plain, "表.xlsx") == verdict(odd, "表.xlsx") == (READ * 198, [])


def _sheet(rows):
    good = str(GOOD["xl/worksheets/sheet1.xml"])
    start, end = good.index("<sheetData>") + 11, good.index("</sheetData>")
    return good[:start] + rows + good[end:]
