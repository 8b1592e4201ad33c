"""A template names no address and no template of a room above its own (DESIGN §3)."""

import re
from pathlib import Path

from django.conf import settings

ROOMS = (
    "accounts",
    "files",
    "jobs",
    "workbooks",
    "projects",
    "investment",
    "figures",
    "documents",
    "supervision",
    "assessment",
    "reports",
)
# Pages that serve every room count as the lowest one's; the menu comes from config.
NAMED = re.compile(
    r"{%\s*(?:(?:url|deed)\s+['\"](\w+):|(?:include|extends)\s+['\"](\w+)/)"
    r"|\b(?:answer|withdraw)=\"(\w+):"
)


def test_no_template_names_an_address_of_a_higher_room():
    upward = []
    folder = Path(settings.BASE_DIR) / "templates"
    for template in sorted(folder.rglob("*.html")):
        room = template.relative_to(folder).parts[0]
        floor = ROOMS.index(room) if room in ROOMS else 0
        for found in NAMED.finditer(template.read_text()):
            named = found[1] or found[2] or found[3]
            if named in ROOMS and ROOMS.index(named) > floor:
                upward.append(f"{template.relative_to(folder)}: {found[0]}")
    assert upward == []
