"""What every page and sheet must keep to: the strict CSP, old browsers, words beside colours."""

import re
from itertools import pairwise

from django.conf import settings
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
PROSE = settings.BASE_DIR / "reports" / "prose" / "half_year.j2"
SHEETS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
SCRIPTS = sorted((settings.BASE_DIR / "static" / "js").rglob("*.js"))

# The CSP lets no page carry any of these.
INLINE = {
    "style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "handler attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "script without a file": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
    "foreign address": re.compile(r"""(?:src|href)=["'](?:https?:)?//""", re.I),
}
LARGE = r"<(?:table|thead|tbody|tr|th|td|form|section|dl|li)\b"
# What the oldest browser in the offices, Chromium 86, does not know.
TOO_NEW = re.compile(
    r":has\(|:is\(|:where\(|(?:^|[{;\s])inset\s*:|aspect-ratio|@layer|@container|color-mix|@import"
    r"|:not\([^)]*,|\b(?:dvh|svh)\b|overflow:\s*clip|(?:^|\s)&",
    re.M,
)
TOO_NEW_IN_SCRIPTS = re.compile(
    r"\.at\(|\.findLast|\.to(?:Sorted|Reversed|Spliced)\(|\bstatic\s*\{|\#\w+ in\b|^await\b"
    r"|structuredClone|Object\.(?:hasOwn|groupBy)|\bsignal\b|randomUUID|withResolvers"
    r"|:has\(|:is\(|:where\(",
    re.M,
)
# Classes that no template names in an attribute: set by our scripts, by blocks of a page and by a
# column's own word; written by Django's lists of reference data and by htmx.
ELSEWHERE = {
    *("is-changed", "is-dirty", "is-following", "is-long", "is-selected", "is-sending", "is-shown"),
    *("dialog", "dialog-bar", "dialog-body", "dialog-list", "dialog-sum", "page-close"),
    "is-dropped-on",
    *("print-document", "print-landscape", "print-lede", "print-a3", "col-reason"),
    *("ascending", "descending", "results", "sortoptions", "sortpriority", "sortremove"),
    *("desk", "desk-form", "desk-verdict"),
    *("this-page", "toggle", "htmx-indicator", "htmx-request"),
}
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def render(source: str, **context) -> str:
    html = engines["django"].from_string(source).render(context)
    return re.sub(r"\s+", " ", html).strip()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def test_no_template_carries_anything_inline_or_foreign():
    found = [
        (path.relative_to(settings.BASE_DIR).as_posix(), name)
        for path in TEMPLATES
        for name, pattern in INLINE.items()
        if pattern.search(path.read_text())
    ]
    assert found == []


def test_no_line_of_a_template_is_longer_than_160_columns():
    found = [
        (path.relative_to(settings.BASE_DIR).as_posix(), number)
        for path in [*TEMPLATES, PROSE]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 160
    ]
    assert found == []


def test_a_row_a_cell_and_a_form_have_a_line_of_their_own():
    found = [
        (path.relative_to(settings.BASE_DIR).as_posix(), number)
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(re.findall(LARGE, line)) > 1
    ]
    assert found == []


def test_a_table_scrolls_by_itself_where_it_is_wider_than_its_window():
    """At 390 px the page itself never goes sideways. What is printed alone, and what stands in its
    place by a width of its own, needs none; a piece stands in that of its page."""
    of_their_own_width = {"investment/paper.html", "investment/queue.html"}
    bare = []
    for path in TEMPLATES:
        name = path.relative_to(settings.BASE_DIR / "templates").as_posix()
        if path.name.startswith("_") or name in of_their_own_width:
            continue
        lines = path.read_text().splitlines()
        bare += [
            f"{name}:{number}"
            for number, (before, line) in enumerate(pairwise(lines), 2)
            if line.lstrip().startswith('<table class="table')
            and not re.search(r"table-(?:fit|wrap)", before)
        ]
    assert bare == []


def test_the_sheets_use_nothing_that_the_oldest_browser_lacks():
    found = [
        (sheet.name, match[0].strip())
        for sheet in SHEETS
        for match in TOO_NEW.finditer(COMMENT.sub("", sheet.read_text()))
    ]
    assert found == []


def test_the_scripts_use_nothing_that_the_oldest_browser_lacks():
    found = [
        (script.name, match[0].strip())
        for script in SCRIPTS
        for match in TOO_NEW_IN_SCRIPTS.finditer(COMMENT.sub("", script.read_text()))
    ]
    assert found == []


def test_our_scripts_are_modules():
    ours = re.compile(r"<script(?![^>]*\stype=\"module\")[^>]*'js/")
    assert [path.name for path in TEMPLATES if ours.search(path.read_text())] == []


def test_every_colour_and_size_that_a_sheet_names_is_a_token():
    tokens = set(re.findall(r"(--[a-z0-9-]+):", (SHEETS[0].parent / "tokens.css").read_text()))
    used = {
        name for sheet in SHEETS for name in re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text())
    }
    assert used - tokens == set()


def test_every_class_that_a_template_names_is_in_a_sheet_and_the_other_way_round():
    sheets = "".join(COMMENT.sub("", sheet.read_text()) for sheet in SHEETS)
    styled = set(re.findall(r"\.([a-z][a-z0-9-]*)(?=[^{}]*\{)", sheets))
    pages = "".join(path.read_text() for path in TEMPLATES)
    named = {
        name
        for value in re.findall(r'class="([^"]*)"', pages)
        for name in re.sub(r"[a-z-]*\{\{.*?\}\}|\{%.*?%\}", " ", value).split()
    }
    begun = tuple(set(re.findall(r"[a-z]+-(?=\{\{)", pages)))
    assert named - styled == set()
    assert {name for name in styled - named - ELSEWHERE if not name.startswith(begun)} == set()


def test_every_sheet_is_linked():
    linked = render_to_string("components/stylesheets.html")
    assert [sheet.name for sheet in SHEETS if f"css/{sheet.name}" not in linked] == []


def test_the_page_of_a_fault_needs_neither_context_nor_request():
    html = render_to_string("500.html", {"request_id": "8f2c1a90d4e7"})
    assert "8f2c1a90d4e7" in html
    assert "None" not in render_to_string("500.html")


def test_a_light_says_its_state_in_a_sign_a_word_and_points():
    light = '{% include "components/light.html" with state=state word=word points=points only %}'
    assert words(render(light, state="green", points="+6.5")) == "●达序时+6.5"
    assert words(render(light, state="yellow", points="−8.8")) == "▲略慢−8.8"
    assert words(render(light, state="red", word="开工滞后")) == "■开工滞后"
    assert words(render(light, state="grey")) == "○未到期"
    assert words(render(light, state="none")) == "◇未报"


def test_a_bar_of_an_unknown_rate_is_empty_and_keeps_the_pace():
    html = render('{% include "components/progress.html" with value="—" pace="50" only %}')
    assert "progress-done" not in html
    assert 'x="50%"' in html


def test_the_coverage_names_both_numbers():
    coverage = '{% include "components/coverage.html" with total=23 reported=20 only %}'
    assert words(render(coverage)) == "23 个单位中报送 20 个"


def test_the_pages_of_a_list_keep_its_filter(rf):
    page = Paginator(range(100), 10).page(2)
    request = rf.get("/projects/", {"q": "石墨烯", "page": "2"})
    html = render_to_string("components/pagination.html", {"page_obj": page}, request=request)
    assert 'href="?q=%E7%9F%B3%E5%A2%A8%E7%83%AF&amp;page=3"' in html
