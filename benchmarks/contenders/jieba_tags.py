"""jieba's words with their parts of speech: `nt` is the tag of an organisation."""

import jieba
import jieba.posseg
from serving import Finding, serve

jieba.initialize()


def tag(text: str) -> list[tuple[str, str]]:
    """The words and their tags."""
    return [(pair.word, pair.flag) for pair in jieba.posseg.cut(text)]


def find(text: str, date: str | None) -> dict[str, list[Finding]]:
    """Where the words tagged `nt` stand; the words are the whole text, one behind the other."""
    rows, at = [], 0
    for word, flag in tag(text):
        if flag == "nt":
            rows.append({"start": at, "end": at + len(word)})
        at += len(word)
    return {"bodies": rows}


serve({"tags": (tag, find)}, ["jieba"])
