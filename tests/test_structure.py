"""Structure: each case is a notice written for it, and its outline as an indented list."""

from __future__ import annotations

from textwrap import dedent

import pytest

from planparse.diagnostics import Code
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.stages.structure import structure
from planparse.text import Source

PLAIN = {"part", "title", "addressees", "preamble", "paragraph", "signature", "closing", "furniture"}


def outline(text: str) -> str:
    """The divisions of `text`, a line each: number and [heading], or the kind."""
    restored, _ = restore(Source(text), default())
    tree, _ = structure(restored.text.text, restored.furniture, default())
    assert "".join(tree.own_text(node) for node in tree.nodes) == tree.text
    lines = []
    for node in tree.nodes:
        heading = f" [{tree.text[slice(*node.heading)]}]" if node.heading else ""
        name = node.number if node.number and node.kind != "part" else node.kind
        lines.append("  " * node.level + (node.id if node.level == 0 else name) + heading)
    return "\n".join(lines)


def check(text: str, expected: str) -> None:
    assert outline(text) == dedent(expected).strip("\n")


CASES = {
    "letter and plan on lines of their own": (
        """\
关于印发水质提升方案的通知
水发〔2021〕7号
各市人民政府：
《水质提升方案》已经省政府同意，现印发给你们，请认真贯彻执行。
某省人民政府办公厅
2021年3月4日
（此件公开发布）
水质提升方案
为提升水质，制定本方案。
一、总体要求
坚持系统治理。
二、重点任务
（一）加强监测。布设断面。
（二）严控排污。规范许可。
各地要加强组织领导。
""",
        """
        letter
          title
          addressees
          preamble
          signature
          closing
        plan
          title
          preamble
          一、 [总体要求]
          二、 [重点任务]
            （一） [加强监测]
            （二） [严控排污]
          closing
        """,
    ),
    "a body without a title behind a letter": (
        """\
关于印发水质办法的通知
各市人民政府：
《水质办法》已经同意，现印发实施。执行中如有问题，请向我厅反映。
某省生态环境厅
某省财政厅
2021年3月4日
第一条 为提升水质，制定本办法，适用于本省行政区域内河流、湖泊和水库的水质管理活动，法律法规另有规定的从其规定。
第二条 本办法自印发之日起施行，有效期三年。
""",
        """
        letter
          title
          addressees
          preamble
          signature
        plan
          第一条
          第二条
        """,
    ),
    "a signature whose letters are set apart": (
        "关于印发水质规划的通知\n各市人民政府：\n现将《水质规划》印发给你们，请认真贯彻执行。\n　　　　　　国　　务　　院"
        "\n　　　　2021年3月4日\n水质规划\n为提升水质，制定本规划，适用于全国河流、湖泊和水库的水质管理活动，统筹各地各部门工作。"
        "\n一、总体要求\n坚持系统治理。\n二、重点任务\n布设断面。",
        """
        letter
          title
          addressees
          preamble
          signature
        plan
          title
          preamble
          一、 [总体要求]
          二、 [重点任务]
        """,
    ),
    "titles of articles over their items": (
        """\
第一条 信息报送流程
（一）报送流程：风险发生后，应当报告。
（二）报送内容：机构名称、发生时间。
第二条 信息台账
各单位应当建立台账。
第三条 各单位应当
保存台账五年。
第四条 下列信息不得公开
（一）个人信息；
（二）商业秘密。
""",
        """
        plan
          第一条 [信息报送流程]
            （一）
            （二）
          第二条 [信息台账]
          第三条
          第四条
            （一）
            （二）
        """,
    ),
    "titles that two wide blanks part from the body": (
        "第一章　转变方式　开创新局面　　坚持系统治理，持续提升水质，布设监测断面，严控排污口，规范许可。"
        "第一节　加大对老区、民族地区、边疆地区扶持力度\f　　进一步加大扶持力度，加强基础设施建设。"
        "第二节　加强监测　　布设断面，完善网络。第二章　严控排污　　规范许可。",
        """
        plan
          第一章 [转变方式　开创新局面]
            第一节 [加大对老区、民族地区、边疆地区扶持力度]
            第二节 [加强监测]
          第二章 [严控排污]
        """,
    ),
    "private-use characters where line ends were": (
        "某省水质条例（2021年3月4日通过）\ue003第一章总则\ue004第一条为提升水质，根据有关法律，结合本省实际，制定本条例。"
        "\ue004第二条本省行政区域内的水质管理活动，适用本条例。\ue003第二章水质管理\ue004第三条县级以上人民政府应当布设断面：\ue004"
        "（一）在河流上；\ue004（二）在湖泊上。\ue003第三章附则\ue004第四条本条例自2021年5月1日起施行。",
        """
        plan
          title
          第一章 [总则]
            第一条
            第二条
          第二章 [水质管理]
            第三条
              （一）
              （二）
          第三章 [附则]
            第四条
        """,
    ),
    "a sentence among sentences has no title, however it begins": (
        "某省深化改革重点任务分工方案为落实部署，制定本方案。（一）研究将财政资金直达机制有关规定制度化，"
        "扩大范围，提高资金使用效益。1．各地要完善直达资金监控系统，年底前联通。2．简化税费优惠政策适用程序，利用大数据等技术"
        "甄别符合条件的纳税人，实现主动推送。3．各级税务部门要将涉税事项容缺办理范围扩大到全部非关键资料。4．清理水电气暖收费，"
        "公布目录清单，加强监督。5．加大对转供电环节的检查力度，坚决纠正违规行为。（二）各地要引导银行合理让利，降低小微企业"
        "综合融资成本。1．督促商业银行优化考核，落实尽职免责。2．全面清理收费，查处强制搭售。",
        """
        plan
          title
          preamble
          （一）
            1．
            2．
            3．
            4．
            5．
          （二）
            1．
            2．
        """,
    ),
    "one line with nothing between": (
        "《水质提升方案》已经省政府同意，现印发给你们，请认真组织实施。某省人民政府办公厅2021年3月4日水质提升方案"
        "为提升水质，制定本方案。一、总体要求（一）指导思想。坚持系统治理，落实第三条规定。（二）工作目标。"
        "水质提高1.5个百分点。二、重点任务（一）加强监测。布设断面。（二）严控排污。规范许可。"
        "三、保障措施各地要加强领导。",
        """
        letter
          preamble
          signature
        plan
          title
          preamble
          一、 [总体要求]
            （一） [指导思想]
            （二） [工作目标]
          二、 [重点任务]
            （一） [加强监测]
            （二） [严控排污]
          三、 [保障措施]
        """,
    ),
    "numbers that run on through the chapters": (
        "一、推动升级\n（一）扩大供给。甲。\n（二）增强适用。乙。\n二、夯实基础\n（三）提高性能。丙。\n（四）强化保障。丁。\n",
        """
        plan
          一、 [推动升级]
            （一） [扩大供给]
            （二） [增强适用]
          二、 [夯实基础]
            （三） [提高性能]
            （四） [强化保障]
        """,
    ),
    "chapter glued to its article, articles cited": (
        "第一章总则第一条为规范管理，根据《条例》第九条，制定本办法。第二条本办法适用于本省。第二章管理第三条"
        "主管部门应当依照本办法第二条规定履职。第四条有下列情形之一的，予以处罚：（一）未登记的；（二）未报告的。",
        """
        plan
          第一章 [总则]
            第一条
            第二条
          第二章 [管理]
            第三条
            第四条
              （一）
              （二）
        """,
    ),
    "numbers inside a sentence are none": (
        "一、基本原则\n坚持（一）政府引导；（二）市场运作相结合，一是统筹，二是协调，发展一、二、三产业。\n二、目标\n"
        "到2025年达到1.5亿元。\n",
        """
        plan
          一、 [基本原则]
          二、 [目标]
        """,
    ),
    "a number that meets a year, a full stop for a point": (
        "一、进度\n1.2018年底前完成摸底。再汇总。\n2.2019年底前完成整改。再验收。\n3。2020年底前完成总结。再推广。\n",
        """
        plan
          一、 [进度]
            1.
            2.
            3。
        """,
    ),
    "boxes restart their numbers": (
        "一、任务\n（一）发展产业。做强。\n专栏1：重点工程\n1.强链工程。补链。\n2.集群工程。聚集。\n（二）培育企业。做优。\n"
        "专栏2：培育行动\n1.领军行动。选优。\n2.成长行动。扶持。\n（三）服务。做细。\n",
        """
        plan
          一、 [任务]
            （一） [发展产业]
              专栏1 [重点工程]
                1. [强链工程]
                2. [集群工程]
            （二） [培育企业]
              专栏2 [培育行动]
                1. [领军行动]
                2. [成长行动]
            （三） [服务]
        """,
    ),
    "Taiwan's spaced chapters and articles": (
        "水利會辦法\n第 一 章 總則\n第 1 條\n本辦法依通則訂定之。\n第 2 條\n委員名額如下：\n一、甲者三名。\n二、乙者五名。\n第 二 章 附則\n"
        "第 3 條\n本辦法自發布日施行。\n",
        """
        plan
          title
          第 一 章 [总则]
            第 1 条
            第 2 条
              一、
              二、
          第 二 章 [附则]
            第 3 条
        """,
    ),
    "an annex behind its notice": (
        "关于开展检查的通知\n各市教育局：\n现就有关事项通知如下。\n一、范围\n全部学校。\n二、时间\n五月。\n附件：1.检查表\n2.名单\n某省教育厅\n"
        "2019年1月30日\n附件1\n检查表\n一、基本情况\n填写。\n二、检查结果\n填写。\n",
        """
        plan
          title
          addressees
          preamble
          一、 [范围]
          二、 [时间]
          paragraph
          signature
        annex1
          title
          一、 [基本情况]
          二、 [检查结果]
        """,
    ),
    "emergency plans with dotted numbers": (
        "一、总则\n1.1编制目的\n为应对突发事件。\n1.2工作原则\n统一领导。\n二、响应\n2.1分级\n分四级。\n2.2程序\n2.2.1报告\n及时。\n2.2.2处置\n迅速。\n",
        """
        plan
          一、 [总则]
            1.1 [编制目的]
            1.2 [工作原则]
          二、 [响应]
            2.1 [分级]
            2.2 [程序]
              2.2.1 [报告]
              2.2.2 [处置]
        """,
    ),
    "a site's words are furniture": (
        "首页 > 政务公开\n一、要求\n加强。\n二、措施\n落实。\n相关稿件\n另一篇文章\n",
        """
        plan
          furniture
          一、 [要求]
          二、 [措施]
            furniture
        """,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_outline(name: str) -> None:
    check(*CASES[name])


def codes(text: str) -> list[Code]:
    restored, _ = restore(Source(text), default())
    return [report.code for report in structure(restored.text.text, restored.furniture, default())[1]]


def test_a_gap_in_a_sequence_is_reported() -> None:
    assert codes("一、甲任务\n做。\n二、乙任务\n做。\n四、丁任务\n做。\n") == [Code.SEQUENCE_GAP]


def test_text_without_numbers_is_reported_once() -> None:
    assert codes("今天天气很好。\n明天也好。\n") == [Code.NO_NUMBERING]


def test_a_document_twice_in_a_file_counts_once() -> None:
    items = "".join(
        f"{n}、完成第{i}项工程建设任务。由各地各部门按照职责分工抓好落实，确保{i}月底前完成全部工作并报送总结材料。\n"
        for i, n in enumerate("一二三四五六", 1)
    )
    text = f"各市人民政府：\n现将有关事项通知如下。\n{items}"
    assert codes(text + text) == [Code.REPEATED_DOCUMENT]
    assert outline(text + text).count("、") == 6


def test_ids_are_paths_of_ordinals() -> None:
    tree, _ = structure("一、甲\n（一）乙。丙。\n（二）丁。戊。\n（二）己。庚。\n", [], default())
    assert [node.id for node in tree.nodes] == ["plan", "plan/1", "plan/1/1", "plan/1/2", "plan/1/2~2"]


def test_a_close_choice_is_reported_with_the_other_reading() -> None:
    # 第一节 is missing, so the sections might as well hold the chapter's articles as follow on them
    text = "第一章 总则\n第一条 甲。\n第二章 管理\n第二条 乙。\n第二节 特别规定\n第三条 丙。\n第三节 其他规定\n第四条 丁。\n"
    tree, reports = structure(text, [], default())
    doubt = next(report for report in reports if report.code is Code.LOW_CONFIDENCE)
    assert text[doubt.start : doubt.end] == "第二节"
    assert "could stand higher or lower" in doubt.message
    assert {node.number for node in tree.nodes if node.confidence < 0.7} >= {"第二节"}


def test_the_words_of_a_wrapped_line_are_one_title() -> None:
    body = "各地要坚持问题导向和目标导向相统一，结合实际研究制定年度计划，细化工作措施，"
    lines = ["　　（一）加强组织领导和统筹协调，健全完善分级负责的工", "作推进机制。" + body[:20]]
    lines += [body[i : i + 26] for i in range(0, 26 * 12, 26) if body[i : i + 26]] * 12
    restored, _ = restore(Source("\n".join(lines)), default())
    text = str(restored.text)
    tree, _ = structure(text, [], default())
    node = next(node for node in tree.nodes if node.number)
    assert node.heading is not None
    assert text[slice(*node.heading)] == "加强组织领导和统筹协调，健全完善分级负责的工作推进机制"


def test_an_annex_is_known_again_from_the_list_it_is_glued_to() -> None:
    body = "各地要坚持问题导向，研究制定年度计划，细化工作措施，按季度报送进展情况。"
    text = (
        f"一、总体要求{body}　　　　（一）指导思想。{body * 3}二、重点任务{body * 3}（二）强化监测。{body * 3}"
        "附件：1.森林防火重点工程认定标准2.构建森林防火协同格局任务清单"
        f"附件1森林防火重点工程认定标准一、适用范围{body}二、认定程序{body}"
        f"附件2构建森林防火协同格局任务清单一、监测预警{body}二、应急处置{body}"
    )
    tree, _ = structure(text, [], default())
    assert [node.id for node in tree.parts] == ["plan", "annex1", "annex2"]


def test_a_second_copy_is_one_though_a_list_repeats_its_own_words() -> None:
    same = "林业和草原主管部门负责航空取水点、瞭望监测塔和防火隔离带的日常调度和保障工作。"
    names = ["编制目的", "编制依据", "工作原则", "适用范围"]
    copy = "".join(
        f"{n}.{name}\n为做好第{n}项工作，依据有关规定制定本方案，{name}如下所述，请遵照执行。\n"
        + "".join(f"（{k}）{same}\n" for k in range(1, 4))
        for n, name in enumerate(names, 1)
    )
    tree, reports = structure(copy + copy, [], default())
    again = next(report for report in reports if report.code is Code.REPEATED_DOCUMENT)
    assert (again.start, again.end) == (len(copy), 2 * len(copy))
    assert [node.number for node in tree.nodes].count("1.") == 1


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("完成造林30万亩。（省林业局负责）", None),
        ("新建高标准农田100万亩。(责任单位:省农业农村厅)", None),
        ("研究制定管理办法，6月底前印发。（省财政厅负责）", None),
        ("推进产业升级。（省工业和信息化厅负责）", "推进产业升级"),
        ("推进产业升级。培育龙头企业30家。（省工业和信息化厅负责）", "推进产业升级"),
    ],
)
def test_a_sentence_with_nothing_but_its_bodies_is_no_title(words: str, heading: str | None) -> None:
    text = f"一、重点任务\n（一）{words}\n（二）加强监测。各地要布设断面。\n"
    tree, _ = structure(text, [], default())
    node = next(node for node in tree.nodes if node.id == "plan/1/1")
    assert (text[slice(*node.heading)] if node.heading else None) == heading


@pytest.mark.parametrize("gap", ["　　", "\u2002\u2002", "\u00a0\u00a0\u00a0"])
def test_a_title_ends_at_wide_blanks_before_its_body(gap: str) -> None:
    text = (
        f"第一节　增强保障能力{gap}稳定播种面积，产量达到5亿吨以上\n第二节　总　　则\n各地遵照执行。\n"
    )
    tree, _ = structure(text, [], default())
    assert [text[slice(*node.heading)] for node in tree.nodes if node.heading] == [
        "增强保障能力",
        "总　　则",
    ]
