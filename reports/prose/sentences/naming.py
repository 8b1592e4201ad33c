"""The register of sentences, by the names that templates call them by."""

from collections.abc import Callable
from typing import TypeVar

Sentence = TypeVar("Sentence", bound=Callable[..., str])

SENTENCES: dict[str, Callable[..., str]] = {}


def sentence(name: str) -> Callable[[Sentence], Sentence]:
    """Registers a function as the sentence of this name; each name once."""

    def register(function: Sentence) -> Sentence:
        assert name not in SENTENCES, name
        SENTENCES[name] = function
        return function

    return register
