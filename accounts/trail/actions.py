"""What the trail's lines are called: every action code, ``<noun>.<verb>``, and its Chinese name.

Each room registers the nouns and the deeds that are its own, in its ``trail.py``.
"""

from collections.abc import Mapping

GROUPS: dict[str, str] = {}
"""The label of each noun, in the order of the rooms."""

ACTION_LABELS: dict[str, str] = {}


def register(actions: Mapping[str, tuple[str, Mapping[str, str]]]) -> None:
    """``actions`` maps a noun to its label and to the labels of its verbs."""
    for noun, (label, verbs) in actions.items():
        GROUPS[noun] = label
        ACTION_LABELS.update({f"{noun}.{verb}": words for verb, words in verbs.items()})


def group_of(action: str) -> str:
    return action.partition(".")[0]
