"""What holds of every notice, real, made up or mad.

Undoing all edits gives the source; restoring twice changes nothing; every quote is the text
at its span; divisions tile; JSON reloads to an equal notice; nothing raises; the same input
gives the same bytes.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planparse.model import Division, Notice
from planparse.pipeline import parse_source
from planparse.rulebook import default, load
from planparse.stages.restore import restore
from planparse.text import Source

# What notices are made of, one kind a line, damage and trash included.
FRAGMENTS = """\
一、|二、|三、|十一、|（一）|（二）|（二十二）|(三)|第一章|第一节|第一条|第二条|第 三 条
1.|2．|3、|１、|1.1|2.1.3|（1）|(2)|①|②|⑴|11。|一是|二是|首先，|——企业主导。|专栏1|专栏|附件1|附件|附件：1.|表1|目录|1.1编制目的
总体要求|加强管理。|落实责任。|为贯彻落实党中央、国务院决策部署，制定本方案。|甲|乙|的|和|了|有下列情形之一的：
各省、自治区、直辖市人民政府：|各有关单位:|国办发〔2022〕3号|国市监质发[2022]95号|第7号|行动方案|抄送：省委办公厅。
关于印发行动方案（2022—2025年）的通知|《意见》已经国务院同意，现印发给你们。|（此件公开发布）|自2023年1月1日起施行
有效期至2025年12月31日|相关稿件|责任编辑：甲|首页|>|公报|索引号：|全包维?!?、|“三品一标”|5G|IPv6|最后一公里
（财政部、教育部按职责分工负责）|(科技部牵头,财政部、教育部配合)|（责任单位：省发展改革委、省财政厅等）|（元器件）
（牵头单位：甲局；责任单位：乙局、丙局）|责任部门：工业和信息化部；完成时限：2022年|（财政部|科技部|农业农村部
（各市（含定州、辛集市）政府负责）|。以下均需地方各级人民政府落实，不再列出）|列第一位者为牵头单位，下同）
达到80小时以上|分别提高到80、250小时以上|增长60%以上|下降3—5个百分点|％|不低于1.5万亿元|翻一番|三分之二|一半
到2025年，|年均增长７％|百分之十|2000余家|上百家|三年内|“十四五”末|较2020年|年底前|控制在3%以内|每年
二〇二二年十一月一日|2022年11月1日|2022-02-30|2022年13月|二○○八年|2021年2月29日|２０２２ 年 １ 月
關(guān)|會(huì )|局(ju)(ju)|（guān）|?jiǎng)?|著力|編著|?!?|?!?。|。ù思_(kāi)發(fā)布)|\ufffd|⾰命|жЧ†
（|）|(|)|〔|〕|[|]|【|】|“|”|"|'|，|,|。|.|；|;|：|:|、|！|？|?|!|—|-|－|～|~|·|%|#|*
\t| |\u3000|\xa0|\u200b|\ufeff|\0|\x1b[31m|\x85|\u2028|\r|\ud800|\udfff|&nbsp;|<p>"""

fragments = st.one_of(
    *(st.sampled_from(line.split("|")) for line in FRAGMENTS.split("\n")),
    st.just("\n"),
    st.just("\n"),
    st.text(max_size=4),
    st.text("0123456789一二三四五六七八九十百千万亿０１２〇○.,，．", min_size=1, max_size=8),
)
runs = st.lists(fragments, max_size=12).map("".join)
texts = st.one_of(runs, st.lists(runs, min_size=2, max_size=12).map("\n".join))


def parsed(text: str) -> Notice:
    return parse_source(Source(text), default())


def check_tree(parent: Division | None, division: Division) -> None:
    if parent is not None:
        assert parent.start <= division.start <= division.end <= parent.end
        assert parent.source_start <= division.source_start
        assert division.source_end <= parent.source_end
    assert division.start == division.text_start <= division.text_end <= division.end
    for start, end in division.sentences:
        assert division.text_start <= start <= end <= division.text_end
    assert all(a[1] <= b[0] for a, b in pairwise(division.sentences))
    at = division.text_end
    for child in division.children:
        assert child.start == at, "children tile what is left of their parent"
        check_tree(division, child)
        at = child.end
    assert at == division.end


def check(text: str) -> None:
    """All that holds of any notice whatever."""
    source = Source(text)
    restored, _ = restore(source, default())
    assert restored.text.undo() == text
    notice = parse_source(source, default())

    whole = str(restored.text)
    assert notice.text == whole
    again, _ = restore(Source(whole), default())
    assert str(again.text) == whole
    assert sum(notice.edits.values()) == sum(1 for _ in restored.text.edits())

    assert notice.metadata.coverage == 1.0
    assert "".join(division.text for division in notice.divisions) == whole
    for part in notice.parts:
        check_tree(None, part)
    ids = [division.division_id for division in notice.divisions]
    assert len(ids) == len(set(ids))

    for field in notice.fields:
        assert whole[field.start : field.end] == field.quote
    for assignment in notice.assignments:
        assert whole[assignment.start : assignment.end] == assignment.quote
        assert assignment.division_id in ids
        for agency in assignment.agencies:
            assert whole[agency.start : agency.end] == agency.name
    for target in notice.targets:
        assert target.quote in whole
        assert target.division_id in ids
        assert target.start < target.end
    for diagnostic in notice.diagnostics:
        assert 0 <= diagnostic.start <= diagnostic.end <= len(whole)
    placed = [
        *notice.divisions,
        *notice.fields,
        *notice.targets,
        *notice.diagnostics,
        *(agency for assignment in notice.assignments for agency in assignment.agencies),
    ]
    for fact in placed:
        assert 0 <= fact.source_start <= fact.source_end <= len(text)

    data = notice.model_dump_json()
    assert Notice.model_validate_json(data) == notice
    assert parsed(text).model_dump_json() == data


@given(texts)
@example("")
@example("\ud800一、\udfff")
@example("\r\n\ud800\n")
@example("一、\n（一）\n1.\n（1）\n①\n二、")
@example("（" * 2000)
@example("一、" * 500)
@example("加强管理。?jiǎng)?一、")
def test_any_text_is_a_notice(text: str) -> None:
    check(text)


def test_the_sample_holds_together(sample_text: str) -> None:
    check(sample_text)


@given(st.data())
def test_a_damaged_sample_holds_together(sample_text: str, data: st.DataObject) -> None:
    """Pieces of a real notice, cut, doubled and put in another order."""
    cuts = data.draw(st.lists(st.integers(0, len(sample_text)), min_size=2, max_size=8))
    pieces = [sample_text[min(a, b) : max(a, b)][:1500] for a, b in pairwise(cuts)]
    seams = data.draw(st.lists(fragments, min_size=len(pieces), max_size=len(pieces)))
    check("".join(piece + seam for piece, seam in zip(pieces, seams, strict=True)))


def test_a_rulebook_read_twice_gives_the_same_bytes(sample_text: str) -> None:
    first, second = (parse_source(Source(sample_text), load()) for _ in range(2))
    assert first.model_dump_json() == second.model_dump_json()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_places_only(sample_text: str, end: str) -> None:
    """A notice saved under Windows says the same."""
    plain = parsed(sample_text)
    other = parsed(sample_text.replace("\n", end))
    assert [(d.division_id, d.heading) for d in plain.divisions] == [
        (d.division_id, d.heading) for d in other.divisions
    ]
    assert [t.target_id for t in plain.targets] == [t.target_id for t in other.targets]
    assert [a.quote for a in plain.assignments] == [a.quote for a in other.assignments]
    assert plain.metadata == other.metadata
