"""No two modules import one another, also by a third (DESIGN §3). import-linter holds the rooms;
this holds the modules within them."""

import sys

import grimp
from django.apps import apps
from django.conf import settings


def test_no_module_is_in_a_circle_of_imports(monkeypatch):
    monkeypatch.syspath_prepend(settings.BASE_DIR)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    rooms = [
        room.name
        for room in apps.get_app_configs()
        if room.path == f"{settings.BASE_DIR}/{room.name}" and "." not in room.name
    ]
    graph = grimp.build_graph("measures", *rooms, exclude_type_checking_imports=True)
    modules = {m for m in graph.modules if ".tests" not in m and ".migrations" not in m}
    ahead = {m: graph.find_modules_directly_imported_by(m) & modules for m in modules}
    # What imports nothing that is left is in no circle: taken away until nothing changes.
    while free := {m for m, imported in ahead.items() if not imported}:
        ahead = {m: imported - free for m, imported in ahead.items() if m not in free}
    assert ahead == {}
