"""GBK read one byte off, beyond the cases of `data/restoration.toml`: readings, rules, reports."""

from __future__ import annotations

from planparse.repair.shifted import UNKNOWN, realign
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source, TracedText


def damaged(text: str) -> str:
    """`text` with its runs in ⟦⟧ read one byte off."""
    before, _, rest = text.partition("⟦")
    if not rest:
        return text
    run, _, after = rest.partition("⟧")
    off = run.encode("gbk")[1:-1].decode("gbk")
    return damaged(f"{before}?{off}?{after}")


def test_only_what_a_conversion_changed_has_two_readings() -> None:
    """The conversion came after the damage: 溝 is now 沟, and may have been either."""
    text = "科普助力高質?糠⒄溝?動能顯著增強，發展環境更加優化"
    restored, _ = restore(Source(text), default())
    assert "高质量发展" in str(restored.text)
    assert restored.text.undo() == text


def test_a_run_that_is_half_known_is_an_edit_of_less_confidence() -> None:
    """The rule and its confidence tell the two kinds apart."""
    whole, _ = realign(TracedText(damaged("组织⟦实施方案⟧，有条件的")), default())
    part, _ = realign(TracedText(damaged("坚持⟦以人民⟧为中心")), default())
    (sure,), (unsure,) = whole.edits(), part.edits()
    assert sure.rule == "restore.shifted-bytes"
    assert unsure.rule == "restore.shifted-bytes-in-part"
    assert unsure.confidence < sure.confidence


def test_many_runs_keep_their_reports_in_place() -> None:
    """Each report stands where its run is after all of them were put right."""
    text = damaged("坚持⟦以人民⟧为中心。组织⟦实施方案⟧，营商⟦环境⟧持续优化")
    restored, reports = realign(TracedText(text), default())
    assert [report.start for report in reports] == sorted(report.start for report in reports)
    for report in reports:
        assert UNKNOWN in str(restored)[report.start : report.end]
    assert sum(str(restored)[r.start : r.end].count(UNKNOWN) for r in reports) == str(restored).count(
        UNKNOWN
    )
