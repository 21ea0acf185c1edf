#!/usr/bin/env python3
"""Counts in how many stretches of everyday English prose a word stands.

    build.py DATA_DIR > crates/headwater/models/words/words.txt

DATA_DIR holds the data sets named in the card (treebank/, times/meantime/, entities/re3d/). Only sets whose licences
let counts be shipped are read. Output: the number of stretches, then `word count` a line, sorted. Standard library only.
"""
import collections
import glob
import gzip
import json
import pathlib
import re
import sys

STRETCH = 300  # words: about a short news article
OPEN_GENRES = ("academic", "bio", "court", "interview", "news", "voyage")
LEAST = 2


def treebank(path, keep):
    """The texts of the documents of a treebank whose id `keep` accepts."""
    document, text = None, []
    for line in gzip.open(path, "rt", encoding="utf-8"):
        if line.startswith("# newdoc id = "):
            if document and keep(document):
                yield " ".join(text)
            document, text = line[14:].strip(), []
        elif line.startswith("# text = "):
            text.append(line[9:].strip())
    if document and keep(document):
        yield " ".join(text)


def documents(data):
    for part in ("train", "dev"):
        yield from treebank(data / f"treebank/en_ewt-ud-{part}.conllu.gz", lambda name: True)
        yield from treebank(data / f"treebank/en_gum-ud-{part}.conllu.gz", lambda name: name.split("_")[1] in OPEN_GENRES)
    for path in sorted(glob.glob(str(data / "times/meantime/*/*.tml"))):
        yield re.sub(r"<[^>]+>", " ", open(path, encoding="utf-8").read())
    for path in sorted(glob.glob(str(data / "entities/re3d/*/documents.jsonl"))):
        for line in open(path, encoding="utf-8"):
            yield json.loads(line).get("text", "")


def stretches(data):
    """The words of all documents, in stretches of equal length; short documents of one set are joined."""
    waiting = []
    for text in documents(data):
        waiting += re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", text.lower().replace("\u2019", "'"))
        while STRETCH <= len(waiting):
            yield waiting[:STRETCH]
            waiting = waiting[STRETCH:]


def main():
    counts, total = collections.Counter(), 0
    for words in stretches(pathlib.Path(sys.argv[1])):
        total += 1
        counts.update({word.removesuffix("'s") for word in words})
    print(total)
    for word in sorted(counts):
        if LEAST <= counts[word] and not any(c.isdigit() for c in word):
            print(word, counts[word])


main()
