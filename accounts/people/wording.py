"""The house's own sentences in the words of a county: 全区, 发展和改革委员会, 股长.

Sentences are written in the standard words: 全县, 本县, 县领导; 发展和改革局 and, for short,
发改局; 审核员 and what else the roles are called. What a county calls itself, its bureau and its
roles is data, and is put in where a sentence is shown. What stands in quotation marks was typed by
somebody and stays as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Role, RoleName, Unit, UnitKind
from accounts.people.selectors import BUREAU

BUREAU_FOR_SHORT = "发改局"

# Too common a word to be told from others: 县领导, 分管领导.
_NOT_IN_TEXTS = {Role.LEADER}
_ROLES = {role.label: role for role in Role if role not in _NOT_IN_TEXTS}
_AS_THEY_STAND = ("“[^”]*”", "系统管理员")
_OF_THE_PLACE = ("全县", "本县", "县领导")
_FOUND = re.compile("|".join([*_AS_THEY_STAND, *_OF_THE_PLACE, BUREAU, BUREAU_FOR_SHORT, *_ROLES]))


@dataclass(frozen=True)
class CountyWords:
    """What a county calls itself (县, 区, 市), its bureau, in full and for short, and its roles."""

    place: str
    bureau: str
    bureau_for_short: str
    roles: dict[str, str]

    def role(self, role: str) -> str:
        return self.roles.get(role, str(Role(role).label))

    @property
    def role_choices(self) -> list[tuple[str, str]]:
        return [(role.value, self.role(role)) for role in Role]

    def put_into(self, sentence: str, shown: Callable[[str], str] = str) -> str:
        """``shown`` makes what is put in fit for the page."""
        return _FOUND.sub(lambda found: self._put(found.group(), shown), sentence)

    def _put(self, word: str, shown: Callable[[str], str]) -> str:
        own = self.own(word)
        return word if own == word else shown(own)

    def own(self, word: str) -> str:
        """What the county says for a standard word."""
        if word in _ROLES:
            return self.role(_ROLES[word])
        if word in _OF_THE_PLACE:
            return word.replace("县", self.place)
        return {BUREAU: self.bureau, BUREAU_FOR_SHORT: self.bureau_for_short}.get(word, word)


def words_of(county: Unit) -> CountyWords:
    """Two queries, once for each object of the county."""
    if "_words" not in county.__dict__:
        bureaus = Unit.objects.within(county).active().filter(kind=UnitKind.BUREAU)
        bureau = bureaus.first()
        called = RoleName.objects.filter(county=county).values_list("role", "name")
        county.__dict__["_words"] = CountyWords(
            county.word,
            bureau.name if bureau else BUREAU,
            _for_short(bureau),
            dict(called),
        )
    words: CountyWords = county.__dict__["_words"]
    return words


def said(sentence: str, county: Unit | None, shown: Callable[[str], str] = str) -> str:
    """The sentence in the county's words; without a query where it has none of them."""
    if county is None or not _FOUND.search(sentence):
        return sentence
    return words_of(county).put_into(sentence, shown)


def _for_short(bureau: Unit | None) -> str:
    if bureau is None or (bureau.name == BUREAU and not bureau.short_name):
        return BUREAU_FOR_SHORT
    return bureau.label
