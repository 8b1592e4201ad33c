"""A Word file that was written, as tests read it: by its XML, for python-docx passes over what
stands in a content control."""

import io

import docx
from docx.oxml.ns import qn

_WORDS = {qn("w:br"): "\n", qn("w:tab"): "\t"}


def opened(content):
    return docx.Document(io.BytesIO(content))


def words_of(element):
    """The words of a paragraph or a cell; a paragraph a line."""
    lines = element.iter(qn("w:p")) if element.tag != qn("w:p") else [element]
    return "\n".join(_words_of_line(line) for line in lines)


def _words_of_line(line):
    return "".join(
        each.text or "" if each.tag == qn("w:t") else _WORDS[each.tag]
        for run in line.iter(qn("w:r"))
        for each in run
        if each.tag == qn("w:t") or each.tag in _WORDS
    )


def told_of(file):
    """The paragraphs that have words, outside of tables."""
    return [each for each in file.paragraphs if words_of(each._element)]


def texts_of(file):
    return [words_of(each._element) for each in told_of(file)]


def paragraph_of(file, text):
    """The one that begins so."""
    [found] = [each for each in told_of(file) if words_of(each._element).startswith(text)]
    return found


def rows_of(table):
    return [[words_of(cell._element) for cell in row.cells] for row in table.rows]
