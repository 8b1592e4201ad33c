import gc

from django.apps import AppConfig

COLLECT_AFTER = 20_000
"""New objects between two looks of the garbage collector, 700 as Python comes. An import makes
some hundred thousand that all live to its end: looking at them again and again is an eighth of
its time (make bench)."""


class XushiConfig(AppConfig):
    """An app for its checks, and for what a process does once, when it has started."""

    name = "config"
    verbose_name = "序时"

    def ready(self) -> None:
        from config import checks  # noqa: F401  registers them

        # What is loaded by now stays for good, and needs no looking at.
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER, 20, 20)
