"""What is collected is named by its content, scripts and the parts they name among them."""

import re

from django.core.management import call_command

PAGES = ("page", "grid", "keeping", "evidence", "desk", "charts", "photos")
"""The scripts that a page names; they name the others."""
HASHED = {"BACKEND": "config.served_files.HashedFiles"}
NAMED = re.compile(r'from\s*"(\.[^"]+)"')


def parts(script):
    return {(script.parent / name).resolve() for name in NAMED.findall(script.read_text())}


def test_a_script_names_its_parts_by_their_content(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": HASHED}
    call_command("collectstatic", interactive=False, verbosity=0)
    named = {*settings.STATIC_ROOT.glob("js/**/*.????????????.js")}
    pages = {each for each in named if re.match(rf"({'|'.join(PAGES)})\.", each.name)}
    assert len(pages) == len(PAGES)
    assert set().union(pages, *map(parts, named)) == named
