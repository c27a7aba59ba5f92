"""Crawls for the tests of `planparse batch`: folders of small notices, and workers that come to harm."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from planparse.batch.order import Chunk, Order
from planparse.batch.parsing import parse_chunk

KIND = ("通知", "意见", "方案", "办法")


def notice(number: int) -> str:
    """A small notice that no other number gives."""
    kind = KIND[number % len(KIND)]
    return (
        f"关于加强第{number}项工作的{kind}\n各有关单位：\n一、总体要求\n"
        f"（一）提升质量。到2025年，合格率达到{50 + number % 50}%以上。（财政部、教育部按职责分工负责）\n"
        f"（二）扩大规模。增设示范点。（各地方人民政府负责）\n"
        "二、保障措施\n（三）加强领导。压实责任。\n"
    )


def lay_out(folder: Path, count: int, **others: bytes) -> Path:
    """A crawl of `count` notices in folders of ten, and of other files by name."""
    for number in range(count):
        path = folder / f"{number // 10:02}" / f"{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(notice(number), "utf-8")
    for name, data in others.items():
        (folder / f"{name}.txt").write_bytes(data)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder with their bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def poisoned(order: Order, chunk: Chunk) -> bytes:
    """`parse_chunk` that comes to the harm which an input names."""
    for item in chunk:
        word = (item.data or b"").split(b"\n", 1)[0]
        if word == b"CRASH":
            os._exit(3)
        elif word == b"FAULT":
            os.kill(os.getpid(), signal.SIGSEGV if os.name == "posix" else signal.SIGTERM)
        elif word == b"SLEEP":
            time.sleep(600)
        elif word == b"SPIN":
            sum(range(10**13))  # one call of C, which no signal interrupts
        elif word == b"EAT":
            held = []
            while True:
                held.append(b"x" * 100_000_000)
        elif word.startswith(b"ONCE "):  # somebody kills this worker, but not the next
            marker = Path(os.fsdecode(word[5:]))
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
    return parse_chunk(order, chunk)


def dead_on_arrival(order: Order, chunk: Chunk) -> bytes:
    """Work that no input is done by."""
    os._exit(9)
