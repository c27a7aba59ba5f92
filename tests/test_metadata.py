"""Head and tail of notices: what is read from them, from which words, and what is left alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planparse.diagnostics import Code, Report
from planparse.letterhead.docnumbers import find_numbers, format_number
from planparse.letterhead.signatories import Lexicon, split_addressees, split_bodies
from planparse.outline import Node, Outline
from planparse.rulebook import default
from planparse.stages.metadata import Head, find_metadata
from planparse.stages.restore import restore
from planparse.stages.structure import structure
from planparse.text import Source

BOOK = default()
LEXICON = BOOK.derive("metadata.lexicon", Lexicon)


def read(text: str) -> tuple[Head, list[Report], str]:
    """Metadata of a notice's source text, the reports, and the restored text."""
    restored, _ = restore(Source(text), BOOK)
    outline, _ = structure(restored.text.text, restored.furniture, BOOK)
    head, reports = find_metadata(outline, BOOK)
    for row in head.fields:
        assert row["quote"] == outline.text[row["start"] : row["end"]]
        assert BOOK.rule(row["rule"]).confidence == row["confidence"]
        value = head.metadata[row["field"]]
        values = value if isinstance(value, list) else [value]
        assert row["value"] in [v.isoformat() if isinstance(v, date) else str(v) for v in values]
    return head, reports, outline.text


def check(text: str, expected: dict[str, Any]) -> None:
    """Every expected value, and None or [] for what `expected` says is not there."""
    got = read(text)[0].metadata
    assert {key: got[key] for key in expected} == expected


COVER = """某省人民政府办公厅关于印发某省标准化行动计划（2023—2025年）的通知
某政办发〔2022〕31号
各市、县（市、区）人民政府，省政府各部门、各直属机构：
《某省标准化行动计划（2023—2025年）》已经省政府同意，现印发给你们，请认真贯彻执行。
附件：任务分工表
某省人民政府办公厅
2022年12月5日
（此件公开发布）
某省标准化行动计划（2023—2025年）
为提升标准化水平，制定本计划。
一、总体要求
坚持统筹协调。
二、重点任务
完善标准体系。本计划自2023年1月1日起施行，有效期至2025年12月31日。
"""

NOTICES: dict[str, tuple[str, dict[str, Any]]] = {
    "a covering notice and its plan": (
        COVER,
        {
            "title": "某省人民政府办公厅关于印发某省标准化行动计划（2023—2025年）的通知",
            "doc_number": "某政办发〔2022〕31号",
            "issuers": ["某省人民政府办公厅"],
            "issuer_ids": [None],
            "issue_date": date(2022, 12, 5),
            "addressees": ["各市、县（市、区）人民政府", "省政府各部门、各直属机构"],
            "genre": "通知",
            "instrument": "行动计划",
            "plan_title": "某省标准化行动计划（2023—2025年）",
            "period_start": 2023,
            "period_end": 2025,
            "effective_date": date(2023, 1, 1),
            "expiry_date": date(2025, 12, 31),
            "publicity": "公开发布",
            "approved_by": "省政府",
            "attachments": ["任务分工表"],
        },
    ),
    "a document without a cover, joint": (
        "教育部等三部门关于加强校园读书工作的意见\n\n教基〔2021〕5号\n\n"
        "各省、自治区、直辖市教育厅（教委）、财政厅（局），有关单位：\n"
        "为推动校园读书，经国务院同意，现提出如下意见。\n一、基本原则\n坚持育人。\n二、主要任务\n丰富活动。\n"
        "教育部　财政部　　国家新闻出版署\n2021年7月9日\n",
        {
            "title": "教育部等三部门关于加强校园读书工作的意见",
            "doc_number": "教基〔2021〕5号",
            "issuers": ["教育部", "财政部", "国家新闻出版署"],
            "issue_date": date(2021, 7, 9),
            "addressees": ["各省、自治区、直辖市教育厅（教委）", "财政厅（局）", "有关单位"],
            "genre": "意见",
            "instrument": "意见",
            "plan_title": None,
            "approved_by": "国务院",
        },
    ),
    "title lines broken and spaced out": (
        "国务院关于促进乡村阅读\n若 干 问 题 的 通 知\n国发[1985]12号\n各省、市、自治区人民政府：\n"
        "现将有关问题通知如下：\n一、关于经费问题\n由地方解决。\n二、关于人员问题\n另行通知。\n"
        "国　务　院\n一九八五年三月二日\n",
        {
            "title": "国务院关于促进乡村阅读若干问题的通知",
            "doc_number": "国发〔1985〕12号",
            "issuers": ["国务院"],
            "issuer_ids": ["state-council"],
            "issue_date": date(1985, 3, 2),
            "addressees": ["各省、市、自治区人民政府"],
        },
    ),
    "title, number and addressees in one line": (
        "某市人民政府办公厅关于加强桥梁监管的通知某府办发〔2019〕8号各区县（自治县）人民政府，市政府有关部门，有关单位："
        "为加强监管，现通知如下：一、落实责任。各单位要落实责任。二、加强检查。各单位要加强检查。"
        "某市人民政府办公厅2019年4月2日（此件公开发布）",
        {
            "title": "某市人民政府办公厅关于加强桥梁监管的通知",
            "doc_number": "某府办发〔2019〕8号",
            "issuers": ["某市人民政府办公厅"],
            "issue_date": date(2019, 4, 2),
            "addressees": ["各区县（自治县）人民政府", "市政府有关部门", "有关单位"],
        },
    ),
    "a letter that lost its title, its plan in the same line": (
        "《湖北省航标管理办法》已经省政府同意，现印发给你们，请认真组织实施。湖北省人民政府办公厅2017年9月22日"
        "湖北省航标管理办法第一章总则第一条为加强航标管理，制定本办法。第二条本办法适用于全省。第二章附则第三条本办法自发布之日起施行。",
        {
            "title": "湖北省航标管理办法",
            "doc_number": None,
            "issuers": ["湖北省人民政府办公厅"],
            "issue_date": date(2017, 9, 22),
            "addressees": [],
            "genre": "通知",
            "plan_title": None,
            "effective_date": date(2017, 9, 22),
        },
    ),
    "a title that is only named in a sentence": (
        "《湖北省航标管理办法》已经省政府同意，现印发给你们，请认真组织实施。湖北省人民政府办公厅2017年9月22日"
        "为加强航标管理，制定如下措施。一、加强巡查。各单位要加强巡查。二、加强维护。各单位要加强维护。",
        {"title": None, "plan_title": "湖北省航标管理办法", "issue_date": date(2017, 9, 22)},
    ),
    "a cited number is not the document's": (
        "为贯彻落实《国务院关于促进读书的意见》（国发〔2017〕28号）精神，结合我省实际，提出如下实施意见。\n"
        "一、基本原则\n坚持育人。\n二、主要任务\n丰富活动。\n",
        {"doc_number": None, "title": None, "issuers": [], "issue_date": None, "addressees": []},
    ),
    "a day run on to the title": (
        "某某部令第7号某某项目评审管理办法2003年1月29日　　第一条为加强监督，制定本办法，适用于各类项目的评审活动。"
        "　　第二条项目评审应当公开、公平、公正进行。　　第三条本办法自2003年3月1日起施行。",
        {"issue_date": date(2003, 1, 29), "doc_number": "某某部令第7号"},
    ),
    "a lone day behind narrow blanks": (
        "关于加强读书活动的通知\n各市人民政府：\n为推进阅读，现将有关事项通知如下。\n一、坚持育人。各地要重视。\n"
        "二、丰富活动。各地要支持。" + " \u2002" * 20 + "2021年11月5日\n",
        {"issuers": [], "issue_date": date(2021, 11, 5)},
    ),
    "a signature behind the plan that the title's body has signed": (
        "某省教育厅关于印发《读书实施方案》的通知\n（某教〔2010〕8号）\n各市教育局：\n"
        "现将《读书实施方案》印发给你们，请认真贯彻执行。\n读书实施方案\n为推进阅读，制定本方案。\n"
        "一、基本原则\n坚持育人。\n二、主要任务\n丰富活动。\n某省教育厅\n2010年1月15日\n",
        {"issuers": ["某省教育厅"], "issue_date": date(2010, 1, 15)},
    ),
    "an order with its number on two lines": (
        "某市人民政府令\n第179号\n《某市公园条例实施办法》已经2021年1月8日市政府第130次常务会议通过，现予公布，"
        "自2021年5月1日起施行。\n市　长：王一二\n2021年1月29日\n某市公园条例实施办法\n"
        "第一条 为加强管理，制定本办法。\n第二条 本办法适用于本市。\n"
        "第三条 本办法自2021年5月1日起施行。\n",
        {
            "title": "某市公园条例实施办法",
            "doc_number": "某市人民政府令第179号",
            "issuers": ["某市人民政府"],
            "issue_date": date(2021, 1, 29),
            "genre": "令",
            "effective_date": date(2021, 5, 1),
            "approved_by": "市政府",
        },
    ),
    "a regulation with its history under the title": (
        "自来水管理办法\n\n2021年8月2日 国家某某管理总局令第46号公布\n\n2022年1月1日 施行\n\n"
        "第一章 总 则\n\n第一条 为加强管理，制定本办法。\n\n第二条 本办法适用于全国。\n",
        {
            "title": "自来水管理办法",
            "doc_number": "国家某某管理总局令第46号",
            "issuers": ["国家某某管理总局"],
            "issue_date": date(2021, 8, 2),
            "effective_date": date(2022, 1, 1),
        },
    ),
    "a statute that a congress passed": (
        "某省图书馆条例\n（2007年11月23日某省第十届人民代表大会常务委员会第三十一次会议通过）\n"
        "第一条　为加强管理，制定本条例。\n第二条　本条例适用于本省。\n"
        "第三条　本条例自2008年1月1日起施行。\n",
        {
            "title": "某省图书馆条例",
            "issuers": [],
            "issue_date": date(2007, 11, 23),
            "effective_date": date(2008, 1, 1),
            "instrument": "条例",
        },
    ),
    "a page's header block fills what is missing, never by its posting date": (
        "索 引 号：\t000014349/2018-00223\t主题分类：\t文化\n"
        "发文机关：\t国务院办公厅\t成文日期：\t2018年12月21日\n"
        "标　　题：\t国务院办公厅关于推进乡村阅读的意见\n"
        "发文字号：\t国办发〔2018〕42号\t发布日期：\t2018年12月29日\n"
        "国务院办公厅关于推进乡村阅读的意见\n各省、自治区、直辖市人民政府：\n为推进阅读，提出如下意见。\n"
        "一、基本原则\n坚持育人。\n二、主要任务\n丰富活动。\n",
        {
            "title": "国务院办公厅关于推进乡村阅读的意见",
            "doc_number": "国办发〔2018〕42号",
            "issuers": ["国务院办公厅"],
            "issue_date": date(2018, 12, 21),
        },
    ),
    "a page that knows only when it was posted": (
        "发布日期: 2025-03-10\n发布机构: 某市科学技术委员会\n\n---\n\n"
        "关于印发《某园区建设方案》的通知\n\n"
        "各有关单位：\n\n现将《某园区建设方案》印发给你们，请遵照执行。\n\n某园区建设方案\n\n"
        "一、主要目标\n\n建成园区。\n\n二、重点任务\n\n加快建设。\n",
        {"title": "关于印发《某园区建设方案》的通知", "issuers": [], "issue_date": None},
    ),
    "a news agency's reprint": (
        "新华社北京3月20日电 近日，中共中央办公厅、国务院办公厅印发了《关于加强读书工作的意见》。\n"
        "《关于加强读书工作的意见》全文如下。\n为加强读书工作，提出如下意见。\n"
        "一、基本原则\n坚持育人。\n二、主要任务\n丰富活动。\n",
        {"title": None, "issuers": ["中共中央办公厅", "国务院办公厅"], "issue_date": None},
    ),
    "the date of printing is not the date of issue": (
        "某市工业和信息化局文件\n某工信〔2022〕4号\n某市工业和信息化局关于加强用电管理的通知\n"
        "各县（市、区）工信局：\n现就有关事项通知如下：\n一、提高认识\n加强管理。\n"
        "二、落实责任\n压实责任。\n某市工业和信息化局办公室 2022年3月4日印发\n",
        {
            "title": "某市工业和信息化局关于加强用电管理的通知",
            "doc_number": "某工信〔2022〕4号",
            "issuers": ["某市工业和信息化局"],
            "issue_date": None,
        },
    ),
    "attachments one a line": (
        "关于报送读书材料的通知\n各高等学校：\n请按时报送材料。\n一、报送内容\n材料清单。\n二、报送方式\n电子邮件。\n"
        "附件：1.信息统计表（一）\n2.2022年度汇总表\n河北省教育厅\n2022年8月21日\n",
        {
            "attachments": ["信息统计表（一）", "2022年度汇总表"],
            "issuers": ["河北省教育厅"],
            "addressees": ["各高等学校"],
        },
    ),
    "a term in years counts from the day of effect": (
        "某市助餐管理办法\n第一条 为加强管理，制定本办法。\n第二条 本办法适用于本市。\n"
        "第三条 本办法自2024年4月1日起实施，有效期5年。\n",
        {"effective_date": date(2024, 4, 1), "expiry_date": date(2029, 3, 31)},
    ),
    "a term of something else is no expiry": (
        "某市证书管理办法\n第一条 为加强管理，制定本办法。\n第二条 证书有效期3年。\n"
        "第三条 本办法自2024年4月1日起实施。\n",
        {"effective_date": date(2024, 4, 1), "expiry_date": None},
    ),
    "a plan of the fourteenth five years": (
        "“十四五”阅读发展规划\n为推进阅读，编制本规划。\n一、发展环境\n形势良好。\n二、主要任务\n丰富活动。\n",
        {"period_start": 2021, "period_end": 2025, "instrument": "发展规划", "genre": None},
    ),
    "prose": (
        "今天天气很好。我们去公园读书。\n",
        {"title": None, "issuers": [], "addressees": [], "genre": None},
    ),
    "nothing": ("", {"title": None, "issue_date": None, "attachments": []}),
}


@pytest.mark.parametrize(("text", "expected"), NOTICES.values(), ids=NOTICES)
def test_a_notice_says(text: str, expected: dict[str, Any]) -> None:
    check(text, expected)


def test_the_sample_gives_every_column(repo_root: Path) -> None:
    text = (repo_root / "data/samples/quality-action-plan-2022.txt").read_text(encoding="utf-8")
    head, reports, _ = read(text)
    assert reports == []
    assert head.metadata == {
        "title": "关于印发进一步提高产品、工程和服务质量行动方案(2022—2025年)的通知",
        "doc_number": "国市监质发〔2022〕95号",
        "issuers": [
            "市场监管总局", "中央网信办", "国家发展改革委", "科技部", "工业和信息化部", "民政部",
            "财政部", "住房城乡建设部", "交通运输部", "农业农村部", "商务部",
            "文化和旅游部", "国家卫生健康委", "人民银行", "国务院国资委", "税务总局", "银保监会",
            "全国工商联",
        ],
        "issuer_ids": [
            "samr", "cac-party", "ndrc", "most", "miit", "mca", "mof", "mohurd", "mot", "mara", "mofcom",
            "mct", "nhc", "pbc", "sasac", "sta", "cbirc", "acfic",
        ],
        "issue_date": date(2022, 11, 1),
        "addressees": ["各省、自治区、直辖市人民政府", "国务院各部委、各直属机构"],
        "genre": "通知",
        "instrument": "行动方案",
        "plan_title": "进一步提高产品、工程和服务质量行动方案(2022—2025年)",
        "period_start": 2022,
        "period_end": 2025,
        "effective_date": None,
        "expiry_date": None,
        "publicity": "公开发布",
        "approved_by": "国务院",
        "attachments": [],
    }  # fmt: skip
    singles = {row["field"] for row in head.fields}
    assert singles == {key for key, value in head.metadata.items() if value not in (None, [])}
    assert len(head.fields) == 10 + 2 * 18 + 2


SIGNATURES = {
    "columns": (
        "科技部　教育部　工业和信息化部\n交通运输部　农业农村部",
        "科技部|教育部|工业和信息化部|交通运输部|农业农村部",
    ),
    "single spaces": ("市场监管总局 发展改革委 财政部", "市场监管总局|发展改革委|财政部"),
    "fused": ("科技部农业农村部教育部财政部", "科技部|农业农村部|教育部|财政部"),
    "fused, of one province": (
        "河北省教育厅河北省财政厅河北省总工会",
        "河北省教育厅|河北省财政厅|河北省总工会",
    ),
    "fused, of one city": ("甲乙市财政局甲乙市水务局", "甲乙市财政局|甲乙市水务局"),
    "a committee's own offices": (
        "中共湖南省委组织部湖南省财政厅中共湖南省委政法委员会",
        "中共湖南省委组织部|湖南省财政厅|中共湖南省委政法委员会",
    ),
    "general offices": ("财政部办公厅农业农村部办公厅", "财政部办公厅|农业农村部办公厅"),
    "a department of a ministry": ("教育部职业教育与成人教育司", "教育部职业教育与成人教育司"),
    "local branches of central bodies": (
        "江苏省财政厅国家税务总局江苏省税务局中国人民银行南京分行国家能源局江苏监管办公室",
        "江苏省财政厅|国家税务总局江苏省税务局|中国人民银行南京分行|国家能源局江苏监管办公室",
    ),
    "the State Council's own": ("财政部国务院国资委国务院扶贫办", "财政部|国务院国资委|国务院扶贫办"),
    "letters set apart": ("国　务　院", "国务院"),
    "letters set apart beside others": ("财 政 部　　科技部", "财政部|科技部"),
    "a name broken over two lines": (
        "中共湖南省委网络安全和信息化\n委员会办公室",
        "中共湖南省委网络安全和信息化委员会办公室",
    ),
    "two names with a slash": (
        "中国企业联合会/中国企业家协会 全国工商联",
        "中国企业联合会/中国企业家协会|全国工商联",
    ),
    "words before that are none": ("任务分工清单\n河北省教育厅", "河北省教育厅"),
    "an office that no list knows, last": (
        "河北省教育厅河北省公安厅河北省妇女联会",
        "河北省教育厅|河北省公安厅|河北省妇女联会",
    ),
    "a city's branch of a central body": ("中国银监会嘉兴监管分局", "中国银监会嘉兴监管分局"),
    "several such branches": (
        "中国银保监会宿迁监管分局中国人民银行宿迁市中心支行",
        "中国银保监会宿迁监管分局|中国人民银行宿迁市中心支行",
    ),
    "no body": ("请认真贯彻执行", ""),
    "an officer": ("部长王一二", ""),
    "nothing": (" \n", ""),
}


@pytest.mark.parametrize(("text", "expected"), SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_is_parted(text: str, expected: str) -> None:
    spans = split_bodies(text, LEXICON)
    assert "|".join("".join(text[a:b].split()) for a, b in spans) == expected


ADDRESSEES = {
    "a shared end": "各省、自治区、直辖市人民政府",
    "a shared beginning": "国务院各部委、各直属机构",
    "single letters": "市政府各委、办、局",
    "single letters and more": "市政府各委、局及各直属单位",
    "whole pieces": "省发展改革委|财政厅",
    "whole pieces that begin alike": "各银保监分局|各直辖监管组",
    "brackets are left alone": "各市（含甲、乙市）科技局|财政局",
    "kinds of bodies": "省有关部门|甲乙市政府",
    "an end shared over a corps": "各省、自治区、直辖市、新疆生产建设兵团、副省级城市教育厅（局）",
    "offices of one body": "国家林业和草原局各司局、各派出机构、各直属单位",
    "bodies each of their own": "广东省人民政府|教育部|体育总局",
    "people": "王一二、李三四委员",
}


@pytest.mark.parametrize("expected", ADDRESSEES.values(), ids=ADDRESSEES)
def test_addressees_are_parted(expected: str) -> None:
    for mark in "、" if expected in ("省发展改革委|财政厅",) else "、，；,":
        pieces = expected.split("|")
        text = mark.join(pieces)
        assert [text[a:b] for a, b in split_addressees(text, LEXICON)] == pieces


NUMBERS = {
    "round": ("国发〔2018〕42号", "国发〔2018〕42号"),
    "square": ("国发[2018]42号", "国发〔2018〕42号"),
    "black": ("国发【2018】42号", "国发〔2018〕42号"),
    "small": ("国发﹝2018﹞42号", "国发〔2018〕42号"),
    "common": ("冀科财字(1993)016号", "冀科财字〔1993〕016号"),
    "full-width digits and spaces": ("冀办 〔 ２００３ 〕 ３２ 号", "冀办〔2003〕32号"),
    "mixed": ("省政府令〔2015〕第5号", "省政府令〔2015〕第5号"),
    "order": ("科学技术部令第7号", "科学技术部令第7号"),
    "announcement": ("财政部 税务总局公告2022年第10号", "财政部税务总局公告2022年第10号"),
    "alone in brackets": ("（学位办〔2010〕2号）", "学位办〔2010〕2号"),
    "behind a title": ("关于改善环境的指导意见国办发〔2014〕25号", "国办发〔2014〕25号"),
    "behind a red head": ("某某省市场监督管理局某市监标函〔2021〕33号", "某市监标函〔2021〕33号"),
    "cited": ("《意见》（国发〔2017〕28号）", None),
    "cited without brackets": ("根据国发〔2017〕28号文件精神", None),
    "an issue": ("2023年第7期", None),
    "a proposal": ("第4626号提案", None),
}


@pytest.mark.parametrize(("text", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_found(text: str, expected: str | None) -> None:
    spans = list(find_numbers(text, 0, len(text), BOOK, LEXICON))
    assert [format_number(text[a:b]) for a, b, _ in spans][:1] == ([expected] if expected else [])


def test_a_date_that_no_calendar_has_is_reported() -> None:
    head, reports, text = read(COVER.replace("12月5日", "2月30日"))
    assert head.metadata["issue_date"] is None
    assert [(r.code, text[r.start : r.end]) for r in reports] == [(Code.DATE_NOT_REAL, "2022年2月30日")]


def test_a_text_without_the_nodes_that_structure_gives() -> None:
    text = "河北省教育厅关于读书的通知各市教育局：请遵照执行。河北省教育厅2020年1月2日"
    part = Node("part", 0, len(text))
    part.id = "plan"
    part.add(Node("paragraph", 0, len(text)))
    head, _ = find_metadata(Outline(text, [part]), BOOK)
    assert head.metadata["title"] == "河北省教育厅关于读书的通知"
    assert head.metadata["addressees"] == ["各市教育局"]
    assert head.metadata["issuers"] == ["河北省教育厅"]
    assert head.metadata["issue_date"] == date(2020, 1, 2)


def test_an_outline_without_parts() -> None:
    head, reports = find_metadata(Outline("", []), BOOK)
    assert head.fields == []
    assert reports == []
    assert not any(head.metadata.values())


PIECES = [
    "国务院", "省政府", "教育厅", "关于", "印发", "《方案》", "的通知", "（", "）", "〔2022〕", "1号",
    "，", "。", "：", "、", "2022年1月2日", "\n", "　　", "附件：", "1.", "自", "起施行",
    "有效期", "5年", "令", "第", "a", " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_has_metadata(text: str) -> None:
    head, _, restored = read(text)
    assert head == read(text)[0]
    for row in head.fields:
        assert 0 <= row["start"] < row["end"] <= len(restored)
        assert row["value"]


def test_the_name_that_a_page_gave_the_notice_is_no_second_title() -> None:
    name = "某市人民政府办公厅关于推进标准化_建设的意见"
    check(
        f"{name}\n{name.replace('_', ' ')}\n各区人民政府：\n一、总体要求",
        {"title": name.replace("_", "")},
    )
