"""What templates build pages from, beside the fragments in templates/components/."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import template
from django.template.base import NodeList, Parser, TextNode, Token
from django.template.context import Context

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


@register.inclusion_tag("components/proposals.html", takes_context=True)
def proposals_of(
    context: Context, lines: Iterable[Any], answer: str, withdraw: str, may_answer: bool
) -> dict[str, Any]:
    """A table of what was proposed and what became of it. ``lines`` are pairs of a proposal and its
    changes, ``answer`` and ``withdraw`` the names of the addresses that take a proposal's key."""
    return {
        "lines": lines,
        "answer": answer,
        "withdraw": withdraw,
        "may_answer": may_answer,
        "refusal": context.get("refusal"),
        "user": context["request"].user,
    }
