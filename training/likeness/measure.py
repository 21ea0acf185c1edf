"""Measures a table.bin: rank correlation on headline pairs, best F1 on paraphrases.

    python measure.py DATA TABLE...     DATA holds pairs/*.jsonl, stories/fnc_headlines.jsonl
    python measure.py --embed TABLE     vectors of the lines on standard input, as the program has them

The pairs are for measuring only; nothing of the table is learnt from them.
"""

import json
import struct
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.stats import rankdata, spearmanr

UNSEEN = "\u00ad\ufeff" + "".join(
    chr(code)
    for first, last in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064))
    for code in range(first, last + 1)
)


class Table:
    """The same table and the same rules as crates/headwater/src/knowledge/likeness.rs."""

    def __init__(self, path):
        content = Path(path).read_bytes()
        magic, version, words, follows, dimensions, size, folds = struct.unpack_from("<8s6I", content)
        assert magic == b"likeness" and version == 1
        count, at = words + follows, 32 + 8 * folds
        offsets = np.frombuffer(content, "<u4", count + 1, at)
        scales = np.frombuffer(content, "<f4", dimensions, at + 4 * (count + 1))
        at += 4 * (count + 1 + dimensions)
        weights = np.frombuffer(content, "<f4", count, at)
        strings = content[at + 4 * count : at + 4 * count + size]
        rows = np.frombuffer(content, "i1", count * dimensions, at + 4 * count + size)
        self.vectors = rows.reshape(count, dimensions) * scales * weights[:, None]
        names = [strings[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
        self.number = {("##" if i >= words else "") + name: i for i, name in enumerate(names)}

    def embed(self, text):
        numbers = [number for word in words_of(text) for number in self.split(word)]
        vector = self.vectors[numbers].sum(0)
        return vector / (np.linalg.norm(vector) or 1)

    def split(self, word):
        numbers, begin = [], 0
        while begin < len(word) and len(word.encode()) <= 100:
            for end in range(len(word), begin, -1):
                piece = ("##" if begin else "") + word[begin:end]
                if (piece != "##") and piece in self.number:
                    numbers.append(self.number[piece])
                    begin = end
                    break
            else:
                return []
        return numbers

    def likeness(self, firsts, seconds):
        return np.array([float(self.embed(a) @ self.embed(b)) for a, b in zip(firsts, seconds)])


class Words:
    """The baseline: how many words two texts share, no weights."""

    def likeness(self, firsts, seconds):
        return np.array([self.cosine(Counter(words_of(a)), Counter(words_of(b))) for a, b in zip(firsts, seconds)])

    def cosine(self, a, b):
        lengths = sum(n * n for n in a.values()) * sum(n * n for n in b.values())
        return sum(a[word] * b[word] for word in a) / (lengths**0.5 or 1)


def words_of(text):
    letters = "".join(
        letter.lower()
        for letter in unicodedata.normalize("NFD", text)
        if unicodedata.category(letter)[0] != "M" and letter not in UNSEEN
        and (unicodedata.category(letter) != "Cc" or letter.isspace())
    )
    return "".join(letter if letter.isalnum() else f" {letter} " for letter in letters).split()


def best_f1(scores, same):
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(same[order])
    return (2 * hits / (np.arange(1, len(scores) + 1) + same.sum())).max()


def area(scores, same):
    """How often a pair of one story scores above a pair of two."""
    ranks, count = rankdata(scores), same.sum()
    return (ranks[same].sum() - count * (count + 1) / 2) / (count * (len(same) - count))


def main():
    if sys.argv[1] == "--embed":
        table = Table(sys.argv[2])
        for line in sys.stdin:
            print(*table.embed(line.rstrip("\n")))
        return
    data = Path(sys.argv[1])
    read = lambda name: [json.loads(line) for line in (data / name).open(encoding="utf-8")]
    headlines, paraphrases = read("pairs/sts_headlines_2013_2014.jsonl"), read("pairs/mrpc_train.jsonl")
    stories = read("stories/fnc_headlines.jsonl")
    scores, same = (np.array([row[key] for row in rows]) for rows, key in ((headlines, "score"), (paraphrases, "same")))
    story = np.array([row["story"] for row in stories])
    upper = np.triu_indices(len(stories), 1)
    for name, table in [("words", Words())] + [(path, Table(path)) for path in sys.argv[2:]]:
        sides = lambda rows: ([row["a"] for row in rows], [row["b"] for row in rows])
        rho = spearmanr(table.likeness(*sides(headlines)), scores)[0]
        f1 = best_f1(table.likeness(*sides(paraphrases)), same)
        line = f"{name}: headlines {rho:.3f}  paraphrases {f1:.3f}"
        if isinstance(table, Table):
            vectors = np.array([table.embed(row["text"]) for row in stories])
            line += f"  stories {area((vectors @ vectors.T)[upper], (story[:, None] == story)[upper]):.4f}"
        print(line)


if __name__ == "__main__":
    main()
