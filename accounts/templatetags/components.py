"""What templates build pages from, beside the fragments in templates/components/."""

import re
from collections.abc import Iterable
from typing import Any, Literal, cast

from django import template
from django.forms import BaseForm
from django.template.base import NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from accounts.models import Unit, User
from accounts.people.selectors import home_county
from accounts.people.wording import said

register = template.Library()

LINE_BREAK = re.compile(r"\s*\n\s*")


class Sentence(template.Node):
    """Shows ``nodelist`` as it is; what was written around it is gone."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        return self.nodelist.render(context)


@register.tag
def sentence(parser: Parser, token: Token) -> Sentence:
    """Text written over several lines that shows no space where a line ends: Chinese has none
    between words. A space that is meant stands within a line. Values and included fragments keep
    their own."""
    nodelist = parser.parse(("endsentence",))
    parser.delete_first_token()
    for node in cast(list[TextNode], nodelist.get_nodes_by_type(TextNode)):
        node.s = LINE_BREAK.sub("", node.s)
    return Sentence(nodelist)


@register.filter(name="said")
def said_by(sentence: str, county: Unit | None) -> str:
    """A text of ours in the county's words: ``{{ "由审定员开启"|said:county }}``."""
    return said(sentence, county or None)


@register.simple_block_tag(takes_context=True, name="said")
def said_here(context: Context, content: str) -> str:
    """A text of ours, and nothing that anybody typed, in the words of the reader's county."""
    user = getattr(getattr(context, "request", None), "user", None)
    county = home_county(user) if isinstance(user, User) else None
    return mark_safe(said(content, county, escape))


@register.inclusion_tag("components/proposals.html", takes_context=True)
def proposals_of(
    context: Context,
    lines: Iterable[Any],
    answer: str,
    withdraw: str,
    may_answer: bool,
    place: str = "proposal-",
) -> dict[str, Any]:
    """A table of what was proposed and what became of it. ``lines`` are pairs of a proposal and its
    changes, ``answer`` and ``withdraw`` the names of the addresses that take a proposal's key.
    ``place`` begins the places of its rows, another one where a page has two such tables."""
    return {
        "lines": lines,
        "answer": answer,
        "withdraw": withdraw,
        "may_answer": may_answer,
        "place": place,
        "refusal": context.get("refusal"),
        "user": context["request"].user,
    }


@register.simple_block_tag(takes_context=True)
def deed(
    context: Context,
    content: str,
    name: str = "",
    *keys: Any,
    form: BaseForm | None = None,
    row: Any = None,
    version: int | Literal[""] | None = None,
    css: str = "",
    at: str = "",
    files: bool = False,
) -> str:
    """The form of a deed around its fields and buttons: ``{% deed "supervision:solve" problem.pk
    form=form row=problem css="form" %}…{% enddeed %}``.

    It is sent to the address called ``name`` with ``keys``, without a name to the page's own.
    ``row`` is what it changes: its version is sent too, after a fault the one that was sent before.
    A page that knows better gives ``version``. ``at`` is the place on the page to come back to; one
    that ends in a dash goes on with the last key: ``at="decision-"``."""
    place = f"{at}{keys[-1]}" if at.endswith("-") else at
    action = reverse(name, args=keys) if name else ""
    given = {
        "action": f"{action}#{place}" if place else action,
        "form": form,
        "version": _version_read(context, row) if version in ("", None) else version,
        "css": css,
        "files": files or (form is not None and form.is_multipart()),
        "content": content,
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("components/deed.html", given)


def _version_read(context: Context, row: Any) -> int | None:
    """The version that the person looks at, None of a row that is not made yet."""
    sent = getattr(context.get("refusal"), "version", None)
    return getattr(row, "version", None) if sent is None or row is None else sent
