"""Who a name in a notice is: local bodies by composition, collective ones, and real notices read by hand."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from planparse import parse, parse_file
from planparse.bodies.functions import Functions
from planparse.bodies.history import History, link_day
from planparse.bodies.identities import Home, days_of
from planparse.bodies.regions import Regions
from planparse.bodies.register import COLUMNS, Register, first_day
from planparse.bodies.resolution import Resolver
from planparse.model import Notice
from planparse.rulebook import Rulebook, default

READINGS = Path(__file__).parent / "data" / "readings.csv"
SUFFIXES = {".txt", ".md", ".html"}
SEED = 20260318  # tests/draw_readings.py 20260318 200 drew them
BOOK = default()
REGISTER = BOOK.derive("register", Register.of)
FUNCTIONS = BOOK.derive("functions", Functions)
REGIONS = BOOK.derive("regions", Regions)


def home_of(issuer: str) -> Home:
    """Where a notice of this issuer comes from."""
    [body] = RESOLVER.find(issuer, ())
    return RESOLVER.home({"issuers": [issuer], "issuer_ids": [body.id]})


RESOLVER = BOOK.derive("resolver", Resolver)


# ---------------------------------------------------------------------- local bodies


@pytest.mark.parametrize(
    ("issuer", "name", "day", "who"),
    [
        ("山东省人民政府", "省发展改革委", "2019-08-01", ("370000/development-reform", "山东省发展和改革委员会", "ndrc")),
        ("山东省人民政府", "省煤监局", "2019-08-01", ("370000/mine-safety", "山东煤矿安全监察局", "sacms")),
        ("山东省人民政府", "省委农办", "2019-08-01", ("370000/rural-work", "中共山东省委农村工作领导小组办公室", "central-rural-office")),
        ("山东省人民政府", "省卫生厅", "2010-08-01", ("370000/health-old", "山东省卫生厅", "moh")),
        ("山东省人民政府", "省工商局", "2015-08-01", ("370000/aic", "山东省工商行政管理局", "saic")),
        ("山东省人民政府", "青岛海关", "2019-08-01", ("370200/customs", "中华人民共和国青岛海关", "gacc")),
        ("山东省人民政府", "民航山东监管局", "2019-08-01", ("370000/civil-aviation", "中国民用航空山东安全监督管理局", "caac")),
        ("深圳市人民政府", "市场监管局", "2021-05-01", ("440300/market", "深圳市市场监督管理局", "samr")),
        ("深圳市人民政府", "市市场监管局", "2021-05-01", ("440300/market", "深圳市市场监督管理局", "samr")),
        ("深圳市人民政府", "深圳银保监局", "2021-05-01", ("440300/banking-insurance", "中国银行保险监督管理委员会深圳监管局", "cbirc")),
        ("深圳市人民政府", "省发展改革委", "2021-05-01", ("440000/development-reform", "广东省发展和改革委员会", "ndrc")),
        ("深圳市人民政府", "团市委", "2021-05-01", ("440300/youth-league", "共青团深圳市委员会", "cyl")),
        ("上海市人民政府办公厅", "市委金融办", "2025-09-04", ("310000/finance-party", "中共上海市委金融委员会办公室", "central-finance-office")),
        ("上海市人民政府办公厅", "上海金融监管局", "2025-09-04", ("310000/nfra-branch", "国家金融监督管理总局上海监管局", "nfra")),
        ("北京市人民政府", "市金融监管局", "2021-09-01", ("110000/local-finance", "北京市金融监管局", "financial-stability-committee")),
        ("北京市人民政府", "朝阳区政府", "2023-09-01", ("110105/government", "北京市朝阳区人民政府", "state-council")),
        ("北京市人民政府", "市公安局公安交通管理局", "2023-09-01", ("110000/public-security", "北京市公安局", "mps")),
        ("广州市天河区人民政府", "区教育局", "2023-09-01", ("440106/education", "广州市天河区教育局", "moe")),
        ("内蒙古自治区人民政府", "自治区农牧厅", "2022-03-01", ("150000/agriculture", "内蒙古自治区农牧厅", "mara")),
        ("内蒙古自治区人民政府", "自治区党委宣传部", "2022-03-01", ("150000/publicity", "中共内蒙古自治区党委宣传部", "publicity-department")),
        ("新疆维吾尔自治区人民政府", "兵团工信局", "2022-03-01", ("xpcc/industry-informatization", "新疆生产建设兵团工业和信息化局", "miit")),
        ("新疆维吾尔自治区人民政府", "伊犁州人民政府", "2022-03-01", ("654000/government", "伊犁哈萨克自治州人民政府", "state-council")),
        ("重庆市人民政府", "市政府外办", "2021-09-30", ("500000/foreign-affairs", "重庆市人民政府外事办公室", "mfa")),
        ("象州县人民政府", "象州生态环境局", "2021-11-04", ("451322/ecology", "来宾市象州县生态环境局", "mee")),
        ("河北省人民政府", "雄安新区管委会", "2020-09-30", ("xiongan/government", "河北雄安新区管委会", "state-council")),
        ("河北省人民政府", "石家庄、邢台市政府", "2020-09-30", ("130100+130500/government", "石家庄市人民政府、邢台市人民政府", "state-council")),
        ("河北省人民政府", "人行石家庄中心支行", "2020-09-30", ("130100/central-bank", "中国人民银行石家庄中心支行", "pbc")),
        ("河北省人民政府", "统计局", "2020-09-30", ("130000/statistics", "河北省统计局", "nbs")),
        ("河北省人民政府", "教育厅", "2020-09-30", ("130000/education", "河北省教育厅", "moe")),
        ("河北省人民政府", "民政局", "2020-09-30", ("local/civil-affairs", "民政局", "mca")),
        ("河北省人力资源和社会保障厅", "就业促进处", "2020-09-30", ("130000/human-resources", "河北省人力资源和社会保障厅", "mohrss")),
        ("河北省人民政府", "财政部", "2020-09-30", ("mof", "中华人民共和国财政部", None)),
        ("河北省人民政府", "国家统计局", "2020-09-30", ("nbs", "国家统计局", None)),
    ],
)  # fmt: skip
def test_a_local_body_is_region_function_and_kind(
    issuer: str, name: str, day: str, who: tuple[str, str, str | None]
) -> None:
    found = RESOLVER.find(name, (date.fromisoformat(day),), home_of(issuer))
    assert [(body.id, body.name, body.counterpart_id) for body in found] == [who]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("各市、县（市、区）人民政府", "city-county-governments"),
        ("各市（含定州、辛集市，下同）政府", "city-governments"),
        ("有关区县政府", "districts-concerned"),
        ("各对口协同发展区县（自治县，以下简称区县）政府", "districts-concerned"),
        ("各区政府", "district-governments"),
        ("各市人社局", "each-prefecture/human-resources"),
        ("各市、县人力资源社会保障局", "each-prefecture-county/human-resources"),
        ("各级人社部门", "each/human-resources"),
        ("各级市场监管部门", "each/market"),
        ("各级工会", "each/trade-union"),
        ("各地有关部门", "local-departments"),
        ("有关部门", "departments"),
        ("各成员单位", "departments"),
        ("项目承担单位", "units"),
        ("各金融机构", "financial-institutions"),
        ("相关区", "regions"),
        ("省市场监管局", "360000/market"),  # 省 and 市 are no two places here
        ("省乡村振兴局", "360000/rural-revitalization"),
    ],
)
def test_a_collective_name_is_a_body_as_such(name: str, id: str) -> None:
    [body] = RESOLVER.find(name, (date(2022, 5, 1),), home_of("江西省人民政府"))
    assert body.id == id


@pytest.mark.parametrize(
    "name",
    ["某省财政厅", "冀中能源集团", "张某", "市中新项目管理局", "市委社会工委市民政局", "项目", "省", ""],
)
def test_what_says_no_function_is_nobody(name: str) -> None:
    assert RESOLVER.find(name, (date(2022, 5, 1),), home_of("江西省人民政府")) == []


def test_a_county_is_the_one_near_the_notice() -> None:
    days = (date(2022, 5, 1),)
    [near] = RESOLVER.find("鼓楼区政府", days, home_of("南京市人民政府"))
    [other] = RESOLVER.find("鼓楼区政府", days, home_of("福州市人民政府"))
    assert (near.id, other.id) == ("320106/government", "350102/government")
    assert len(RESOLVER.find("鼓楼区政府", days, home_of("国务院"))) > 1


def lists_of(text: str, issuer: str = "河北省人民政府", day: str = "2022年5月1日") -> list[Any]:
    notice = parse(f"{issuer}关于印发计划的通知\n各有关单位：\n一、总体\n{text}\n{issuer}\n{day}\n")
    return [agency for row in notice.assignments for agency in row.agencies]


def test_bare_names_share_the_region_of_the_one_before() -> None:
    found = lists_of("（一）甲。（责任单位：省民政厅；各市、县人社局、民政局、残联，省残联、统计局）")
    assert [agency.agency_id for agency in found] == [
        "130000/civil-affairs",
        "each-prefecture-county/human-resources",
        "each-prefecture-county/civil-affairs",
        "each-prefecture-county/disabled",
        "130000/disabled",
        "130000/statistics",
    ]


def test_a_body_that_ended_names_who_does_its_work_today() -> None:
    [agency] = lists_of("（一）甲。（省质监局负责）", day="2016年5月1日")
    assert (agency.agency_id, agency.successor_id) == ("130000/quality", "130000/market")


# ---------------------------------------------------------------------- days


def test_without_a_day_all_who_had_the_name_are_told() -> None:
    notice = parse("（一）甲。（国家药监局、财政部负责）\n")
    [drug, finance] = notice.assignments[0].agencies
    assert (drug.agency_id, drug.candidate_ids) == (None, ["sda", "nmpa"])
    assert (finance.agency_id, finance.candidate_ids) == ("mof", [])
    [told] = [found for found in notice.diagnostics if found.code.value == "ambiguous-body"]
    assert "国家药监局 may be sda, nmpa" in told.message
    assert notice.text[told.start : told.end] == "国家药监局"


@pytest.mark.parametrize(
    ("metadata", "ids"),
    [
        ({"issue_date": date(2001, 5, 1)}, ["sda"]),
        ({"doc_number": "国办发〔2020〕3号"}, ["nmpa"]),
        ({"doc_number": "国办发〔2003〕3号"}, ["sda"]),
        ({}, ["sda", "nmpa"]),
    ],
)
def test_the_year_of_the_number_is_a_day_too(metadata: dict[str, Any], ids: list[str]) -> None:
    assert [body.id for body in RESOLVER.find("国家药监局", days_of(metadata))] == ids


# ---------------------------------------------------------------------- the data


def test_every_function_is_sound() -> None:
    functions = FUNCTIONS.all()
    assert len(functions) > 200
    assert len({function.id for function in functions}) == len(functions)
    for function in functions:
        assert function.english, function.id
        assert function.counterparts, function.id
        for id in function.counterparts:
            assert REGISTER.get(id) is not None, f"functions.csv, row {function.id}: no body {id}"
        for id in function.successors:
            assert FUNCTIONS.get(id) is not None, f"functions.csv, row {function.id}: no function {id}"
        assert not function.until or function.successors, f"{function.id} ended: who does its work?"
        for cell in (function.since, function.until):
            assert not cell or first_day(cell), function.id
    assert len({row[0] for row in BOOK.cells("functions.csv", ["function_id"])}) == len(functions)


def test_every_region_is_sound() -> None:
    rows = BOOK.cells("regions.csv", ["region_id", "name", "names", "level", "parent_id"])
    counties = BOOK.cells("counties.csv", ["region_id", "name", "parent_id"])
    ids = [row[0] for row in rows + counties]
    assert len(set(ids)) == len(ids)
    names = Counter(name for row in rows for name in {row[1], *row[2].split("；")} if name)
    assert [name for name, count in names.items() if count > 1] == []
    for row in rows:
        assert row[3] in ("province", "prefecture", "zone"), row
        assert row[3] == "province" or row[4] in ids, f"regions.csv, row {row[0]}: no region {row[4]}"
    for row in counties:
        assert row[2] in ids, f"counties.csv, row {row[0]}: no region {row[2]}"


def test_every_link_has_its_day_and_its_act() -> None:
    history = BOOK.derive("history", History)
    count = 0
    for entry in REGISTER.entries():
        for id in entry.successors:
            newer = REGISTER.get(id)
            assert newer is not None
            assert link_day(entry, newer), f"{entry.id} → {id}: when?"
            assert history.reform(entry, newer), f"{entry.id} → {id}: by what?"
            count += 1
    assert count > 150


# ---------------------------------------------------------------------- growth


def test_time_follows_the_text_and_not_the_register() -> None:
    files = dict(BOOK._files)
    rows = [",".join(row) for row in REGISTER.rows if "," not in "".join(row)]
    more = [
        ",".join(
            [f"{row[0]}-{n}", *(f"{cell}{n}" for cell in row[1:2]), "", *row[3:7], "", "", "", "", ""]
        )
        for n in range(9)
        for row in REGISTER.rows
    ]
    large = Rulebook(
        {**files, "agencies.csv": "\n".join([",".join(COLUMNS), *rows, *more]).encode()}, {}
    )
    assert len(large.derive("register", Register.of)) > 9 * len(REGISTER)
    names = [name for entry in REGISTER.entries() for name in entry.names][:400] + [
        "省财政厅",
        "各市人社局",
    ] * 100
    home = home_of("河北省人民政府")

    def took(book: Rulebook, times: int) -> float:
        best = 1e9
        for _ in range(5):
            resolver = Resolver(book)  # keeps no answer
            start = process_time()
            for number in range(times):
                for name in names:
                    resolver.find(name, (date(2020, 1, 1 + number),), home)
            best = min(best, process_time() - start)
        return best

    took(BOOK, 1), took(large, 1)  # what is read once
    small = took(BOOK, 1)
    assert took(large, 1) < 2 * small
    assert took(BOOK, 4) < 8 * small


# ---------------------------------------------------------------------- real notices


@pytest.fixture(scope="module")
def notices(corpus_dir: Path) -> dict[str, Notice]:
    """Every real notice that can be read, by the number before its title."""
    paths = sorted(path for path in corpus_dir.iterdir() if path.suffix in SUFFIXES)
    return {path.name.split("_", maxsplit=1)[0]: parse_file(path) for path in paths}


def test_almost_all_names_in_real_notices_are_somebody(notices: dict[str, Notice]) -> None:
    central, local = Counter[bool](), Counter[bool]()
    unknown: Counter[str] = Counter()
    for notice in notices.values():
        for agency in (agency for row in notice.assignments for agency in row.agencies):
            body = agency.agency_id or ""
            known = bool(body)
            mine = (
                "/" not in body
                if known
                else agency.name.startswith(("国家", "国务院", "中央", "全国", "中国"))
            )
            (central if mine else local)[known] += 1
            if not known:
                unknown[agency.name] += 1
    print("\nunresolved:", unknown.most_common(50))
    print(f"central {central}, local {local}")
    assert central[True] > 1000
    assert local[True] > 2000
    assert central[True] / central.total() >= 0.98
    assert local[True] / local.total() >= 0.95


def test_resolutions_that_were_read_hold(notices: dict[str, Notice]) -> None:
    with READINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 200
    assert all(row["reason"] and row["verdict"] in ("right", "wrong") for row in rows)
    wrong = []
    for row in rows:
        notice = notices[row["notice"]]
        found = {
            agency.agency_id
            for given in notice.assignments
            for agency in given.agencies
            if "".join(agency.name.split()) == row["quote"]
        }
        found |= {
            id
            for name, id in zip(notice.metadata.issuers, notice.metadata.issuer_ids, strict=True)
            if name == row["quote"]
        }
        if (row["value"] in found) != (row["verdict"] == "right"):
            wrong.append((row["notice"], row["span"], row["quote"], found))
    assert len(wrong) / len(rows) <= 0.01, wrong
