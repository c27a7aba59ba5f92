"""Regions: provinces, prefectures, zones and counties by their names and short forms.

`data/regions.csv` holds the official names and the short ones (河北, 恩施州), `data/counties.csv`
the counties, which are read only where a name needs them: several have the same name, and
then the region around decides.
"""

from __future__ import annotations

from typing import NamedTuple

from planparse.rulebook import Rulebook

FILE, COUNTIES = "regions.csv", "counties.csv"
COLUMNS = ("region_id", "name", "names", "level", "parent_id", "mark")
COUNTY_COLUMNS = ("region_id", "name", "parent_id")
_LEVELS = ("省", "市", "县", "区", "州", "各")
LONGEST = 16  # characters of a region's name


class Region(NamedTuple):
    """One region: `level` is province, prefecture, county or zone, `parent_id` what it lies in."""

    id: str
    name: str
    names: tuple[str, ...]
    level: str
    parent_id: str | None

    @property
    def short(self) -> str:
        """Its first short name, 河北 or 恩施州; that of a county without 市; else the full one."""
        if self.names:
            return self.names[0]
        return self.name[:-1] if self.level == "county" and self.is_city else self.name

    @property
    def is_city(self) -> bool:
        """Whether its own notices call it 市: a municipality, a prefecture or a county that is one."""
        return self.name.endswith("市")


class Regions:
    """Every region by its id and its names.

    >>> from planparse.rulebook import default
    >>> regions = default().derive("regions", Regions)
    >>> [(region.id, end) for region, end in regions.at_start("广州市天河区财政局")]
    [('440106', 6)]
    >>> regions.at_start("河北银保监局")[0][0].name
    '河北省'
    """

    __slots__ = ("_book", "_counties", "_ids", "_names")

    def __init__(self, rulebook: Rulebook) -> None:
        self._book = rulebook
        self._ids: dict[str, Region] = {}
        self._names: dict[str, Region] = {}
        self._counties: dict[str, list[Region]] | None = None
        for id, name, names, level, parent, *_ in rulebook.cells(FILE, COLUMNS):
            region = Region(id, name, tuple(names.split("；")) if names else (), level, parent or None)
            self._ids[id] = region
            for one in (name, *region.names):
                self._names.setdefault(one, region)

    def get(self, id: str) -> Region | None:
        """The region with this id."""
        found = self._ids.get(id)
        if found is None and id.isdigit():
            self._by_county()
            found = self._ids.get(id)
        return found

    def named(self, name: str) -> Region | None:
        """The province, prefecture or zone called `name`."""
        return self._names.get(name)

    def at_start(self, text: str, within: Region | None = None) -> list[tuple[Region, int]]:
        """The regions that `text` may begin with, each with the offset behind its name.

        The longest name counts, and the innermost region of a chain (广州市天河区). Several
        counties of one name are all given, unless one of them lies in `within` or in its parent.
        """
        for end in range(min(len(text), LONGEST), 1, -1):
            region = self._names.get(text[:end])
            if region is not None:
                if region.name != text[:end] and region.level != "province" and self._is_county(text):
                    break  # 朝阳区 is none of 朝阳市
                inner = self._inside(text, end, region)
                return [inner or (region, end)]
        if text[:1] in _LEVELS and text[2:3] != "区":  # 市场监管局; but there is a 市中区
            return []
        for end in range(min(len(text), LONGEST), 1, -1):
            if text[end - 1] in "县区市旗":
                found = self._by_county().get(text[:end])
                if found:
                    return [(region, end) for region in self._near(found, within)]
        for end in range(min(len(text) - 1, 5), 1, -1):
            found = self._by_county().get(text[:end] + "市")  # 满洲里海关
            if found and len(found) == 1:
                return [(found[0], end)]
        return []

    def lies_in(self, region: Region, outer: Region) -> bool:
        """Whether `region` is `outer` or a part of it."""
        inner: Region | None = region
        while inner is not None:
            if inner.id == outer.id:
                return True
            inner = self.get(inner.parent_id) if inner.parent_id else None
        return False

    def full_name(self, region: Region) -> str:
        """The official name, a county's with the prefecture or municipality before it: 广州市天河区."""
        parent = self.get(region.parent_id) if region.parent_id else None
        if region.level == "county" and parent is not None and parent.is_city:
            return parent.name + region.name
        return region.name

    def _is_county(self, text: str) -> bool:
        ends = [end for end in range(3, min(len(text) + 1, 7)) if text[end - 1] in "县区旗"]
        return any(text[:end] in self._by_county() for end in ends)

    def _inside(self, text: str, start: int, outer: Region) -> tuple[Region, int] | None:
        for end in range(min(len(text), start + LONGEST), start + 1, -1):
            name = text[start:end]
            found = self._names.get(name)
            if found is not None and found.parent_id == outer.id:
                return self._inside(text, end, found) or (found, end)
            if text[end - 1] in "县区市旗":
                for county in self._by_county().get(name, ()):
                    if self.lies_in(county, outer):
                        return county, end
        return None

    def _near(self, found: list[Region], within: Region | None) -> list[Region]:
        outer = within
        while len(found) > 1 and outer is not None:
            inside = [region for region in found if self.lies_in(region, outer)]
            if len(inside) == 1:
                return inside
            outer = self.get(outer.parent_id) if outer.parent_id else None
        return found

    def _by_county(self) -> dict[str, list[Region]]:
        if self._counties is None:
            self._counties = {}
            for id, name, parent, *_ in self._book.cells(COUNTIES, COUNTY_COLUMNS):
                region = Region(id, name, (), "county", parent)
                self._counties.setdefault(name, []).append(region)
                self._ids[id] = region
        return self._counties
