"""Resolution: who a name in a notice is, by the register or by its own composition.

Central and collective bodies stand in the register, and names there go by the notice's day. What
it does not hold is composed (see `planparse.bodies.composition`, which only a notice that names
such bodies loads). Works in time linear in the name, whatever the register holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from planparse.bodies.identities import NOWHERE, Body, Home, body_of
from planparse.bodies.register import Register
from planparse.rulebook import Rulebook

if TYPE_CHECKING:
    from planparse.bodies.composition import Composer

KEPT = 5000  # names whose bodies are kept: notices of one office name the same ones

_OWN_NAME = ("国家", "全国", "中国", "中央", "国务院", "中华", "最高", "新华", "共青团中央", "人民")
_OWN_END = ("部", "总局", "总署", "总社", "总工会", "集团", "银行", "总台")


class Resolver:
    """Finds bodies by the names that notices give them.

    >>> from datetime import date
    >>> from planparse.rulebook import default
    >>> resolver = default().derive("resolver", Resolver)
    >>> [body] = resolver.find("河北省人社厅", (date(2022, 5, 1),))
    >>> body.id, body.name, body.counterpart_id
    ('130000/human-resources', '河北省人力资源和社会保障厅', 'mohrss')
    >>> [body.id for body in resolver.find("国家药监局", ())]
    ['sda', 'nmpa']
    """

    __slots__ = ("_book", "_found", "_register")

    def __init__(self, rulebook: Rulebook) -> None:
        self._book = rulebook
        self._found: dict[tuple[str, Sequence[date], Home], list[Body]] = {}
        self._register: Register = rulebook.derive("register", Register.of)

    @property
    def _composer(self) -> Composer:
        from planparse.bodies.composition import Composer

        return self._book.derive("composer", Composer)

    def find(self, name: str, days: Sequence[date], home: Home = NOWHERE) -> list[Body]:
        """The bodies that `name` may be, the only one where it is clear, none where it is unknown.

        `days` are the notice's day; or the first and the last day that it may be of; or
        nothing, and then every body of that name is given.
        """
        key = (name, tuple(days), home)
        found = self._found.get(key)
        if found is None:
            if len(self._found) > KEPT:
                self._found.clear()
            found = self._found[key] = self._find(name, days, home)
        return found

    def _find(self, name: str, days: Sequence[date], home: Home) -> list[Body]:
        found = self.registered(name, days)
        if found and (not home.local or found[0].level != "central" or _is_central(name)):
            return found
        plain = _without_brackets(name)
        if plain != name and (known := self.registered(plain, days)):
            found = found or known
            if not home.local or known[0].level != "central" or _is_central(plain):
                return known
        composed = self._composer.compose(plain, days, home)
        if composed:
            return composed
        if found and found[0].kind in ("enterprise", "association"):
            return found
        return [] if found else self._composer.part(plain, days, home, self)

    def find_behind(
        self, opening: str, name: str, days: Sequence[date], home: Home
    ) -> tuple[list[Body], str]:
        """The bodies that `name` may be behind one that opens with `opening`, and its own opening.

        In 各市、县人社局、民政局 the second is that of 各市、县 too. A name with a region of its own
        ends that, and so does a central body's.
        """
        central = _is_central(name) and name in self._register
        if opening and name[:1] not in "省市县各" and not central:
            shared = self._composer.compose(opening + _without_brackets(name), days, home)
            if len(shared) == 1 and not self._composer.opening(name, home):
                return shared, opening
        return self.find(name, days, home), self.opening(name, home)

    def opening(self, name: str, home: Home) -> str:
        """The words of a local notice's name that what follows it in a list may share, or nothing."""
        if not home.local or name[:1] in "省市县" or _is_central(name):
            return ""
        return self._composer.opening(_without_brackets(name), home)

    def known(self, id: str) -> list[Body]:
        """The body of the register with this id."""
        entry = self._register.get(id)
        return [body_of(entry, self._register)] if entry is not None else []

    def registered(self, name: str, days: Sequence[date]) -> list[Body]:
        """The bodies of the register that were called `name` on one of these days, or ever."""
        if name not in self._register:
            return []
        entries = [entry for day in days if (entry := self._register.find(name, day)) is not None]
        if not days:
            entries = list(self._register.candidates(name))
        return [body_of(entry, self._register) for entry in dict.fromkeys(entries)]

    def home(self, metadata: dict[str, Any], text: str = "") -> Home:
        """Where a notice with these values of `Metadata` and this text comes from.

        Its issuers say so, else its title, else the province that it names far more often than others.
        """
        ids = [id for id in metadata.get("issuer_ids") or [] if id]
        issuers = metadata.get("issuers") or []
        entries = [entry for id in ids if (entry := self._register.get(id)) is not None]
        local = [id for id in ids if "/" in id]
        if any(entry.level == "central" for entry in entries):
            region = self._composer.region_of(local[0]) if local else None
            return Home(region, False, None)
        region = self._composer.find_region(local[0] if local else None, metadata.get("title"), "")
        if region is None and not issuers:  # a notice may speak of a province that is not its own
            return Home(self._composer.find_region(None, None, text), False, None)
        only = None
        if len(issuers) == len(ids) == 1:
            days = [metadata["issue_date"]] if metadata.get("issue_date") else []
            found = self.find(issuers[0], days)
            only = found[0] if len(found) == 1 else None
        return Home(region, bool(issuers) or region is not None, only)


def _is_central(name: str) -> bool:
    """Whether a name is a central body's in a local notice too: 国家统计局 and 财政部, not 统计局."""
    return name.startswith(_OWN_NAME) or name.endswith(_OWN_END)


def _without_brackets(name: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]", "", name) if "（" in name or "(" in name else name
