#!/usr/bin/env python3
"""Trains the line model of `strip`: is a line of a page body or furniture?

    train.py pages DUMPS.jsonl.gz PAGES.txt            the pages, and cut-outs of them, between form feeds
    PAGES=PAGES.txt FEATURES=FEATURES.tsv cargo test -p headwater --lib -- --ignored write_line_features
    train.py trees DUMPS.jsonl.gz FEATURES.tsv lines.bin [--all]

The features come from the library itself, so that training and reading see the same numbers. DUMPS has one
{"id", "dump", "gold"} a line. A third of the pages, by the hash of their id, is held out and scored; `--all` trains on
every page for shipping. Seeds are fixed.
"""
import collections
import gzip
import hashlib
import json
import re
import statistics
import struct
import sys

import numpy as np

FORM_FEED = "\f"
TREES, LEAVES, RATE, THRESHOLD = 200, 15, 0.08, 0.45


def words(text):
    return re.findall(r"\w+", text.lower())


def load(path):
    with gzip.open(path, "rt") as file:
        return [json.loads(line) for line in file]


def is_held_out(page):
    return int(hashlib.sha256(page["id"].encode()).hexdigest(), 16) % 3 == 0


def labels(lines, gold):
    """Which lines are in the gold body. Long ones by their words, short ones only where the long ones around them are."""
    body = " " + " ".join(words(gold)) + " "
    plain = [" ".join(words(line)) for line in lines]
    place = [find_long(line, body) for line in plain]
    ends, before = [], -1
    for line, at in zip(plain, place):
        before = at + len(line) if at is not None else before
        ends.append(before)
    starts, after = [], len(body)
    for at in reversed(place):
        starts.append(after)
        after = at if at is not None else after
    starts.reverse()
    return [int(at is not None or is_near(line, body, end, start)) for line, at, end, start in zip(plain, place, ends, starts)]


def find_long(line, body):
    tokens = line.split()
    if len(tokens) < 6:
        return None
    at = body.find(f" {line} ")
    if at >= 0:
        return at
    fives = [" ".join(tokens[i : i + 5]) for i in range(len(tokens) - 4)]
    if sum(f" {five} " in body for five in fives) >= 0.7 * len(fives):
        return max(0, body.find(fives[0]))
    return None


def is_near(line, body, end, start):
    if not line or len(line.split()) >= 6:
        return False
    low = max(0, end - 2)
    at = body.find(f" {line} ", low)
    return 0 <= at <= start + 1 and (at - low < 400 if end >= 0 else start - at < 400)


def variants(page):
    """The page; its body alone; its body with the lines around and within. A clean article must stay whole."""
    lines = [line.strip() for line in page["dump"].split("\n") if line.strip()]
    kept = [i for i, label in enumerate(labels(lines, page["gold"])) if label]
    texts = ["\n".join(lines)]
    if kept:
        texts.append("\n".join(lines[i] for i in kept))
        texts.append("\n".join(lines[max(0, kept[0] - 2) : kept[-1] + 4]))
    return texts


def write_pages(dumps, out):
    pages = [text.replace(FORM_FEED, " ") for page in load(dumps) for text in variants(page)]
    with open(out, "w") as file:
        file.write(FORM_FEED.join(pages))


def read_features(dumps, path):
    owners = [(number, variant) for number, page in enumerate(dumps) for variant in range(len(variants(page)))]
    rows = collections.defaultdict(list)
    with open(path) as file:
        for row in file:
            at, numbers, line = row.rstrip("\n").split("\t")
            rows[int(at)].append((np.array(numbers.split(), dtype=np.float32), line))
    features, target, number, variant, texts = [], [], [], [], []
    for at, lines in sorted(rows.items()):
        owner, which = owners[at]
        features += [numbers for numbers, _ in lines]
        texts += [line for _, line in lines]
        target += labels([line for _, line in lines], dumps[owner]["gold"])
        number += [owner] * len(lines)
        variant += [which] * len(lines)
    return np.array(features), np.array(target), np.array(number), np.array(variant), texts


def weights(features, number, variant):
    """Long lines count more, cut-outs less, and every page about the same."""
    weight = np.sqrt(np.maximum(features[:, 0], 10)) * np.where(variant == 0, 1, 0.4)
    whole = np.bincount(number, weight * (variant == 0))
    return weight / np.sqrt(np.maximum(whole[number], 1))


def fit(features, target, weight):
    import lightgbm

    settings = dict(objective="binary", learning_rate=RATE, num_leaves=LEAVES, min_data_in_leaf=150, lambda_l2=5, feature_fraction=0.5,
                    bagging_fraction=0.7, bagging_freq=1, num_threads=2, seed=1, deterministic=True, verbose=-1, max_bin=63)
    return lightgbm.train(settings, lightgbm.Dataset(features, target, weight=weight), TREES)


def word_f1(text, gold):
    kept, gold = collections.Counter(words(text)), collections.Counter(words(gold))
    hits = (kept & gold).total()
    return 2 * hits / max(1, kept.total() + gold.total())


def report(name, dumps, rows, likelihood, number, texts):
    kept = collections.defaultdict(list)
    for row in rows:
        kept[number[row]] += [texts[row]] if likelihood[row] >= THRESHOLD else []
    scores = [word_f1("\n".join(kept[page]), dumps[page]["gold"]) for page in sorted(set(number[rows]))]
    print(f"{name}: {len(scores)} pages, word F1 {statistics.mean(scores):.3f}, F1 >= .9 {statistics.mean(s >= 0.9 for s in scores):.3f}")


def flatten(node, questions, answers):
    """Questions in the order of a walk; returns the branch that leads to `node`: a question, or ~ the answer."""
    if "leaf_value" in node:
        answers.append(node["leaf_value"])
        return ~(len(answers) - 1)
    at = len(questions)
    questions.append(None)
    yes = flatten(node["left_child"], questions, answers)
    no = flatten(node["right_child"], questions, answers)
    questions[at] = struct.pack("<Bfhh", node["split_feature"], node["threshold"], yes, no)
    return at


def write_trees(model, out):
    trees = model.dump_model()["tree_info"]
    packed = struct.pack("<H", len(trees))
    for tree in trees:
        questions, answers = [], []
        flatten(tree["tree_structure"], questions, answers)
        packed += struct.pack("<H", len(questions)) + b"".join(questions) + struct.pack(f"<{len(answers)}f", *answers)
    with open(out, "wb") as file:
        file.write(packed)
    print(f"{out}: {len(packed)} bytes")


def train(path, table, out, everything):
    dumps = load(path)
    features, target, number, variant, texts = read_features(dumps, table)
    held = np.array([is_held_out(page) for page in dumps])[number]
    learnt = np.ones_like(held) if everything else ~held
    model = fit(features[learnt], target[learnt], weights(features, number, variant)[learnt])
    likelihood = model.predict(features)
    for name, part in (("held out" if not everything else "a third, learnt from", held), ("the rest", ~held)):
        report(name, dumps, np.nonzero(part & (variant == 0))[0], likelihood, number, texts)
    write_trees(model, out)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pages", dumps, out]:
            write_pages(dumps, out)
        case ["trees", dumps, table, out, *options]:
            train(dumps, table, out, "--all" in options)
        case _:
            sys.exit(__doc__)
