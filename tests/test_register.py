"""The register of bodies: who a name is on a date, and what is said of a broken row."""

from __future__ import annotations

from datetime import date

import pytest

from planparse.bodies.faults import find_faults
from planparse.bodies.register import COLUMNS, GRACE_DAYS, Register, first_day
from planparse.errors import RulebookError
from planparse.rulebook import Rulebook, default

HEAD = "agency_id,name,names,kind,level,valid_from,valid_to,predecessors,successors,counterpart_id\n"
REGISTER = default().derive("register", Register.of)


def register(rows: str, own: str | None = None) -> Register:
    files = {"agencies.csv": (HEAD + rows).encode()}
    return Register.of(Rulebook(files, {} if own is None else {"agencies.csv": (HEAD + own).encode()}))


@pytest.mark.parametrize(
    ("name", "at", "id"),
    [
        ("市场监管总局", date(2022, 11, 1), "samr"),
        ("国家市场监督管理总局", date(2022, 11, 1), "samr"),
        ("工商总局", date(2017, 1, 1), "saic"),
        ("工商总局", date(2018, 6, 1), "saic"),  # names outlive a reform
        ("工商总局", date(2022, 1, 1), None),
        ("市场监管总局", date(2010, 1, 1), None),
        ("国家药监局", date(2000, 1, 1), "sda"),
        ("国家药监局", date(2022, 1, 1), "nmpa"),
        ("国家药监局", None, None),  # two bodies had the name
        ("国家计委", date(1996, 1, 1), "state-planning-commission"),
        ("国家计委", date(2000, 1, 1), "sdpc"),
        ("国家工商局", date(2000, 1, 1), "saic-1982"),
        ("海洋局", date(2022, 1, 1), "soa-plaque"),
        ("国管局", date(2010, 1, 1), "ngoa-1950"),
        ("总后勤部", date(2012, 1, 1), "pla-logistics"),
        ("国家质检总局", date(2001, 4, 10), "aqsiq"),
        ("广电总局", date(2012, 1, 1), "sarft"),
        ("广电总局", date(2022, 1, 1), "nrta"),
        ("银保监会", date(2022, 11, 1), "cbirc"),
        ("银保监会", None, "cbirc"),  # the only body of that name, whenever it was
        ("国务院扶贫办", date(2020, 1, 1), "cpad"),
        ("中央网信办", date(2015, 1, 1), "cac-group"),
        ("中央网信办", date(2022, 1, 1), "cac-party"),
        ("国家 粮食和储备局", date(2022, 1, 1), "nfsra"),
        ("各省(区、市)人民政府", date(2022, 1, 1), "provincial-governments"),
        ("各省（区，市）人民政府", None, "provincial-governments"),
        ("省教育厅", date(2022, 1, 1), None),
        ("", None, None),
    ],
)
def test_a_name_is_the_body_of_its_time(name: str, at: date | None, id: str | None) -> None:
    entry = REGISTER.find(name, at)
    assert (entry and entry.id) == id


@pytest.mark.parametrize(
    ("id", "successor"),
    [
        ("samr", None),
        ("saic", "samr"),
        ("cbrc", "nfra"),
        ("cpad", "mara"),
        ("sdpc", "ndrc"),
        ("sda", "samr"),
        ("local-governments", None),
    ],
)
def test_the_successor_is_who_does_the_work_today(id: str, successor: str | None) -> None:
    entry = REGISTER.get(id)
    assert entry is not None
    found = REGISTER.successor(entry)
    assert (found and found.id) == successor
    assert found is None or found.valid_to is None


def test_every_row_says_whence_it_comes() -> None:
    assert len(REGISTER) == len(REGISTER.entries()) > 400
    for entry in REGISTER.entries():
        assert entry.source, entry.id
        assert entry.english, entry.id
        assert entry.kind, entry.id
        assert not entry.until or entry.successors, f"{entry.id} ended: who does its work?"


def test_the_register_has_no_fault() -> None:
    assert [str(fault) for fault in find_faults(REGISTER)] == []


def test_a_cell_with_a_comma_wants_quotes() -> None:
    row = "a,甲局,,bureau,,,,,,,Office of A, B and C,source"
    [fault] = find_faults(
        Register.of(Rulebook({"agencies.csv": f"{','.join(COLUMNS)}\n{row}\n".encode()}, {}))
    )
    assert "row a: it has 13 cells" in str(fault)


def test_a_link_in_one_row_is_enough() -> None:
    found = register("a,甲局,,,,,2010-01-01,,,\nb,乙局,,,,2010-01-01,,a,,\nc,丙局,,,,2010-01-01,,,,\n")
    old, new = found.get("a"), found.get("b")
    assert old is not None
    assert new is not None
    assert (old.successors, new.predecessors) == (("b",), ("a",))
    assert found.successor(old) is new


@pytest.mark.parametrize(
    ("written", "first", "at", "force"),
    [
        ("2018-03-17", date(2018, 3, 17), date(2018, 3, 16), False),
        ("2018-03", date(2018, 3, 1), date(2018, 3, 1), True),
        ("2018", date(2018, 1, 1), date(2017, 12, 31), False),
        ("2018", date(2018, 1, 1), date(2018, 1, 1), True),
    ],
)
def test_a_date_may_be_known_to_the_month_or_the_year(
    written: str, first: date, at: date, force: bool
) -> None:
    assert first_day(written) == first
    entry = register(f"a,甲局,,,,{written},,,,\n").get("a")
    assert entry is not None
    assert (entry.since, entry.valid_from, entry.in_force(at)) == (written, first, force)
    ended = register(f"a,甲局,,,,,{written},,,\n").get("a")
    assert ended is not None
    assert (ended.valid_to, ended.in_force(at)) == (first, not force)


@pytest.mark.parametrize(
    ("id", "at", "then"),
    [
        ("nhc", date(2016, 1, 1), "nhfpc"),
        ("nhc", date(2010, 1, 1), "moh"),
        ("sda", date(2020, 1, 1), "samr"),
        ("nmpa", date(2000, 1, 1), "sda"),
        ("moe", None, "moe"),
        ("nda", date(2020, 1, 1), "ndrc"),
        ("ndrc", date(1960, 1, 1), "state-planning-commission"),
    ],
)
def test_the_work_of_a_body_was_another_ones_before(id: str, at: date | None, then: str) -> None:
    entry = REGISTER.of_its_time(id, at)
    assert entry is not None
    assert entry.id == then


def test_links_run_both_ways() -> None:
    for entry in REGISTER.entries():
        for id in entry.successors:
            other = REGISTER.get(id)
            assert other is not None
            assert entry.id in other.predecessors, f"{entry.id} → {id}"
        for id in entry.predecessors:
            other = REGISTER.get(id)
            assert other is not None
            assert entry.id in other.successors, f"{id} → {entry.id}"


def test_the_days_of_grace_end() -> None:
    found = register("a,甲局,,bureau,,2000-01-01,2010-01-01,,b,\nb,乙局,,bureau,,2010-01-01,,a,,\n")
    last = date(2010, 1, 1).toordinal() + GRACE_DAYS
    assert found.find("甲局", date.fromordinal(last - 1)) is found.get("a")
    assert found.find("甲局", date.fromordinal(last)) is None
    assert found.find("乙局", date(2009, 12, 31)) is found.get("b")
    assert [entry.id for entry in found.candidates("甲局")] == ["a"]


def test_without_a_date_two_bodies_of_one_name_that_ended_are_none() -> None:
    found = register(
        "a,甲局,丙局,bureau,,,2010-01-01,,b,\n"
        "b,乙局,丙局,bureau,,2010-01-01,2015-01-01,a,c,\n"
        "c,丁局,,bureau,,2015-01-01,,b,,\n"
    )
    assert found.find("丙局", None) is None
    assert found.find("丙局", date(2012, 1, 1)) is found.get("b")


def test_a_row_of_the_users_own_replaces_the_one_of_its_id() -> None:
    found = register("a,甲局,,bureau,,,,,,\n", own="a,甲总局,甲局,direct,,,,,,\nb,乙局,,,,,,,,\n")
    entry = found.find("甲局", None)
    assert entry is not None
    assert (entry.name, entry.kind, len(found)) == ("甲总局", "direct", 2)
    assert "乙局" in found


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("a,甲局,,,,,,,,\na,乙局,,,,,,,,\n", ["row a", "taken"]),
        (",甲局,,,,,,,,\n", ["row 甲局", "agency_id"]),
        ("a,,,,,,,,,\n", ["row a", "name is missing"]),
        ("a,甲局,,club,,,,,,\n", ["row a", "'club'", "bureau"]),
        ("a,甲局,,,world,,,,,\n", ["row a", "'world'", "province"]),
        ("a,甲局,,,,2018-02-30,,,,\n", ["row a", "'2018-02-30'", "2018-03-17"]),
        ("a,甲局,,,,2018-13,,,,\n", ["row a", "'2018-13'"]),
        ("a,甲局,,,,20180317,,,,\n", ["row a", "'20180317'"]),
        ("a,甲局,,,,2018-01-01,2017-01-01,,,\n", ["row a", "valid_to"]),
        ("a,甲局,,,,,,,b,\n", ["row a", "'b'"]),
        ("a,甲局,,,,,,,,b\n", ["row a", "'b'"]),
        ("a,甲局,,,,,,,b,\nb,乙局,,,,,,,a,\n", ["row a", "circle: a → b → a"]),
        ("a,甲局,,,,,,,c；b,\nb,乙局,,,,,,,a,\nc,丙局,,,,,,,,\n", ["row a", "circle"]),
        ("a,甲局,,,,,2010-01-01,,,\nb,乙局,甲局,,,2009-01-01,,,,\n", ["row b", "甲局 means a"]),
    ],
)
def test_a_broken_row_is_named(rows: str, words: list[str]) -> None:
    faults = [str(fault) for fault in find_faults(register(rows))]
    with pytest.raises(RulebookError) as caught:
        register("z,丁局,,,,,,,,\n", own=rows)
    assert str(caught.value) in faults
    for word in ["agencies.csv", *words]:
        assert word in faults[0]
