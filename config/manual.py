"""The manual (docs/manual.md) as pages: a page a section, with an anchor at each term that begins a
paragraph or a line of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from accounts.models import Role

PATH = settings.BASE_DIR / "docs" / "manual.md"

# With which section each role begins, by what its title names.
OF_ROLES = {
    Role.REPORTER: "填报员",
    Role.REVIEWER: "审核员",
    Role.APPROVER: "审核员",
    Role.INSPECTOR: "督查考核",
    Role.LEADER: "领导",
    Role.ADMINISTRATOR: "管理员",
    Role.AUDITOR: "审计员",
}


@dataclass(frozen=True)
class Section:
    """``terms`` are what a page may be linked to."""

    title: str
    html: SafeString
    terms: frozenset[str]


@cache
def sections() -> tuple[Section, ...]:
    """In the order of the manual, without what stands before the first. The file is of a version;
    it is read once."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(PATH.read_text(encoding="utf-8"))
    starts = [at for at, token in enumerate(tokens) if _is_head(token)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        body = tokens[start + 3 : end]
        terms = frozenset(_anchored(body))
        # Written by us alone; what looks like a tag in it is escaped.
        html = mark_safe(reader.renderer.render(body, reader.options, {}))
        found.append(Section(tokens[start + 1].content, html, terms))
    return tuple(found)


def section_named(title: str) -> Section | None:
    return next((section for section in sections() if section.title == title), None)


def section_of(roles: Iterable[str]) -> Section:
    """Where somebody of these roles begins: at the first that the manual names."""
    names = [OF_ROLES[Role(role)] for role in roles if role in OF_ROLES]
    return next((s for s in sections() for name in names if name in s.title), sections()[0])


@cache
def place_of(term: str) -> Section | None:
    """The first section that has a term of a page's name."""
    return next((section for section in sections() if term in section.terms), None)


def _is_head(token: Token) -> bool:
    return token.type == "heading_open" and token.tag == "h2"


def _anchored(tokens: list[Token]) -> Iterable[str]:
    """The terms in bold with which a line begins, each now the id of its line, once."""
    seen: set[str] = set()
    for at, token in enumerate(tokens):
        bold = [each for each in token.children or () if each.content or each.type != "text"][:2]
        if [each.type for each in bold] != ["strong_open", "text"] or at == 0:
            continue
        term = bold[1].content
        if term not in seen:
            seen.add(term)
            # A paragraph within a list is not written as one: its line bears the id.
            opened = tokens[at - 2] if tokens[at - 1].hidden else tokens[at - 1]
            opened.attrSet("id", term)
            yield term
