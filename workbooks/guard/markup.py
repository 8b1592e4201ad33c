"""XML parts without declarations of their own: no DTD, no entity, no unusual encoding.

Whatever its encoding, a part is turned into UTF-8 before anything looks at it, so that nothing
can be hidden from one reader and shown to another.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from workbooks.guard.refusals import Refused, damaged, irregular

Attributes = dict[str, str]

_DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_UTF_8 = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_LARGEST_PROLOG = 65_536


def utf_8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The part in UTF-8 without a byte order mark. Raises Refused for another encoding."""
    decode: Callable[[bytes], bytes] | None = None
    for number, chunk in enumerate(chunks):
        if number == 0:
            encoding, mark = _encoding(chunk)
            chunk = chunk[mark:]
            if encoding != "utf-8":
                decode = _transcoder(encoding)
        yield decode(chunk) if decode else chunk


def local(name: str) -> str:
    return name.rpartition(":")[2]


class Markup:
    """An expat parser that calls ``start`` and ``end`` with local names, and refuses a DTD.

    ``text`` receives character data. Fed with UTF-8.
    """

    def __init__(
        self,
        start: Callable[[str, Attributes], None] | None = None,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.EntityDeclHandler = _refuse_doctype
        if start:
            parser.StartElementHandler = lambda name, attributes: start(local(name), attributes)
        if end:
            parser.EndElementHandler = lambda name: end(local(name))
        if text:
            parser.CharacterDataHandler = text
        self._parser = parser

    def feed(self, data: bytes, last: bool = False) -> None:
        """Raises Refused."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            raise damaged() from error

    def read(self, chunks: Iterable[bytes]) -> None:
        """A whole part."""
        for chunk in utf_8(chunks):
            self.feed(chunk)
        self.feed(b"", last=True)


def check_prolog(chunks: Iterable[bytes]) -> None:
    """That a part nobody here reads declares nothing. Raises Refused.

    Only what stands before the root can declare; old drawings are not even well-formed.
    """
    begun = []
    markup = Markup(start=lambda name, attributes: begun.append(name))
    read = 0
    for chunk in utf_8(chunks):
        for position in range(0, len(chunk), 4096):
            piece = chunk[position : position + 4096]
            try:
                markup.feed(piece)
            except Refused as refused:
                if begun or refused.problem == damaged().problem:
                    return
                raise
            read += len(piece)
            if begun:
                return
            if read > _LARGEST_PROLOG:
                raise irregular("内部部件的开头过长")


def _encoding(beginning: bytes) -> tuple[str, int]:
    """The encoding, and how many bytes its mark takes."""
    first = beginning[:4]
    if first in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"<\0\0\0", b"\0\0\0<"):
        raise irregular("内部部件的字符编码不规范")
    for mark, encoding, length in (
        (codecs.BOM_UTF8, "utf-8", 3),
        (codecs.BOM_UTF16_LE, "utf-16-le", 2),
        (codecs.BOM_UTF16_BE, "utf-16-be", 2),
        (b"<\0", "utf-16-le", 0),
        (b"\0<", "utf-16-be", 0),
    ):
        if first.startswith(mark):
            if encoding == "utf-8":
                break
            return encoding, length
    else:
        length = 0
    declared = _DECLARED.match(beginning[length : length + 300])
    if declared and declared[1].lower() not in _UTF_8:
        raise irregular("内部部件的字符编码不规范")
    return "utf-8", length


def _transcoder(encoding: str) -> Callable[[bytes], bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")

    def transcode(chunk: bytes) -> bytes:
        try:
            return decoder.decode(chunk).encode()
        except UnicodeError as error:
            raise damaged() from error

    return transcode


def _refuse_doctype(*_: object) -> None:
    raise Refused("内部含有不允许的声明（DTD 或实体），可能不安全，请重新制作后再上传")
