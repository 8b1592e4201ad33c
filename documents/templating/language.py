"""What may stand in a template: figures, formats, conditions and loops over parts, and nothing
else. It is read as a tree first, and what is not on the list is refused with its line, before any
of it runs; the sandbox, and the limits of the process, stand behind that.
"""

import re
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents.templating.faults import Fault, Faulty, Wrong
from documents.templating.formats import FORMATS, TESTS, told
from documents.templating.lines import numbered, parted
from documents.templating.values import NAME, Names, Part, Parts, Value

VALUE, PARTS, MONTHS = "值", "分列", "累计月份"
FUNCTIONS = (VALUE, PARTS, MONTHS)
LOOP = "loop"
OF_LOOP = frozenset({"index", "first", "last", "length"})
DEEPEST_LOOP = 2
MOST_FAULTS = 20
_NESTED = "嵌套过深，请简化"
_ALLOWED: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr),
    *(nodes.Call, nodes.Filter, nodes.Test, nodes.Keyword, nodes.If, nodes.For, nodes.CondExpr),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg),
)
_REFUSED = {
    nodes.Macro: "不能用 macro，请直接写出来",
    nodes.CallBlock: "不能用 call，请直接写出来",
    nodes.Include: "不能引用别的模板",
    nodes.Import: "不能引用别的模板",
    nodes.FromImport: "不能引用别的模板",
    nodes.Extends: "不能引用别的模板",
    nodes.Assign: "不能用 set，请直接写数字的名称",
    nodes.AssignBlock: "不能用 set，请直接写数字的名称",
    nodes.Getitem: "不能用方括号，名称不是普通字词的数字请写成 {{ 值('…') }}",
}
_REFUSED_ARITHMETIC = "模板里不能加减乘除，请用“找数字”查有没有现成的"
_UNKNOWN_TAG = re.compile(r"unknown tag '(.*?)'")


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return type(obj).__name__ == "LoopContext" and attr in OF_LOOP

    def is_safe_callable(self, obj: Any) -> bool:
        return obj in self.globals.values()

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise Wrong(_REFUSED_ARITHMETIC)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The names of figures are items, never attributes."""
        if isinstance(obj, Names | Part):
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def rendered(text: str, data: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The lines that come out of a template, each with the line of it from which it came, figures
    marked (``documents.runs``). ``data``: ``figures`` by key [exact, unit, text], ``parts`` by
    what was asked [[name, figures]], ``words`` by name. Raises Faulty."""
    figures = {key: Value(key, *figure) for key, figure in data["figures"].items()}
    parts = {
        asked: Parts([Part(name, {n: Value(*v) for n, v in own.items()}) for name, own in found])
        for asked, found in data["parts"].items()
    }
    source = numbered(text)
    try:
        environment = _environment(figures, parts, data["words"])
        tree = environment.parse(source)
        _require_allowed(_Reader(figures, parts, data["words"]), tree)
        template = environment.from_string(tree)
        return list(parted(template.render()))
    except TemplateSyntaxError as error:
        raise Faulty([Fault(error.lineno, _in_words(error))]) from error
    except (Wrong, UndefinedError, SecurityError, TypeError, KeyError, ValueError) as error:
        what = str(error) if isinstance(error, Wrong) else "这里用的名称或格式不对，请对照示例检查"
        raise Faulty([Fault(_line_of(error), what)]) from error
    except RecursionError as error:
        raise Faulty([Fault(0, _NESTED)]) from error


def _environment(
    figures: Mapping[str, Value], parts: Mapping[str, Parts], words: Mapping[str, str]
) -> _Sandbox:
    environment = _Sandbox(
        undefined=StrictUndefined,
        autoescape=False,  # plain text with marks; the page escapes each run
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=told,
    )
    environment.filters.clear()
    environment.tests.clear()
    environment.globals.clear()
    environment.filters.update(FORMATS)
    environment.tests.update(TESTS)
    names = Names()
    for key, value in figures.items():
        names.put(key.split("."), value)
    for key in figures:
        start = key.partition(".")[0]
        environment.globals[start] = names[start]
    environment.globals.update(words)
    month = int(words["截止月份"])
    environment.globals.update(
        {
            VALUE: lambda key: figures[key],
            PARTS: lambda group, by: parts[f"{group}|{by}"],
            MONTHS: lambda dash="—": f"1{dash}{month}月" if month > 1 else "1月",
        }
    )
    return environment


class _Reader:
    """Goes through a tree for what is not allowed, and for figures that there are not."""

    def __init__(
        self, figures: Mapping[str, Value], parts: Mapping[str, Parts], words: Mapping[str, str]
    ) -> None:
        self._figures, self._parts, self._words = figures, parts, words
        self._of_parts = {NAME, *(n for found in parts.values() for part in found for n in part)}

    def faults(
        self, node: nodes.Node, own: frozenset[str] = frozenset(), depth: int = 0
    ) -> Iterator[Fault]:
        """``own`` are the names of the loops around it."""
        if isinstance(node, nodes.Getattr | nodes.Name):
            yield from self._named(node, own)
            return
        if isinstance(node, nodes.Call):
            yield from self._called(node)
            return
        if isinstance(node, nodes.For):
            yield from self._loop(node, own, depth)
            return
        yield from self._plain(node)
        for inner in node.iter_child_nodes():
            yield from self.faults(inner, own, depth)

    def _plain(self, node: nodes.Node) -> Iterator[Fault]:
        if isinstance(node, nodes.BinExpr | nodes.UnaryExpr) and not isinstance(node, _ALLOWED):
            yield Fault(node.lineno, _REFUSED_ARITHMETIC)
        elif not isinstance(node, _ALLOWED):
            yield Fault(node.lineno, _REFUSED.get(type(node), "这种写法不能用，请对照示例检查"))
        elif isinstance(node, nodes.Filter) and node.name not in FORMATS:
            known = "、".join(FORMATS)
            yield Fault(node.lineno, f"没有“{node.name}”这个格式，可用的有：{known}")
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            yield Fault(node.lineno, f"没有“{node.name}”这个判断，可用的有：{'、'.join(TESTS)}")

    def _named(self, node: nodes.Expr, own: frozenset[str]) -> Iterator[Fault]:
        chain = _chain(node)
        if chain is None:
            yield Fault(node.lineno, "点号前面要是数字的名称，请对照示例检查")
            return
        root, *rest = chain
        if root == LOOP and own:
            if rest and (len(rest) > 1 or rest[0] not in OF_LOOP):
                known = "、".join(sorted(OF_LOOP))
                yield Fault(node.lineno, f"loop 后面只能写：{known}")
        elif root in own:
            if len(rest) > 1:
                yield Fault(node.lineno, f"“{'.'.join(chain)}”多了一段，{root}后面只写一个名称")
            elif rest and rest[0] not in self._of_parts:
                yield Fault(node.lineno, "", rest[0])
        elif rest or root not in self._words:
            key = ".".join(chain)
            if key not in self._figures:
                yield Fault(node.lineno, "", key)

    def _called(self, node: nodes.Call) -> Iterator[Fault]:
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        said = [each.value for each in node.args if isinstance(each, nodes.Const)]
        if name not in FUNCTIONS:
            yield Fault(node.lineno, f"只能用：{'、'.join(f'{each}(…)' for each in FUNCTIONS)}")
        elif len(said) != len(node.args) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            yield Fault(node.lineno, f"{name}(…)里要直接写出名称，用引号括起来")
        elif name == VALUE:
            key = str(said[0]) if len(said) == 1 else ""
            if key not in self._figures:
                yield Fault(node.lineno, "", key)
        elif name == PARTS and "|".join(map(str, said)) not in self._parts:
            yield Fault(node.lineno, "", f"{PARTS}({'|'.join(map(str, said))})")
        elif name == MONTHS and len(said) > 1:
            yield Fault(node.lineno, f"{MONTHS}(…)里只写一个连接号")

    def _loop(self, node: nodes.For, own: frozenset[str], depth: int) -> Iterator[Fault]:
        if depth >= DEEPEST_LOOP:
            yield Fault(node.lineno, f"for 最多套{DEEPEST_LOOP}层")
            return
        if node.recursive or not isinstance(node.target, nodes.Name):
            yield Fault(node.lineno, "for 只能写成 {% for 单位 in 分列('县级.全部', '填报单位') %}")
            return
        yield from self._gone_over(node.iter)
        inner = own | {node.target.name}
        for each in (*node.body, *([node.test] if node.test else [])):
            yield from self.faults(each, inner, depth + 1)
        for each in node.else_:
            yield from self.faults(each, own, depth + 1)

    def _gone_over(self, node: nodes.Node) -> Iterator[Fault]:
        yield from self.faults(node)
        inner: nodes.Node | None = node
        while isinstance(inner, nodes.Filter):
            inner = inner.node
        is_parts = isinstance(inner, nodes.Call) and getattr(inner.node, "name", "") == PARTS
        if not is_parts:
            yield Fault(node.lineno, "for 只能用于 分列(…)，如 分列('县级.全部', '填报单位')")


def _require_allowed(reader: _Reader, tree: nodes.Template) -> None:
    faults = sorted(dict.fromkeys(reader.faults(tree)))
    if faults:
        raise Faulty(faults[:MOST_FAULTS])


def _chain(node: nodes.Node) -> list[str] | None:
    """县级, 新建, 完成率; None of what does not begin with a name."""
    names: list[str] = []
    while isinstance(node, nodes.Getattr):
        names.append(node.attr)
        node = node.node
    if not isinstance(node, nodes.Name):
        return None
    return [node.name, *reversed(names)]


def _in_words(error: TemplateSyntaxError) -> str:
    said = error.message or ""
    unknown = _UNKNOWN_TAG.search(said)
    if unknown and not unknown[1].startswith("e"):
        return f"没有“{unknown[1]}”这种语句，可以用 if 和 for"
    if unknown:
        return f"“{unknown[1]}”前面没有对应的 if 或 for"
    if "nested" in said:
        return _NESTED
    if "end of template" in said or "looking for" in said or "innermost block" in said:
        return "if 或 for 没有写完，请用 {% endif %} 或 {% endfor %} 结束"
    return "写法有误，请检查括号、引号和名称；名称不是普通字词的数字请写成 {{ 值('…') }}"


def _line_of(error: BaseException) -> int:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__, limit=200)
        if frame.filename in ("<template>", "<unknown>")
    ]
    return lines[-1] or 0 if lines else 0
