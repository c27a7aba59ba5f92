"""References: the documents that a notice names, and what it has to do with each.

根据《…》（国发〔2020〕1号）第三条 is its basis, 《…》同时废止 is repealed, 现将《…》印发 is what it
forwards. Only who asks for the table `references` pays for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planparse.citations.documents import Document, find_documents
from planparse.citations.relations import relate
from planparse.figures.clauses import clause_around

if TYPE_CHECKING:
    from planparse.outline import Outline
    from planparse.rulebook import Rulebook

_LONGEST = 400  # characters of a sentence that is cut into clauses


def find_references(
    outline: Outline, metadata: dict[str, Any], rulebook: Rulebook
) -> list[dict[str, Any]]:
    """Every document that a notice names, in the order of the text, as rows of `model.Reference`.

    The notice's own number in its head is none, and so is what belongs to a site. An article of the
    notice's own document (本办法第三条) has that document's title. `start`:`end` is title, number
    and article, `quote` the clause; offsets count into the outline's text. Source of the rules:
    `data/rules/references.toml`.
    """
    text = outline.text
    if not outline.nodes:
        return []
    heads = {
        text.index(node.number, node.start)
        for node in outline.nodes
        if node.number and text.find(node.number, node.start, node.text_end) >= 0
    }
    own_number = metadata.get("doc_number")
    kept: list[Document] = []
    for document in find_documents(text, rulebook, heads):
        if document.title is None and document.number and document.number == own_number:
            continue
        if outline.at(document.start).kind != "furniture":
            kept.append(document)
    sentences = [outline.sentence(document.start, document.end) for document in kept]
    own_title = metadata.get("plan_title") or metadata.get("title")
    rows: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    related = relate(text, kept, rulebook, sentences)
    for document, rule, sentence in zip(kept, related, sentences, strict=True):
        division = outline.around(document.start, document.end).id
        counts[division] = counts.get(division, 0) + 1
        within = (max(sentence[0], document.start - _LONGEST), min(sentence[1], document.end + _LONGEST))
        start, end = clause_around(text, document.start, document.end, within)
        rows.append(
            {
                "reference_id": f"{division}:{counts[division]}",
                "division_id": division,
                "title": own_title if document.own else document.title,
                "doc_number": document.number,
                "relation": "cites" if document.own else rule.options["relation"],
                "article": document.article,
                "quote": text[start:end],
                "rule": document.rule.id if document.own else rule.id,
                "confidence": round(rule.confidence * document.rule.confidence, 2),
                "start": document.start,
                "end": document.end,
            }
        )
    return rows
