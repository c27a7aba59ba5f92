"""The tables on request: milestones, quantities, references, programmes, and how one asks for them."""

from __future__ import annotations

import json
import random
import re
import tomllib
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given

import facts
from conftest import LONG, SEED
from planparse import ReadError, parse, parse_file
from planparse.cli import main, options
from planparse.display import show_notice
from planparse.figures.quantities import find_quantities, load_units
from planparse.model import ON_REQUEST, Notice
from planparse.pipeline import parse_source
from planparse.rulebook import default
from planparse.text import Source
from test_invariants import texts

FLOORS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "floors.toml").read_text(encoding="utf-8")
)["facts"]
HEAD = "关于加强质量工作的通知\n各市人民政府：\n"
TAIL = "\n某某省人民政府\n2022年3月1日\n"


def read(text: str, *, head: str = HEAD, tail: str = TAIL) -> Notice:
    """A notice of the spring of 2022 with this text as its body, every table read."""
    return parse(head + text + tail, also=ON_REQUEST)


# ---------------------------------------------------------------------- milestones


MILESTONES = [
    ("2023年底前完成清理工作。", [("完成", "清理工作", "2023", None)]),
    ("2022年6月底前出台管理办法，12月底前组织验收。", [("出台", "管理办法", "2022-06", None), ("组织", "验收", "2022-12", None)]),
    ("各市每季度报送工作进展。", [("报送", "工作进展", None, "quarterly")]),
    ("各市要于2022年9月30日前将自查报告报送省市场监管局。", [("报送", "自查报告", "2022-09-30", None)]),
    ("每年1月15日前报送上一年度情况。", [("报送", "上一年度情况", "--01-15", "annual")]),
    ("每月20日前将月报表报省财政厅。", [("报", "月报表", "---20", "monthly")]),
    ("形成书面评估报告，于2022年9月30日前报送省人力资源社会保障厅。", [("报送", "书面评估报告", "2022-09-30", None)]),
    ("2022年6月底前，省政务网站开通上线。", [("开通上线", "省政务网站", "2022-06", None)]),
    ("2022年底前，省直各部门根据自身实际，制定本部门整合方案。", [("制定", "本部门整合方案", "2022", None)]),
    ("2022年上半年要全面清理、废除阻碍执法的规定。", [("清理、废除", "阻碍执法的规定", "2022-06", None)]),
    ("（一）组织实施阶段（2022年4月—11月底）。按照标准开展建设。", [(None, "组织实施阶段", "2022-11", None)]),
    ("到2025年，供给与需求更加适配。", [(None, "供给与需求更加适配", "2025", None)]),
    ("（一）各级工会全面排查隐患。（7月中旬前）", [("排查", "隐患", "2022-07-20", None)]),
    ("决定自2022年6月至12月，在全省开展质量提升专项行动。", [("开展", "质量提升专项行动", "2022-12", None)]),
    ("（一）动员部署（2022年4月底前完成）。各地制定方案。", [("完成", "动员部署", "2022-04", None)]),
    ("每年2月底前发布快报数据，年底前发布监测数据。", [("发布", "快报数据", "--02", "annual"), ("发布", "监测数据", "--12", "annual")]),
    ("研究制定《实施方案》，7月上旬按程序报审。", [("报审", "《实施方案》", "2022-07-10", None)]),
    ("到 2025 年，供给更加适配。", [(None, "供给更加适配", "2025", None)]),
    ("（三）2023 年 6 月底前出台办法。", [("出台", "办法", "2023-06", None)]),
    ("3．2023年底前完成清理工作。", [("完成", "清理工作", "2023", None)]),
    ("推动要素环境在2024年实现大幅提升。", [("实现", "大幅提升", "2024", None)]),
    ("国有企业今明两年连续扩大招聘规模。", [("扩大", "招聘规模", "2023", None)]),
    ("每月月底前报送政务服务工作进展。", [("报送", "政务服务工作进展", None, "monthly")]),
    ("每季度第一个月10日前报送上季度情况。", [("报送", "上季度情况", None, "quarterly")]),
    ("2022年8月底前，各地组织三级医院完成术语转换工作。", [("完成", "术语转换工作", "2022-08", None)]),
    ("2022年11月底前建立名录库并向社会公布。", [("建立", "名录库", "2022-11", None)]),
    ("董事会会议每年至少召开1次。", [("召开", "董事会会议", None, "annual")]),
    ("个人缴费由医保机构从基金中按月划转。", [("划转", "个人缴费", None, "monthly")]),
    ("将使用情况按年度汇总后报告主管部门。", [("报告", "使用情况", None, "annual")]),
    ("每年度承办工作完成后，承办单位应当进行总结，并于当年11月底前报送总结报告。",
     [("进行", "总结", None, "annual"), ("报送", "总结报告", "--11", "annual")]),
    ("力争在2022年12月底前完成并公布实施。", [("完成并公布实施", None, "2022-12", None)]),
    ("请于5月10日下午5时前将名单报送省厅。", [("报送", "名单", "2022-05-10", None)]),
    ("市住房保障办于2022年4月3日在市住房城乡建设局网站公示预配租情况。",
     [("公示", "预配租情况", "2022-04-03", None)]),
    ("申请对象可在2022年5月20日至6月24日内登录公众号上传材料（附件4）。",
     [("上传", "材料", "2022-06-24", None)]),
    ("意见反馈截止时间为2022年5月1日。", [("反馈", "意见", "2022-05-01", None)]),
    ("二、活动时间\n活动时间：2022年4月1日至6月30日\n", [(None, "活动", "2022-06-30", None)]),
    ("（一）自查阶段（即日起至6月30日）。各地开展自查。", [(None, "自查阶段", "2022-06-30", None)]),
    ("3月31日、6月30日前将总结报送省教育厅。", [("报送", "总结", "2022-03-31", None), ("报送", "总结", "2022-06-30", None)]),
    ("截至2022年12月31日前，完成全部房屋排查。", [("完成", "全部房屋排查", "2022-12-31", None)]),
    ("最迟不超过6月30日完成整改。", [("完成", "整改", "2022-06-30", None)]),
    ("请于4月20日下班前将名单发至邮箱。", [("发至", "名单", "2022-04-20", None)]),
    ("4月20日前将统计表发送至指定邮箱。", [("发送", "统计表", "2022-04-20", None)]),
    ("2023年发展改革委将会同水利部根据任务情况，认真进行研究。", [("进行", "研究", "2023", None)]),
    ("场地使用费应当按合同规定的时间按年缴纳，每半年申领一次许可证。",
     [("缴纳", "场地使用费", None, "annual"), ("申领", "一次许可证", None, "half-yearly")]),
    ("逐月调度重点项目建设。", [("调度", "重点项目建设", None, "monthly")]),
    ("每周五前报送工作周报。", [("报送", "工作周报", None, "weekly")]),
    ("每学期开展一次家访。", [("开展", "一次家访", None, "half-yearly")]),
    ("每季度首月10日前报送报表。", [("报送", "报表", None, "quarterly")]),
    ("次月5日前报送统计表。", [("报送", "统计表", "---05", "monthly")]),
    ("次年1月15日前报送年度总结，明年6月底前完成改造。",
     [("报送", "年度总结", "2023-01-15", None), ("完成", "改造", "2023-06", None)]),
    ("本月底前完成摸排，下月10日前反馈意见。", [("完成", "摸排", "2022-03", None), ("反馈", "意见", "2022-04-10", None)]),
    ("在年中和年末报告执行情况。", [("报告", "执行情况", "2022-06", None), ("报告", "执行情况", "2022", None)]),
    ("力争用2—3年时间，建成示范园区。", [("建成", "示范园区", "2025", None)]),
    ("通过三年努力，建成产业集群。", [("建成", "产业集群", "2025", None)]),
    ("2022年秋季学期全面开设劳动课。", [("开设", "劳动课", "2022", None)]),
    ("自即日起至2022年6月30日止，在全市开展集中整治。", [("开展", "集中整治", "2022-06-30", None)]),
    ("2022年4月1日—5月31日为自查自纠阶段，各单位开展自查。", [(None, "自查自纠阶段", "2022-05-31", None)]),
    ("（一）集中整治阶段。（2022年5月-10月）", [(None, "集中整治阶段", "2022-10", None)]),
    ("2022年底，覆盖城乡的服务网络全面建成。", [("建成", "覆盖城乡的服务网络", "2022", None)]),
    ("一季度完成方案制定，二季度全面推开。", [("完成", "方案制定", "2022-03", None), ("推开", None, "2022-06", None)]),
    ("每年扶持一批示范项目。", [("扶持", "一批示范项目", None, "annual")]),
]  # fmt: skip
NO_MILESTONES = [
    "到2025年，合格率达到98%以上。",  # the target's deadline
    "自2019年5月1日起调整缴费基数。",
    "本办法自2022年5月1日起施行，有效期至2027年4月30日。",
    "合理确定2022年招募规模。",
    "应当自受理申请之日起30日内完成登记。",
    "2020年9月11日召开了电视电话会议。",
    "截至2021年底完成改造。",
    "落实2021年出台的政策。",
    "每年的工资水平不同。",
    "自2022年3月1日至5月31日，免征增值税。",
    "政策延长至2022年12月31日。",
    "逐年提高使用比重。",
    "活动贯穿全年，促进供需匹配。",
    "领导小组将完善每月调度、定期通报机制。",
    "招用毕业2年内未就业的高校毕业生，给予补贴。",
    "申请人应当在收到通知1年内，按照要求提供补充资料。",
    "实行月报告、季调度、半年通报、全年考核。",
    "某某市人民政府办公室 2022年8月9日印发",
    "可纳入此次年度抽查。",
    "落实每年春、秋季清障工作。",
    "自2022年4月1日起至2022年12月31日，免征增值税。",
    "自2022年4月1日起至2022年12月31日止，免征增值税。",
    "今年新增的以工代赈资金要抓紧下达。",
    "次月考核，逐月下降。",
    "改变每年集中评审一次的做法。",
]


@pytest.mark.parametrize(("text", "expected"), MILESTONES)
def test_a_task_with_a_time_is_a_milestone(text: str, expected: list[tuple[Any, ...]]) -> None:
    notice = read(text)
    got = [(m.action, m.object, m.deadline, m.recurrence) for m in notice.milestones]
    assert got == expected
    for m in notice.milestones:
        assert notice.text[m.start : m.end] in m.quote


@pytest.mark.parametrize("text", NO_MILESTONES)
def test_a_time_without_a_task_is_none(text: str) -> None:
    assert read(text).milestones == []


def test_a_deadline_in_a_list_names_its_bodies() -> None:
    notice = read(
        "（一）动态调整清单。结合监管重点，合理确定事项。（责任单位：省财政厅；完成时限：2022年4月前）"
    )
    (milestone,) = notice.milestones
    assert (milestone.action, milestone.object, milestone.deadline) == ("调整", "清单", "2022-04")
    assert milestone.assignment_id == notice.assignments[0].assignment_id


def test_a_task_without_an_end_goes_on() -> None:
    (milestone,) = read(
        "（一）加强监管。落实责任。（责任单位：省财政厅；完成时限：长期推进）"
    ).milestones
    assert (milestone.deadline, milestone.recurrence) == (None, "ongoing")


def test_a_body_answers_for_the_milestones_before_its_list() -> None:
    notice = read(
        "（一）清理系统。2022年6月底前完成清理。（省审计厅牵头，省财政厅配合）每年开展评估。（省财政厅负责）"
    )
    lists = [m.assignment_id for m in notice.milestones]
    assert lists == [a.assignment_id for a in notice.assignments]


def test_a_column_of_deadlines_dates_its_rows() -> None:
    table = "序号\t工作任务\t责任单位\t完成时限\n1\t制定管理办法\t省财政厅\t2022年6月底\n2\t开展评估\t省审计厅\t长期坚持\n"
    notice = read("任务分工表\n" + table, tail="")
    got = [(m.action, m.object, m.deadline, m.recurrence) for m in notice.milestones]
    assert got == [("制定", "管理办法", "2022-06", None), ("开展", "评估", None, "ongoing")]


# ---------------------------------------------------------------------- quantities


QUANTITIES = [
    ("目前全省已建成基站2.3万个。", [("2.3万个", "background")]),
    ("由3人以上单数组成评审组。", [("3人", "threshold")]),
    ("给予50万元补助。", [("50万元", "money")]),
    ("应当在5个工作日内办结。", [("5个工作日", "procedure")]),
    ("本办法自2023年1月1日起施行。", [("2023年1月1日", "period")]),
    ("推进5G应用和“三品一标”。", [("5G", "name"), ("三品一标", "name")]),
    ("工作分为3个阶段。", [("3个", "count")]),
    ("名额分配见附件2。", [("2", "reference")]),
    ("违反本办法第十二条第二款规定的，责令改正。", [("第十二条第二款", "reference")]),
    ("根据《规划（2021—2025年）》（国发〔2021〕4号）执行。", [("2021—2025年", "reference"), ("国发〔2021〕4号", "reference")]),
    ("年满60周岁的老年人每年免费体检1次。", [("60周岁", "threshold"), ("1次", "procedure")]),
    ("联系电话：0311-66908622。", [("0311-66908622", "name")]),
    ("处违法所得3倍以下罚款。", [("3倍", "money")]),
    ("电子版发送至66005105@163.com。", [("66005105@163.com", "name")]),
    ("落实省委十届四次、五次全会精神，做好第八个五年规划。", [("四次", "name"), ("五次", "name"), ("五年", "name")]),
    ("面向离校2年内未就业和2022届高校毕业生，预防二次污染。",
     [("2年内", "threshold"), ("2022届", "name"), ("二次", "name")]),
    ("第三批名单中的第九届代表。", [("第三批", "name"), ("第九届", "name")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), QUANTITIES)
def test_every_other_number_has_its_kind(text: str, expected: list[tuple[str, str]]) -> None:
    notice = read(text, tail="")
    assert [(q.written, q.kind) for q in notice.quantities] == expected


def check_cover(notice: Notice) -> int:
    """Each digit of the text stands in exactly one row; how many rows there are."""
    text = notice.text
    rows = [*notice.targets, *notice.milestones, *notice.quantities]
    cover = bytearray(len(text))
    for row in rows:
        for at in range(row.start, row.end):
            assert not cover[at], f"{text[row.start : row.end]!r} at {row.start} is in two rows"
            cover[at] = 1
    heads = bytearray(len(text))
    for division in notice.divisions:
        start = division.text_start
        if division.kind == "furniture":
            heads[start : division.text_end] = b"\1" * (division.text_end - start)
            continue
        own = division.text
        if division.number and division.level and (at := own.find(division.number)) >= 0:
            heads[start : start + at + len(division.number)] = b"\1" * (at + len(division.number))
            start += at + len(division.number)
        for found in re.finditer(r"\d+", text[start : division.text_end]):
            for at in range(start + found.start(), start + found.end()):
                assert cover[at], f"{found.group()} at {at} is in no row: {text[at - 12 : at + 12]!r}"
    for number in find_quantities(text, load_units(default())):
        span = slice(number.start, number.end)
        assert any(cover[span]) or any(heads[span]), f"{text[number.start : number.end]} is in no row"
    return len(rows)


@pytest.mark.parametrize("row", [*MILESTONES, *QUANTITIES], ids=lambda row: row[0][:12])
def test_each_number_of_a_text_is_in_one_row(row: tuple[str, Any]) -> None:
    check_cover(read(row[0]))


@given(texts)
@example(
    "每年2月，年底前3、4月31日前完成（2022年13月）。自6月至3月开展。第999999条《甲》（第1号令，简称《》）《》"
)
@example("三分之二到2025年，")
@example("（一）责任部门：工业和信息化部；完成时限：2022年（财政部、教育部按职责分工负责）\n一、")
@example("二〇二二年十一月一日国办发〔2022〕3号二○○八年国办发〔2022〕3号")
@example("科技部2022年11月1日国办发〔2022〕3号")
def test_any_text_has_each_number_in_one_row(text: str) -> None:
    """Whatever stands in a text, every table is read, agrees with it, and no number is lost."""
    notice = parse(text, also=ON_REQUEST)
    check_cover(notice)
    assert Notice.model_validate_json(notice.model_dump_json()) == notice


def test_each_number_of_the_corpus_is_in_one_row(corpus_dir: Path) -> None:
    paths = [path for path in sorted(corpus_dir.iterdir()) if path.suffix in (".txt", ".md", ".html")]
    chosen = paths if LONG else random.Random(SEED).sample(paths, 40)
    counted = 0
    for path in chosen:
        try:
            notice = parse_file(path, also=["milestones", "quantities"])
        except ReadError:
            continue
        try:
            counted += check_cover(notice)
        except AssertionError as error:
            raise AssertionError(f"{path.name}: {error}") from None
    assert counted > 10 * len(chosen)


# ---------------------------------------------------------------------- references


REFERENCES = [
    ("根据《城乡规划法》第九条和《条例》（国发〔2020〕1号）的规定，制定本办法。",
     [("城乡规划法", None, "basis", "第九条"), ("条例", "国发〔2020〕1号", "basis", None)]),
    ("为贯彻落实《国务院关于加强管理的意见》精神，通知如下。", [("国务院关于加强管理的意见", None, "implements", None)]),
    ("现将《行动方案》印发给你们。", [("行动方案", None, "forwards", None)]),
    ("《行动方案》已经省政府同意，现印发给你们。", [("行动方案", None, "forwards", None)]),
    ("1990年发布的《暂行办法》同时废止。", [("暂行办法", None, "repeals", None)]),
    ("对《管理办法》作如下修改。", [("管理办法", None, "amends", None)]),
    ("应当符合《合同法》的有关规定。", [("合同法", None, "cites", None)]),
    ("按照国办发〔2017〕39号文件要求执行。", [(None, "国办发〔2017〕39号", "basis", None)]),
    ("按照省教育厅印发的《配备标准》配备。", [("配备标准", None, "basis", None)]),
    ("依照中华人民共和国行政处罚法第三十条处理。", [("中华人民共和国行政处罚法", None, "basis", "第三十条")]),
    ("化妆品监督管理条例第六十条第二项规定的资料，依本办法第三条办理。",
     [("化妆品监督管理条例", None, "cites", "第六十条第二项"), ("关于加强质量工作的通知", None, "cites", "第三条")]),
    ("符合GB/T 9704—2012的要求。", [(None, "GB/T 9704—2012", "cites", None)]),
    ("把《习近平法治思想学习纲要》（以下简称“纲要”）列入学习内容。贯彻落实法治思想和“纲要”的精神实质。",
     [("习近平法治思想学习纲要", None, "cites", None), ("习近平法治思想学习纲要", None, "implements", None)]),
    ("根据《全民科学素质行动规划纲要》（国发〔2021〕9号，以下简称科学素质纲要），落实科学素质纲要要求。",
     [("全民科学素质行动规划纲要", "国发〔2021〕9号", "basis", None), ("全民科学素质行动规划纲要", "国发〔2021〕9号", "implements", None)]),
    ("制定《城市管理条例》（以下简称条例）。违反条例第三条的，责令改正。条例的第五条除外，落实条例学习。",
     [("城市管理条例", None, "cites", None), ("城市管理条例", None, "cites", "第三条"), ("城市管理条例", None, "cites", "第五条")]),
    ("违反“办法”第三条的，责令改正。", []),
    ("根据《人才入户管理办法》（以下简称《办法》）制定。依照本办法第三条和《办法》第五条办理，申报须符合办法第六条。",
     [("人才入户管理办法", None, "basis", None), ("关于加强质量工作的通知", None, "cites", "第三条"),
      ("人才入户管理办法", None, "basis", "第五条"), ("人才入户管理办法", None, "cites", "第六条")]),
    ("贯彻《发展规划》（国发〔2021〕1号，以下简称《规划》）。《规划》第三章已明确，抓好《规划》实施。",
     [("发展规划", "国发〔2021〕1号", "implements", None), ("发展规划", "国发〔2021〕1号", "cites", None),
      ("发展规划", "国发〔2021〕1号", "implements", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_a_document_is_named_with_its_relation(text: str, expected: list[tuple[Any, ...]]) -> None:
    notice = read(text)
    assert [(r.title, r.doc_number, r.relation, r.article) for r in notice.references] == expected


def test_an_article_of_its_own_has_the_documents_title() -> None:
    text = "质量管理办法\n第一条　为了加强管理，制定本办法。\n第二条　违反本办法第一条规定的，责令改正。\n第三条　本办法自发布之日起施行。\n"
    (found,) = parse(text, also=["references"]).references
    assert (found.title, found.article, found.relation) == ("质量管理办法", "第一条", "cites")


def test_the_notices_own_number_is_no_reference() -> None:
    notice = read(
        "请执行。", head="某某省人民政府关于加强质量工作的通知\n某政发〔2022〕5号\n各市人民政府：\n"
    )
    assert notice.metadata.doc_number == "某政发〔2022〕5号"
    assert notice.references == []


def test_a_document_that_two_divisions_share_is_in_the_one_around_them() -> None:
    """In a file on one line the number that ends the head runs on into the title behind it."""
    text = (
        "贵阳市财政局关于印发《贵阳市乡村旅游实施意见》的通知筑政办发〔2025〕78号《贵阳市乡村旅游实施意见》已经市政府同意，"
        "现印发给你们，请结合实际认真贯彻执行。贵阳市财政局2025年8月23日贵阳市乡村旅游实施意见为规范乡村旅游工作，"
        "现制定如下意见。一、工作目标组织开展普查。二、强化布局加强管理。"
    )
    notice = parse(text, also=["references"])
    by_id = {division.division_id: division for division in notice.divisions}
    assert notice.references
    for found in notice.references:
        division = by_id[found.division_id]
        assert division.start <= found.start < found.end <= division.end


# ---------------------------------------------------------------------- programmes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("继续实施地理标志农产品保护工程。", [("地理标志农产品保护工程", "继续实施")]),
        ("深入推进农产品出村进城和“数商兴农”。", [("“数商兴农”", "深入推进")]),
        (
            "实施新材料领航行动和计量能力提升工程。",
            [("新材料领航行动", "实施"), ("计量能力提升工程", "实施")],
        ),
        ("启动实施2022年“三支一扶”计划。", [("“三支一扶”计划", "启动实施")]),
        ("打好污染防治攻坚战。", [("污染防治攻坚战", "打好")]),
        ("持续办好中国品牌日活动。", [("中国品牌日活动", "持续办好")]),
        ("结合城市更新行动推进建设。", []),
        ("推进重大工程建设，开展质量改进提升等活动。", []),
        ("落实《关于实施质量提升行动的意见》。", []),
        ("制定年度抽查计划，开展年度抽查计划编制。", []),
        ("开展“访企问需”“就业访民情”活动。", [("“访企问需”", "开展"), ("“就业访民情”活动", "开展")]),
        (
            "压茬开展“春风行动”、高校毕业生就业服务周等活动。",
            [("“春风行动”", "压茬开展"), ("高校毕业生就业服务周", "压茬开展")],
        ),
        (
            "组织实施苗圃工程、雏鹰工程和上市工程。",
            [(name, "组织实施") for name in ("苗圃工程", "雏鹰工程", "上市工程")],
        ),
        ("组织企业与贫困县开展携手振兴行动。", [("携手振兴行动", "开展")]),
        ("严格规范实施“三项制度”，结合组织系列专项活动推进。", []),
        ("养老服务组织应当公示服务项目。", []),
        ("组织开展“一对一”“一对多”等校外培训。", []),
        (
            "加快实施“东数西算”工程和“双百”工程。",
            [("“东数西算”工程", "加快实施"), ("“双百”工程", "加快实施")],
        ),
        (
            "抓紧启动“护苗”行动，打赢疫情防控阻击战。",
            [("“护苗”行动", "启动"), ("疫情防控阻击战", "打赢")],
        ),
        ("全面启动质量提升行动。", [("质量提升行动", "全面启动")]),
        ("开展安全生产百日攻坚。", [("安全生产百日攻坚", "开展")]),
        (
            "深入开展爱国卫生运动和扫黑除恶专项斗争。",
            [("爱国卫生运动", "深入开展"), ("扫黑除恶专项斗争", "深入开展")],
        ),
        (
            "抓好“菜篮子”工程，深化“万企兴万村”行动。",
            [("“菜篮子”工程", "抓好"), ("“万企兴万村”行动", "深化")],
        ),
        (
            "组织科技活动周、全国科普日等国家重大科普示范活动。",
            [("科技活动周", "组织"), ("全国科普日", "组织")],
        ),
        ("积极推进科普进军营等活动，组织节假日等活动。", [("科普进军营", "积极推进")]),
        ("开展“中国梦·劳动美”主题宣传教育。", [("“中国梦·劳动美”主题宣传教育", "开展")]),
        (
            "办好中国—东盟博览会，举办世界公众科学素质促进大会。",
            [("中国—东盟博览会", "办好"), ("世界公众科学素质促进大会", "举办")],
        ),
        ("开展“总裁带货”工业品网络直卖活动。", [("“总裁带货”工业品网络直卖活动", "开展")]),
        ("开展边境科普活动和科普边疆行活动。", [("科普边疆行活动", "开展")]),
        ("组织实施养护工程，制定实施行动计划，开展形式多样的主题科普活动。", []),
        ("持续推进“一部手机游河北”（乐游冀）平台优化，推动科技活动周、科普日等活动更好辐射港澳。", []),
        ("实施乡村建设行动。", [("乡村建设行动", "实施")]),
        (
            "推进育种联合攻关和畜禽遗传改良计划，继续实施医学生免费培养项目、“特岗计划”。",
            [
                ("畜禽遗传改良计划", "推进"),
                ("医学生免费培养项目", "继续实施"),
                ("“特岗计划”", "继续实施"),
            ],
        ),
    ],
)
def test_a_programme_has_the_verb_that_starts_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.name, p.action) for p in read(text).programmes] == expected


# ---------------------------------------------------------------------- read by hand


@pytest.mark.parametrize(
    ("part", "table"), [(name, table) for name, part in facts.PARTS.items() for table in part.tables]
)
@pytest.mark.usefixtures("corpus_dir")
def test_tables_are_as_they_were_read(part: str, table: str) -> None:
    floor = FLOORS[part][table]
    result = facts.score(table, facts.PARTS[part].notices)
    assert result.f1 >= floor, f"{table}: {result}; tests/facts.py --show lists what is missed"


@pytest.mark.parametrize("part", facts.PARTS)
@pytest.mark.usefixtures("corpus_dir")
def test_objects_of_milestones_are_as_they_were_read(part: str) -> None:
    result = facts.objects(facts.PARTS[part].notices)
    assert result.right / result.found >= FLOORS[part]["objects"]


def test_the_gold_is_whole() -> None:
    for table in facts.TABLES:
        rows = facts.gold(table)
        assert len({(row["notice"], row["start"]) for row in rows}) == len(rows)
        read = {name for part in facts.PARTS.values() if table in part.tables for name in part.notices}
        assert {row["notice"] for row in rows} <= read
    names = [name for part in facts.PARTS.values() for name in part.notices]
    assert len(names) == len(set(names))


# ---------------------------------------------------------------------- asking for them


def test_who_does_not_ask_gets_none_and_is_told() -> None:
    text = HEAD + "2022年底前完成清理，根据《办法》第三条开展专项行动。" + TAIL
    notice = parse(text)
    assert notice.also == []
    assert not any(getattr(notice, name) for name in ON_REQUEST)
    one = parse(text, also=["milestones"])
    assert one.also == ["milestones"]
    assert one.milestones
    assert not one.quantities


def test_who_asks_for_what_is_not_there_is_told() -> None:
    with pytest.raises(ValueError, match="milestones, quantities"):
        parse("一、管理。", also=["deadlines"])


def test_the_command_line_names_the_same_tables() -> None:
    assert options.ON_REQUEST == ON_REQUEST


def test_extract_gives_all_of_them_at_once(sample_path: Path) -> None:
    done = CliRunner().invoke(main, ["extract", str(sample_path), "--all"])
    assert done.exit_code == 0, done.stderr
    notice = json.loads(done.stdout)
    assert notice["also"] == list(ON_REQUEST)
    assert all(notice[name] for name in ON_REQUEST)
    one = CliRunner().invoke(
        main, ["extract", str(sample_path), "--table", "programmes", "--format", "jsonl"]
    )
    assert len(one.stdout.splitlines()) == len(notice["programmes"])


def test_all_is_for_whole_notices(sample_path: Path) -> None:
    done = CliRunner().invoke(main, ["extract", str(sample_path), "--all", "--table", "targets"])
    assert done.exit_code == 2
    assert "--all is for whole notices" in done.stderr


def test_show_lists_what_is_due_in_the_order_of_time() -> None:
    text = (
        "一、任务\n（一）推进。2022年底前完成改造。每年开展评估。2022年6月底前出台办法。"
        "2023年建成基地10个以上。\n（二）巩固。长期坚持。（责任单位：省财政厅；完成时限：长期推进）\n"
    )
    lines = show_notice(read(text)).splitlines()
    due = lines[lines.index("时限") + 1 : lines.index("时限") + 6]
    assert [line.split()[0] for line in due] == ["2022-06", "2022", "2023", "每年", "长期"]
    assert "出台 办法" in due[0]
    assert "基地 ≥ 10" in due[2]
    assert "省财政厅" in due[4]
    assert "时限" not in show_notice(parse(HEAD + text)).splitlines(), "nobody asked for milestones"
    result = CliRunner().invoke(main, ["show", "-"], input=HEAD + text + TAIL)
    assert "\n时限\n" in result.stdout


def test_time_grows_with_the_text() -> None:
    """Every table over sentences of every sort, ten times as many of them in ten times the time."""
    parts = "".join([*(row[0] for row in MILESTONES), *(row[0] for row in REFERENCES), *NO_MILESTONES])

    def took(times: int) -> float:
        source = Source(HEAD + (parts + "\n") * times + TAIL)
        start = process_time()
        parse_source(source, default(), also=facts.TABLES)
        return process_time() - start

    took(2)
    assert min(took(100) for _ in range(2)) < 14 * max(min(took(10) for _ in range(3)), 0.005)
