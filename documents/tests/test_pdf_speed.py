"""How long a large paper takes beside typst alone, in a process of its own as well."""

import json
import os
import subprocess
import sys

import pytest

from documents.paragraphs import Document, Paragraph, Style, Table, plain
from documents.pdf import pdf_document
from documents.printing.compiling import LAYOUT
from documents.printing.glyphs import SHIPPED, printable
from documents.printing.laying_out import paper_data
from documents.prints import Prints
from documents.tests.papers import JUNE, OFFICIAL

ALONE = """
import pathlib, sys, typst
typst.compile(
    sys.argv[1], font_paths=[sys.argv[2]], ignore_system_fonts=True, format="pdf",
    pdf_standards="a-2u", pdf_tags=False,
    sys_inputs={"paper": pathlib.Path(sys.argv[3]).read_text()},
)
"""
SENTENCE = "截至6月底，市级重点项目共12个，完成投资59.6亿元，完成率53.8%，超序时进度3.8个百分点。"


@pytest.fixture
def half_year():
    """Thirty paragraphs and five tables of 200 rows."""
    row = tuple(plain(words) for words in ("1", "某某重点项目", "12.5", "8.0", "—", "53.8%"))
    table = Table(
        heads=(("序号", "项目名称", "总投资", "计划", "完成", "完成率"),),
        rows=(row,) * 200,
        widths=(12, 60, 21, 21, 21, 21),
    )
    paragraph = Paragraph(Style.BODY, plain(SENTENCE * 4))
    return Document(JUNE, (paragraph,) * 30 + (table,) * 5)


def best_of_three(work):
    """By the processors' time, its own and that of what it starts: nothing else of the machine
    falls on it."""
    taken = []
    for _ in range(3):
        began = sum(os.times()[:4])
        work()
        taken.append(sum(os.times()[:4]) - began)
    return min(taken)


@pytest.mark.slow
def test_a_pdf_takes_at_most_twice_what_typst_alone_takes(half_year, tmp_path):
    data = tmp_path / "paper.json"
    paper = paper_data(half_year, OFFICIAL, printable, Prints())
    data.write_text(json.dumps(paper, ensure_ascii=False))
    command = [sys.executable, "-c", ALONE, str(LAYOUT / "paper.typ"), str(SHIPPED), str(data)]
    alone = best_of_three(lambda: subprocess.run(command, check=True))
    ours = best_of_three(lambda: pdf_document(half_year, OFFICIAL))
    assert ours < 2 * alone
