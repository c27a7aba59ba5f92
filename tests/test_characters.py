"""Single characters that a decoder, a font, a page or a conversion put in the place of others.

A case says where it is from: `wild` (seen in a notice), `synthetic` (made for the rule),
`untouched` (right as it stands), `known failure`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
INDENTED = "??一、总体要求\n????为贯彻落实决策部署，制定本方案。\n????（一）加强管理。"

CASES = [
    # entities
    ("wild", "印发&lt;关于深化改革的意见&gt;的通知", "印发<关于深化改革的意见>的通知", "lt and gt"),
    ("wild", "企业R&amp;D经费支出占3%", "企业R&D经费支出占3%", "amp"),
    ("wild", "&nbsp;&nbsp;一、总则", "\xa0\xa0一、总则", "no-break spaces for an indent"),
    ("wild", "&#12288;&#12288;一、总则", "\u3000\u3000一、总则", "wide spaces by number"),
    ("synthetic", "&#x3000;一、", "\u3000一、", "by number in hex"),
    ("synthetic", "&amp;nbsp;一、&amp;lt;甲&amp;gt;", "\xa0一、<甲>", "escaped twice"),
    ("synthetic", "&ldquo;三品一标&rdquo;", "“三品一标”", "quotation marks"),
    ("synthetic", "服&#8203;务", "服务", "an entity of a zero-width space"),
    ("untouched", "R&D；A&B;C", "R&D；A&B;C", "an ampersand is no entity"),
    ("untouched", "&#0;&#55296;&#99999999;", "&#0;&#55296;&#99999999;", "numbers of no character"),
    ("synthetic", "&#38;#60;甲", "<甲", "escaped twice, by number"),
    ("untouched", "&#38&#59;", "&#38&#59;", "one entity does not make another"),
    ("untouched", "&notan;&alpha", "&notan;&alpha", "a name that no page of the field has"),
    # what cannot be seen
    ("wild", "\u3000\u3000\ufeff中华人民共和国", "\u3000\u3000中华人民共和国", "a byte order mark inside"),
    ("wild", "行\u200b动\u200d方\u2060案", "行动方案", "zero-width characters"),
    ("synthetic", "行\u00ad动", "行动", "a soft hyphen"),
    ("synthetic", "\u202a2022\u202c年", "2022年", "marks of direction"),
    ("untouched", "第一章\u3000总则\xa0甲\u2003乙", "第一章\u3000总则\xa0甲\u2003乙", "blanks have a width"),
    # radicals
    ("wild", "⾰命⽂物保护利⽤", "革命文物保护利用", "Kangxi radicals"),
    ("wild", "⻓期⻛险、⻢铃薯、⻋辆", "长期风险、马铃薯、车辆", "radicals of the supplement"),
    ("wild", "⼾籍", "户籍", "NFKC gives the Traditional 戶"),
    ("synthetic", "⻰头企业、⻨收、⻝品、⻘年", "龙头企业、麦收、食品、青年", "more of the supplement"),
    ("synthetic", "\uf983年\uf98e", "\u65c5年\u5e74", "compatibility ideographs"),
    ("untouched", "一亅丨彡、亻旁", "一亅丨彡、亻旁", "characters that look like radicals"),
    # private use
    ("wild", "\ue5e5\ue5e5一、总则", "\u3000\u3000一、总则", "A3A0 of GBK, a blank"),
    ("untouched", "施行。\ue004第二条", "施行。\ue004第二条", "what it was is not known"),
    # full width
    ("untouched", "年均增长７％，ＧＤＰ", "年均增长７％，ＧＤＰ", "full-width digits and letters"),
    # question marks for blanks
    ("wild", "摘? 要\n本文", "摘\u3000 要\n本文", "U+3000 that became ?"),
    ("wild", "目??录", "目\u3000\u3000录", "two of them"),
    ("wild", "附? 件：1.名单", "附\u3000 件：1.名单", "before a colon"),
    ("wild", "第一章?总则\n第一条?为了加强管理", "第一章\u3000总则\n第一条\u3000为了加强管理", "behind a number"),
    ("wild", INDENTED, INDENTED.replace("?", "\u3000"), "indents, line after line"),
    ("synthetic", "落实责任。??（二）加强管理。", "落实责任。\u3000\u3000（二）加强管理。", "for a line end"),
    ("untouched", "怎么办? 答：按规定办。", "怎么办? 答：按规定办。", "a question"),
    ("untouched", "??年工作要点", "??年工作要点", "two lost characters, once"),
    ("untouched", "什么是第一条?因为", "什么是第一条?因为", "a question about an article"),
    ("untouched", "行不行?\n行", "行不行?\n行", "a question at a line's end"),
    # Traditional characters: what a conversion changes and t2s does not bring back
    ("wild", "關于印發方案，著力打通，沿著", "关于印发方案，着力打通，沿着", "of the sample's kind"),
    ("wild", "激發求知慾和想像力", "激发求知欲和想象力", "想象"),
    ("wild", "醫療衞生、公共衞生、敍述", "医疗卫生、公共卫生、叙述", "Hong Kong's 衞 and 敍"),
    ("wild", "界址點座標清晰", "界址点坐标清晰", "坐标"),
    ("wild", "清理審批事項的覆函", "清理审批事项的复函", "复函"),
    ("wild", "一批覆蓋政府各部門", "一批覆盖政府各部门", "批覆 is no word here"),
    ("wild", "手術總枱次數", "手术总台次数", "Hong Kong's 枱"),
    ("wild", "二噁英類持久性有機汙染物", "二噁英类持久性有机污染物", "噁, not a character of plane 2"),
    ("wild", "蒜薹、菜薹產業", "蒜薹、菜薹产业", "薹 is Simplified too"),
    ("wild", "對於單價較高的，靜脈回流徵陽性", "对于单价较高的，静脉回流征阳性", "words of names: 於單, 流徵"),
    ("wild", "本著有利於發展的原則", "本着有利于发展的原则", "本着 before 有"),
    ("synthetic", "中原著力、創新著力點、國土著眼", "中原着力、创新着力点、国土着眼", "原, 新, 土 before 着力"),
    ("synthetic", "魏徵、顯著、原著、著作權、編著", "魏徵、显著、原著、著作权、编著", "著 and 徵 that are right"),
    ("wild", "成效顯\n著，想\n像力，沿\n著", "成效显\n著，想\n象力，沿\n着", "words that a line end parts"),
    ("wild", "成效顯\n— 1 —\n著，條件", "成效显\n— 1 —\n著，条件", "or a page's end"),
    ("synthetic", "講座標準與覆蓋、圖像", "讲座标准与覆盖、图像", "座, 覆 and 像 that are right"),
    ("synthetic", "裏面、裡面、檯灯、乾燥、幹部、後勤", "里面、里面、台灯、干燥、干部、后勤", "many to one"),
    ("untouched", "本市本級品牌体育赛事活动有序开展", "本市本級品牌体育赛事活动有序开展", "one slip of a typist"),
    ("untouched", "《租覈》《徐釚集》等古籍经专家评审列入第三批国家珍贵名录", "《租覈》《徐釚集》等古籍经专家评审列入第三批国家珍贵名录", "titles in Simplified text"),
    ("untouched", "土坯房、破坏、想像、座标", "土坯房、破坏、想像、座标", "Simplified already"),
    ("known failure", "陳郭振乾同志", "陈郭振乾同志", "a name; t2s has not all of them"),
]  # fmt: skip


def cases() -> list[object]:
    failing = pytest.mark.xfail(strict=True)
    return [
        pytest.param(*case[1:3], id=case[3], marks=[failing] if case[0] == "known failure" else [])
        for case in CASES
    ]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_characters(text: str, expected: str) -> None:
    restored, _ = restore(Source(text), default())
    assert str(restored.text) == expected
    assert restored.text.undo() == text
    again, _ = restore(Source(expected), default())
    assert str(again.text) == expected


REPORTS = [
    ("施行。\ue004第二条\ue004第三条\ue003", ["2 × U+E004", "1 × U+E003"], "one report a character"),
    (
        "本辦法依公務人員交代條例第二十條規定訂定之。主管機關為內政部。",
        ["issued in Traditional"],
        "Taiwan",
    ),
    ("《廢物處置（修訂）條例》於憲報刊登，立法會審議。", ["issued in Traditional"], "Hong Kong"),
    ("行政長官根據澳門特別行政區基本法命令公佈本批示。", ["issued in Traditional"], "Macau"),
    ("各省、自治區、直轄市人民政府：為貫徹落實國務院部署", [], "a mirror of a mainland notice"),
    ("办法由香港、澳门投资者参照执行。", [], "Simplified"),
]


@pytest.mark.parametrize(("text", "messages", "why"), REPORTS, ids=[row[2] for row in REPORTS])
def test_characters_are_reported(text: str, messages: list[str], why: str) -> None:
    _, reports = restore(Source(text), default())
    found = [report.message for report in reports]
    assert len(found) == len(messages), why
    assert all(map(str.startswith, found, messages)), why


@pytest.mark.skipif(not CORPUS.exists(), reason="real notices are beside the project only")
def test_notices_of_taiwan_say_so_and_no_others() -> None:
    told = []
    for path in sorted(CORPUS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        _, reports = restore(Source(text), default())
        if any(report.code.value == "traditional-document" for report in reports):
            told.append(path.name[:4])
    assert told == ["d104", "d105", "d106", "d107", "d108"]


def test_blanks_are_found_inside_markdown_marks() -> None:
    restored, _ = restore(Source("**第一章?总则**", kind="md"), default())
    assert str(restored.text) == "第一章\u3000总则"
