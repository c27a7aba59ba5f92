"""Lists of responsible bodies: what is one, who is in it, with which role, and where it belongs."""

from __future__ import annotations

import re
import time
from datetime import date
from itertools import zip_longest
from typing import Any

import pytest

from planparse import parse
from planparse.bodies.brackets import cover, find_brackets
from planparse.bodies.rosters import Grammar
from planparse.outline import Node, Outline
from planparse.rulebook import default
from planparse.stages.agencies import find_assignments

BOOK = default()
MARKS = {"lead": "^", "support": "_", "unspecified": ""}
NUMBERS = (
    (r"第.章", "chapter"),
    (r"[一二三四五六]、", "chapter"),
    (r"[（(][一二三四五六][)）]", "measure"),
    (r"\d+[.．]", "item"),
    (r"专栏\d", "box"),
)


def outline(text: str) -> Outline:
    """A plan whose lines are divisions where they begin with a number."""
    part = Node("part", 0, len(text))
    part.id = part.part = "plan"
    stack = [(-1, part)]
    at = 0
    for line in text.splitlines(keepends=True):
        for level, (pattern, kind) in enumerate(NUMBERS):
            found = re.match(pattern, line)
            if found is None:
                continue
            while stack[-1][0] >= level:
                stack.pop()
            heading = re.match(r"[^。\n（(]*", line[found.end() :])
            assert heading is not None
            node = Node(
                kind,
                at,
                len(text),
                number=found[0],
                ordinal=1,
                heading=(at + found.end(), at + found.end() + heading.end()) if heading[0] else None,
            )
            parent = stack[-1][1]
            node.id = f"{parent.id}/{len(parent.children) + 1}"
            node.part = "plan"
            parent.add(node)
            stack.append((level, node))
        at += len(line)
    close(part, len(text))
    return Outline(text, [part])


def close(node: Node, end: int) -> None:
    node.end = end
    for child, following in zip_longest(node.children, node.children[1:]):
        close(child, following.start if following else end)
    node.text_end = node.children[0].start if node.children else end


def find(text: str, **metadata: Any) -> list[dict[str, Any]]:
    return find_assignments(outline(text), {"issue_date": date(2022, 11, 1)} | metadata, BOOK)[0]


def names(row: dict[str, Any], *, inherited: bool = False) -> str:
    return " ".join(
        agency["name"] + MARKS[agency["role"]]
        for agency in row["agencies"]
        if agency["inherited"] == inherited
    )


# ---------------------------------------------------------------------- one list

LISTS = [
    # flat lists
    ("财政部、教育部按职责分工负责", "财政部 教育部", False),
    ("财政部、教育部等部门按职责分工负责", "财政部 教育部", True),
    ("财政部、教育部等部门和单位按职责分工负责", "财政部 教育部", True),
    ("财政部、教育部等国务院相关部门及各地区按职责分工负责", "财政部 教育部 各地区", True),
    ("责任单位：省教育厅、省财政厅", "省教育厅 省财政厅", False),
    ("责任单位:省教育厅,省财政厅", "省教育厅 省财政厅", False),
    (
        "责任单位：省农业厅、省气象局，各市、州、县人民政府",
        "省农业厅 省气象局 各市、州、县人民政府",
        False,
    ),
    ("责任单位：市建设局 市财政局 各区政府", "市建设局 市财政局 各区政府", False),
    ("负责部门：商务部，适用范围：浙江自贸试验区", "商务部", False),
    ("责任单位：省人社厅；各市、县人社局、民政局", "省人社厅 各市、县人社局 民政局", False),
    ("生态环境部、住房城乡建设部指导", "生态环境部 住房城乡建设部", False),
    ("市农业农村委、市商务委和各区县政府具体负责", "市农业农村委 市商务委 各区县政府", False),
    ("各区、各有关部门按职责分工负责", "各区 各有关部门", False),
    # leaders and supporters
    ("财政部牵头，教育部、民政部配合", "财政部^ 教育部_ 民政部_", False),
    ("财政部牵头负责，持续推进", "财政部^", False),
    ("财政部牵头，教育部等按职责分工负责", "财政部^ 教育部_", True),
    ("由省审计厅牵头，省政府有关部门配合", "省审计厅^ 省政府有关部门_", False),
    ("牵头单位：省教育厅；责任单位：省妇联", "省教育厅^ 省妇联_", False),
    ("牵头单位：各级工会，责任单位：各级企协、企联", "各级工会^ 各级企协_ 企联_", False),
    ("牵头部门：财政部、银保监会按职责分工负责", "财政部^ 银保监会^", False),
    ("牵头部门：科技部及各有关部门", "科技部^ 各有关部门^", False),
    ("责任部门：省科协牵头，省科技厅、团省委按职责分工负责", "省科协^ 省科技厅_ 团省委_", False),
    ("牵头部门：省教育厅，省财政厅、各市政府配合", "省教育厅^ 省财政厅_ 各市政府_", False),
    (
        "牵头部门：省教育厅、省科协，省财政厅，各市政府配合",
        "省教育厅^ 省科协^ 省财政厅_ 各市政府_",
        False,
    ),
    (
        "牵头单位：省教育厅；省财政厅、团省委配合，省妇联参与",
        "省教育厅^ 省财政厅_ 团省委_ 省妇联_",
        False,
    ),
    ("责任单位：省教育厅，省财政厅、团省委配合", "省教育厅 省财政厅_ 团省委_", False),
    ("责任部门：省教育厅牵头，省财政厅，团省委配合", "省教育厅^ 省财政厅_ 团省委_", False),
    ("省教育厅，省财政厅、团省委配合", "省教育厅 省财政厅_ 团省委_", False),
    ("省教育厅负责，省财政厅，团省委配合", "省教育厅 省财政厅_ 团省委_", False),
    ("主责单位：区商务局；协办单位：区发改委", "区商务局^ 区发改委_", False),
    ("商务部指导，供销合作总社参与", "商务部 供销合作总社_", False),
    ("责任单位：省教育厅（牵头）、省财政厅", "省教育厅^ 省财政厅_", False),
    ("国家发展改革委会同有关部门负责", "国家发展改革委^ 有关部门_", False),
    ("各市政府负责，省政府办公厅会同省财政厅督查落实", "各市政府 省政府办公厅^ 省财政厅_", False),
    ("*市教委、市科委", "市教委 市科委", False),
    ("市发改委牵头、市财政局等部门配合", "市发改委^ 市财政局_", True),
    ("财政部牵头会同教育部、民政部负责", "财政部^ 教育部_ 民政部_", False),
    ("财政部、教育部等部门会同各省级人民政府负责", "财政部^ 教育部^ 各省级人民政府_", True),
    ("省教育厅为牵头单位，省财政厅为配合单位", "省教育厅^ 省财政厅_", False),
    ("牵头单位：省教育厅 责任单位：省财政厅", "省教育厅^ 省财政厅_", False),
    ("牵头单位：省教育厅，责任单位：", "省教育厅^", False),
    # where one name ends
    ("省能源局、国网湖南电力、各市州政府负责", "省能源局 国网湖南电力 各市州政府", False),
    (
        "工业和信息化部、住房和城乡建设部和文化和旅游部负责",
        "工业和信息化部 住房和城乡建设部 文化和旅游部",
        False,
    ),
    ("省发展和改革委员会及省林业和草原局负责", "省发展和改革委员会 省林业和草原局", False),
    ("各有关部门、单位和地方各级人民政府负责", "各有关部门、单位 地方各级人民政府", False),
    ("各有关部门和单位、各省级人民政府负责", "各有关部门和单位 各省级人民政府", False),
    ("各级党委、政府和有关部门负责", "各级党委、政府 有关部门", False),
    ("中国残联及各省、自治区、直辖市人民政府负责", "中国残联 各省、自治区、直辖市人民政府", False),
    ("各市（含定州、辛集市，下同）、县政府负责", "各市（含定州、辛集市，下同）、县政府", False),
    ("省教育厅，各市(含定州、辛集市,下同)政府负责", "省教育厅 各市(含定州、辛集市,下同)政府", False),
    ("石家庄、邢台、廊坊市政府，雄安新区管委会负责", "石家庄、邢台、廊坊市政府 雄安新区管委会", False),
    ("国家发展改革委（国家能源局）、财政部负责", "国家发展改革委（国家能源局） 财政部", False),
    ("省交通运输厅(其他项目)、省发展改革委(轨道交通、铁路项目)负责", "省交通运输厅 省发展改革委", False),
    (
        "省水利厅（负责河道）、各市政府（含定州市，下同）负责",
        "省水利厅 各市政府（含定州市，下同）",
        False,
    ),
    ("浦东新区等相关区政府、市科委负责", "浦东新区 市科委", True),
    ("17个市级帮扶集团牵头单位和有关区县政府具体负责", "17个市级帮扶集团牵头单位 有关区县政府", False),
    ("教育部、各高等学校负责", "教育部 各高等学校", False),
    ("会同县政府、怀化市政府负责", "会同县政府 怀化市政府", False),
    # clauses that name no body
    (
        "牵头单位：省发改委、省财政厅；责任单位：各县（市）政府，以下简称“县政府”",
        "省发改委^ 省财政厅^ 各县（市）政府_",
        False,
    ),
    ("财政部、教育部负责，排在第一位的部门为牵头部门，下同", "财政部 教育部", False),
    ("责任领导：张某；责任单位：县教育局", "县教育局", False),
]


@pytest.mark.parametrize(("words", "expected", "open_ended"), LISTS, ids=[words for words, *_ in LISTS])
@pytest.mark.parametrize("brackets", ["（）", "()", "〔〕", "【】"])
def test_a_list_is_read(words: str, expected: str, open_ended: bool, brackets: str) -> None:
    text = f"（一）提高质量。{brackets[0]}{words}{brackets[1]}\n"
    found = Grammar(BOOK).read(text, text.index("。") + 2, len(text) - 2)
    read = [text[member.start : member.end] + MARKS[member.role or ""] for member in found.members]
    assert " ".join(read) == expected
    assert found.open_ended == open_ended
    rows = find(text)
    assert [row["quote"] for row in rows] == [brackets[0] + words + brackets[1]]
    for agency in rows[0]["agencies"]:
        assert agency["name"] == text[agency["start"] : agency["end"]]


NO_LISTS = [
    "推广电子产品(元器件)应用。",
    "制定行动方案（2022—2025年）。",
    "省科学技术厅（以下简称省科技厅）负责实施。",
    "具体要求（见附件）。",
    "（责任编辑：张三）",
    "（联系单位：人力资源社会保障部专业技术人员管理司）",
    "教育厅（局、委）、财政厅（局）负责。",
    "职业技能等级证书的实施（技工院校内由人力资源社会保障行政部门负责），国务院负责。",
    "按法规（商务部、公安部2005年第8号令）执行。",
    "企业停产（参与绩效评级的企业，按照绩效评级措施执行）；",
    "街道办事处（镇人民政府）负责初审。",
    "市场监管总局要会同有关部门加强监管，由财政部牵头，教育部参加。",
    "成立市场组。牵头部门：省财政厅，组成部门：省商务厅。",
    "本级目标（含项目责任人，下同）。",
    "网址（https://www.osta.org.cn）负责更新。",
    "（责任单位：）",
    "依据《办法》（国务院令第3号，由财政部负责解释）办理。",
]


@pytest.mark.parametrize("text", NO_LISTS)
def test_other_words_are_no_list(text: str) -> None:
    assert find(f"（一）提高质量。{text}\n") == []


@pytest.mark.parametrize(
    ("words", "phrase", "deadline", "rule"),
    [
        ("财政部负责落实", "负责落实", None, "agencies.closing"),
        ("财政部按照各自职责分工抓好落实", "按照各自职责分工抓好落实", None, "agencies.closing"),
        ("财政部牵头，教育部配合", "配合", None, "agencies.closing"),
        ("责任单位：省教育厅；完成时限：2022年4月前", None, "2022年4月前", "agencies.flat-label"),
        ("牵头部门：科技部，完成时限：持续推进", None, "持续推进", "agencies.lead-label"),
        ("财政部牵头，2022年6月底前完成", "牵头", "2022年6月底前完成", "agencies.closing"),
        ("财政部、教育部", None, None, "agencies.plain"),
    ],
)
def test_a_list_tells_its_phrase_and_deadline(
    words: str, phrase: str | None, deadline: str | None, rule: str
) -> None:
    [row] = find(f"（一）提高质量。（{words}）\n")
    assert row["phrase"] == phrase
    assert {agency["deadline"] for agency in row["agencies"]} == {deadline}
    assert {agency["rule"] for agency in row["agencies"]} == {rule}


def test_a_deadline_in_a_bracket_of_its_own_belongs_to_the_list_before_it() -> None:
    [row] = find("（一）提高质量。（责任单位：省教育厅）（完成时限：2022年底）\n")
    assert row["agencies"][0]["deadline"] == "2022年底"
    assert row["quote"] == "（责任单位：省教育厅）（完成时限：2022年底）"


@pytest.mark.parametrize(
    ("text", "quotes", "expected"),
    [
        (
            "（一）提质。\n责任单位：省教育厅、省财政厅\n",
            ["责任单位：省教育厅、省财政厅"],
            ["省教育厅 省财政厅"],
        ),
        ("（一）提质。责任单位：省教育厅。\n", ["责任单位：省教育厅"], ["省教育厅"]),
        (
            "（一）提质。\n牵头单位：财政部\n配合单位：教育部\n（二）增效。\n责任部门：民政部\n",
            ["牵头单位：财政部\n配合单位：教育部", "责任部门：民政部"],
            ["财政部^ 教育部_", "民政部"],
        ),
        ("（一）提质。（责任单位：财政部\n（二）增效。\n", ["（责任单位：财政部"], ["财政部"]),
        ("（一）提质。责任单位：财政部）\n（二）增效。\n", ["责任单位：财政部）"], ["财政部"]),
        ("责任部门：省政府办公厅\n（一）提质。\n", [], []),  # the head of a site's page
        ("（一）提质。\n责任单位：各地应当落实到人的办法\n", [], []),
    ],
)
def test_a_label_opens_a_list_without_brackets(
    text: str, quotes: list[str], expected: list[str]
) -> None:
    rows = find(text)
    assert [row["quote"] for row in rows] == quotes
    assert [names(row) for row in rows] == expected


# ---------------------------------------------------------------------- where it belongs

BELONGS = [
    # several lists in one division
    ("（一）甲。（财政部负责）乙。（教育部负责）\n", ["plan/1#1", "plan/1#2"]),
    # behind the last sub-item
    ("一、总则\n（一）甲\n1.子。\n2.丑。\n（财政部负责）\n（二）乙\n1.子。\n（教育部负责）\n", ["plan/1/1#1", "plan/1/2#1"]),
    # each sub-item has its own
    ("（一）甲\n1.子。\n（财政部负责）\n2.丑。\n（教育部负责）\n", ["plan/1/1#1", "plan/1/2#1"]),
    # run on to the last sub-item's words
    ("（一）甲\n1.子。\n2.丑。（财政部负责）\n", ["plan/1/2#1"]),
    # lists close (一) everywhere, also where a chapter has a single one
    ("一、甲\n（一）子。\n（财政部负责）\n（二）丑。\n（教育部负责）\n二、乙\n（一）寅。\n（民政部负责）\n",
     ["plan/1/1#1", "plan/1/2#1", "plan/2/1#1"]),
    # where line breaks are lost, two ideographic spaces begin a paragraph
    ("（一）甲\n1.子。\n2.丑。　　（财政部负责）\n", ["plan/1#1"]),
    # a box has no end of its own
    ("（一）甲。\n专栏1 重大工程\n工程若干。（财政部负责）\n", ["plan/1#1"]),
    # outside any division
    ("前言。（财政部负责）\n", ["plan#1"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ids"), BELONGS)
def test_a_list_belongs_to_what_it_closes(text: str, ids: list[str]) -> None:
    rows = find(text)
    assert [row["assignment_id"] for row in rows] == ids
    assert [row["division_id"] for row in rows] == [id.split("#")[0] for id in ids]


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("（一）甲。子。（财政部负责）乙。（教育部负责）\n", ["（一）甲。子。", "乙。"]),
        ("（一）甲类（责任单位：财政部）\n子丑。\n寅卯。", ["\n子丑。\n寅卯。"]),
        ("（一）甲（财政部负责）\n（二）乙（教育部负责）\n", ["（一）甲", "（二）乙"]),
    ],
)
def test_a_list_answers_for_words(text: str, scopes: list[str]) -> None:
    assert [text[row["scope_start"] : row["scope_end"]] for row in find(text)] == scopes


# ---------------------------------------------------------------------- notes with scope

FIRST = [
    (
        "（一）甲。（财政部、教育部负责。列第一位者为牵头单位，下同）\n（二）乙。（民政部、商务部等负责）\n",
        ["财政部^ 教育部_", "民政部^ 商务部_"],
    ),
    (
        "（一）甲。（民政部、教育部负责）\n（二）乙。（财政部、商务部负责，排在首位的为牵头部门，下同）\n",
        ["民政部 教育部", "财政部^ 商务部_"],
    ),
    ("以下任务排在第一位的为牵头单位。\n（一）甲。（财政部、教育部负责）\n", ["财政部^ 教育部_"]),
    ("（一）甲。（财政部、教育部负责）\n注：排在第一位的为牵头单位\n", ["财政部^ 教育部_"]),
    (
        "（一）甲。（财政部负责。列第一位者为牵头单位，下同）\n（二）乙。（民政部、商务部牵头负责）\n",
        ["财政部^", "民政部^ 商务部^"],
    ),
    (
        "（一）甲。（责任单位：省教育厅（列第一位的为牵头单位，下同）、省财政厅）\n",
        ["省教育厅^ 省财政厅_"],
    ),
    (
        "（一）甲。（*市教委、市科委）\n（二）主要负责人为第一责任人。（市教委负责）\n",
        ["市教委^ 市科委_", "市教委"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FIRST)
def test_a_note_makes_the_first_body_lead(text: str, expected: list[str]) -> None:
    assert [names(row) for row in find(text)] == expected


def test_a_role_that_a_note_gave_names_the_note() -> None:
    """Not in the note's own list, and not where the list's own words give the role."""
    text = (
        "（一）甲。（财政部、教育部负责。列第一位者为牵头单位，下同）\n"
        "（二）乙。（民政部、商务部等负责）\n"
        "（三）丙。（公安部牵头，司法部配合）\n"
    )
    first, second, third = find(text)
    assert [row["role_from"] for row in first["agencies"]] == [None, None]
    assert [row["role_from"] for row in second["agencies"]] == [first["division_id"]] * 2
    assert [row["role_from"] for row in third["agencies"]] == [None, None]


def test_a_clause_lays_its_bodies_on_the_later_divisions() -> None:
    text = (
        "（一）甲。（财政部及地方各级人民政府负责落实。以下均需地方各级人民政府落实,不再列出)子。（教育部负责）\n"
        "（二）乙。（民政部负责）丑。（商务部负责）\n"
        "（三）丙。\n"
        "（四）丁。（公安部负责）\n"
    )
    rows = find(text)
    assert [names(row, inherited=True) for row in rows] == [
        "",
        "",
        "地方各级人民政府",
        "",
        "地方各级人民政府",
    ]
    laid = rows[2]["agencies"][-1]
    assert laid["inherited_from"] == "plan/1"
    assert text[laid["start"] - 4 : laid["end"]] == "以下均需地方各级人民政府"
    assert laid["rule"] == "agencies.all-below"


def test_a_later_clause_takes_over() -> None:
    rows = find(
        "（一）甲。（财政部负责。以下均需各市政府落实，不再列出）\n"
        "（二）乙。（教育部负责）\n"
        "（三）丙。（民政部负责。以下任务均需各市、县政府和各区政府负责，不再列出）\n"
        "（四）丁。（商务部负责）\n"
    )
    assert [names(row, inherited=True) for row in rows] == ["", "各市政府", "", "各市、县政府 各区政府"]


# ---------------------------------------------------------------------- who they are


@pytest.mark.parametrize(
    ("name", "metadata", "id", "successor"),
    [
        ("市场监管总局", {}, "samr", None),
        ("银保监会", {}, "cbirc", "nfra"),
        ("工商总局", {"issue_date": date(2017, 1, 1)}, "saic", "samr"),
        ("统计局", {}, "nbs", None),
        ("统计局", {"issuers": ["某省人民政府"], "issuer_ids": [None]}, "local/statistics", None),
        (
            "统计局",
            {"issuers": ["福建省水利厅"], "issuer_ids": ["350000/water"]},
            "350000/statistics",
            None,
        ),
        (
            "省统计局",
            {"issuers": ["漳州市水利局"], "issuer_ids": ["350600/water"]},
            "350000/statistics",
            None,
        ),
        ("国家统计局", {"issuers": ["某省人民政府"], "issuer_ids": [None]}, "nbs", None),
        ("省统计局", {}, "province/statistics", None),
        (
            "地方各级人民政府",
            {"issuers": ["某省人民政府"], "issuer_ids": [None]},
            "local-governments",
            None,
        ),
    ],
)
def test_a_name_is_resolved_as_of_the_notice(
    name: str, metadata: dict[str, Any], id: str | None, successor: str | None
) -> None:
    [row] = find(f"（一）甲。（{name}负责）\n", **metadata)
    [agency] = row["agencies"]
    assert (agency["agency_id"], agency["successor_id"]) == (id, successor)
    assert (agency["canonical_name"] is None) == (id is None)


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("各市、县人社局、民政局负责", "each-prefecture-county/civil-affairs"),
        ("各市、县人社局（牵头）、民政局负责", "each-prefecture-county/civil-affairs"),
        ("各市、县人社局(培训项目)、民政局负责", "each-prefecture-county/civil-affairs"),
        ("各市、县人社局，民政局负责", "local/civil-affairs"),
    ],
)
def test_a_name_shares_the_region_of_the_one_before_it(words: str, id: str) -> None:
    metadata = {"issuers": ["某省人民政府"], "issuer_ids": [None]}
    [row] = find(f"（一）甲。（{words}）\n", **metadata)
    assert [agency["agency_id"] for agency in row["agencies"]][1:] == [id]


# ---------------------------------------------------------------------- doubt, and the whole


def test_what_looks_like_a_list_and_is_none_is_reported() -> None:
    text = "（一）建立由财政部、教育部（民政部、商务部、公安部牵头）组成的机制。\n"
    rows, reports = find_assignments(outline(text), {}, BOOK)
    assert rows == []
    assert [text[report.start : report.end] for report in reports] == ["（民政部、商务部、公安部牵头）"]
    assert reports[0].code.value == "unread-list"


def test_no_text_has_no_lists() -> None:
    assert find_assignments(Outline("", []), {}, BOOK) == ([], [])


def test_the_sample_has_its_lists(sample_text: str) -> None:
    notice = parse(sample_text)
    lists = notice.assignments
    own = [agency for row in lists for agency in row.agencies if not agency.inherited]
    laid = [agency for row in lists for agency in row.agencies if agency.inherited]
    assert (len(lists), len(own), len(laid)) == (22, 133, 21)
    assert all(row.open_ended for row in lists)
    assert {agency.name for agency in laid} == {"地方各级人民政府"}
    assert all(agency.agency_id for agency in own + laid)
    assert {row.phrase for row in lists} == {"负责落实", "按职责分工负责"}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("（a(b)c）", ["（a(b)c）", "(b)"]),
        ("（a)[b〕", ["（a)", "[b〕"]),
        ("1）a（b", []),
        ("（a【b）c】", ["（a【b）"]),
        ("（" + "a" * 2000 + "（b）", ["（b）"]),
        ("（" + "a" * 2000 + "（b））", ["（b）"]),
    ],
)
def test_brackets_pair(text: str, pairs: list[str]) -> None:
    assert [text[start:end] for start, end in find_brackets(text)] == pairs


def test_covered_text_keeps_its_length() -> None:
    for text in ("a（b）c“d”e", "“a", "《a（b》c）", ""):
        assert len(cover(text)) == len(text)


@pytest.mark.parametrize(
    "unit", ["（", "）", "（负责）", "责任单位：", "（责任单位：省", "、", "第一位为牵头（财政部负责）"]
)
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = "（一）甲。" + unit * (length // len(unit))
        tree = outline(text)
        start = time.process_time()
        find_assignments(tree, {}, BOOK)
        return time.process_time() - start

    short = min(seconds(4_000) for _ in range(3))
    ratios = []
    for _ in range(4):
        ratios.append(seconds(64_000) / max(short, 1e-4) / 16)
        if ratios[-1] < 3:
            return
    pytest.fail(f"{min(ratios):.1f} times slower than linear on {unit!r}")
