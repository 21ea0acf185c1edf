#!/usr/bin/env python3
"""Writes crates/headwater/data/en/common.toml: words that are seldom names, however they are written.

    common.py DATA > crates/headwater/data/en/common.toml
"""
import collections
import gzip
import pathlib
import sys

DATA = pathlib.Path(sys.argv[1])
OPEN = {"news", "interview", "bio", "voyage", "academic", "court"}
common, proper = collections.Counter(), collections.Counter()
for name in ("en_ewt-ud-train", "en_gum-ud-train"):
    counts = True
    for line in gzip.open(DATA / f"treebank/{name}.conllu.gz", "rt"):
        if line.startswith("# newdoc id"):
            counts = name.startswith("en_ewt") or line.split("GUM_")[1].split("_")[0] in OPEN
        elif counts and line[:1].isdigit():
            f = line.split("\t")
            if f[1].isalpha() and f[1].isascii():
                (proper if f[4] in ("NNP", "NNPS") else common)[f[1].lower()] += 1
words = sorted(w for w, n in common.items() if n > 2 and len(w) > 1 and proper[w] * 10 < n)
lines, line = [], ""
for word in words:
    if len(line) + len(word) > 118:
        lines.append(line)
        line = ""
    line += (";" if line else "") + word
print("""# Words that are seldom names, however they are written: at the start of a sentence, in a headline, shouted.
# Words of the Universal Dependencies English treebanks EWT and GUM (its open genres), training parts, that stand there
# three times and more and at most once in ten times as a proper noun; CC BY-SA 4.0. Written by training/names/common.py.
""")
print('common = """\n' + "\n".join(lines + [line]) + '\n"""')
