#!/usr/bin/env python3
"""Learns the weights of crates/headwater/models/align/weights.toml.

    cargo build --release -p headwater-train
    training/align/fit.py target/release/headwater-train ../shared [--write]

Takes the annotated cases of ../shared/cases and the stories of training/align/stories.jsonl, whose texts stand in
../shared/data/stories/fnc.jsonl, has headwater-train read them and give the signs of every pair of neighbouring
statements, and learns how much each sign counts. Prints, for each threshold, F1 over joined pairs and the share of claims
that are left whole, each story by weights learnt from the others. With --write, the weights learnt from all go to
weights.toml; the threshold there is kept. Needs numpy and scikit-learn.
"""
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from itertools import combinations

import numpy as np
from sklearn.linear_model import LogisticRegression

HERE = pathlib.Path(__file__).parent
WEIGHTS = HERE.parent.parent / "crates/headwater/models/align/weights.toml"
THRESHOLDS = [0.10, 0.13, 0.16, 0.20, 0.25, 0.30]
# As in compare/align/cluster.rs.
BESIDE, LARGE = 0.16, 3.0
# A pair with a statement that the annotation does not mention counts little, and only if the two share something.
UNMENTIONED, LEAST_OVERLAP = 0.15, 0.12


def folders(shared, scratch):
    """The cases, and the labelled stories laid out as cases."""
    yield from sorted(path for path in (shared / "cases").iterdir() if path.is_dir())
    texts = {}
    for line in (shared / "data/stories/fnc.jsonl").open():
        article = json.loads(line)
        texts[article["id"]] = article["text"]
    for line in (HERE / "stories.jsonl").open():
        story = json.loads(line)
        folder = scratch / story["story"]
        folder.mkdir()
        with (folder / "articles.jsonl").open("w") as out:
            for name in story["articles"]:
                out.write(json.dumps({"id": name, "text": texts[name]}) + "\n")
        claims = [
            {"id": claim["id"], "appearances": {name: [texts[name][a:b] for a, b in spans] for name, spans in claim["appearances"].items()}}
            for claim in story["claims"]
        ]
        (folder / "expected.json").write_text(json.dumps({"stories": [story["articles"]], "claims": claims}))
        yield folder


def find(text, wanted):
    match = re.search(r"\s+".join(re.escape(word) for word in wanted.split()), text)
    return match.span() if match else None


def units(line, expected):
    """Each annotated appearance: its claim, and the statements that fit it best, as score_cases.py has it."""
    by_article = defaultdict(list)
    for index, places in enumerate(line["statements"]):
        for article, start, end in places:
            by_article[article].append((start, end, index))
    found = []
    for claim in expected["claims"]:
        for article, quotes in claim["appearances"].items():
            if article not in line["texts"]:
                continue
            for quote in [quotes] if isinstance(quotes, str) else quotes:
                fits = []
                where = find(line["texts"][article], quote)
                for start, end, index in by_article[article] if where else []:
                    size = where[1] - where[0]
                    overlap = min(end, where[1]) - max(start, where[0])
                    if end - start <= 3 * size + 100 and overlap > 0 and overlap >= 0.5 * min(size, end - start) and overlap >= 0.25 * size:
                        fits.append((overlap / (size + end - start - overlap), index))
                best = max(fits)[0] if fits else 0
                found.append((claim["id"], [index for value, index in fits if value >= 0.8 * best]))
    return found


def samples(story):
    claims = defaultdict(set)
    for claim, fits in story["units"]:
        for index in fits:
            claims[index].add(claim)
    rows = []
    for one, other, signs in story["pairs"]:
        if one in claims and other in claims:
            rows.append((signs, bool(claims[one] & claims[other]), 1.0))
        elif (one in claims or other in claims) and signs[1] > LEAST_OVERLAP:
            rows.append((signs, False, UNMENTIONED))
    return rows


def learn(cases):
    """Weights from these cases, lists of stories; every case counts the same."""
    signs, joined, weights = [], [], []
    for stories in cases:
        rows = [row for story in stories for row in samples(story)]
        total = sum(weight for *_, weight in rows)
        for row, same, weight in rows:
            signs.append(row)
            joined.append(same)
            weights.append(1000 * weight / total)
    return LogisticRegression(C=1.0, max_iter=5000).fit(np.array(signs), joined, sample_weight=weights)


def cluster(story, likely, threshold):
    """Average link as compare/align/cluster.rs does it."""
    members = {index: [index] for index in range(len(story["statements"]))}
    articles = {index: {place[0] for place in places} for index, places in enumerate(story["statements"])}
    claim_of = list(members)
    pairs = sorted(((value, *pair) for pair, value in likely.items() if value >= threshold), key=lambda row: (-row[0], row[1], row[2]))
    for _, one, other in pairs:
        into, out = claim_of[one], claim_of[other]
        if into == out:
            continue
        count = len(members[into]) * len(members[out])
        total = sum(likely.get((min(a, b), max(a, b)), 0.0) for a in members[into] for b in members[out])
        both = len(articles[into] & articles[out]) / min(len(articles[into]), len(articles[out]))
        if total / count >= threshold + BESIDE * both * min(1.0, math.log(count) / LARGE):
            members[into] += members[out]
            articles[into] |= articles[out]
            for moved in members.pop(out):
                claim_of[moved] = into
    return claim_of


def judge(stories, claims_of):
    """F1 over pairs of appearances, and the share of claims with several that stand in one piece."""
    names, fits, support = [], [], Counter()
    for number, (story, claim_of) in enumerate(zip(stories, claims_of)):
        for claim, indices in story["units"]:
            names.append(claim)
            fits.append({(number, claim_of[index]) for index in indices})
            support.update(fits[-1])
    top = [max(sorted(options), key=support.get) if options else None for options in fits]
    gold = {(a, b) for a, b in combinations(range(len(names)), 2) if names[a] == names[b]}
    got = {(a, b) for a, b in combinations(range(len(names)), 2) if top[a] is not None and top[a] == top[b]}
    f1 = 2 * len(gold & got) / (len(gold) + len(got)) if gold or got else 1.0
    several = [[top[i] for i in range(len(names)) if names[i] == name] for name in sorted(set(names)) if names.count(name) > 1]
    return f1, float(np.mean([len(set(pieces)) == 1 and pieces[0] is not None for pieces in several]))


def main():
    trainer, shared = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as scratch:
        cases = list(folders(shared, pathlib.Path(scratch)))
        done = subprocess.run([trainer, "pairs", *cases], capture_output=True, text=True, check=True)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        expected = {case.name: json.loads((case / "expected.json").read_text()) for case in cases}
    by_case = defaultdict(list)
    for line in lines:
        line["units"] = units(line, expected[line["case"]])
        by_case[line["case"]].append(line)
    results = defaultdict(list)
    for case, stories in by_case.items():
        model = learn([others for other, others in by_case.items() if other != case])
        likely = []
        for story in stories:
            values = model.predict_proba(np.array([signs for *_, signs in story["pairs"]]))[:, 1]
            likely.append({(one, other): value for (one, other, _), value in zip(story["pairs"], values)})
        for threshold in THRESHOLDS:
            results[threshold].append(judge(stories, [cluster(*both, threshold) for both in zip(stories, likely)]))
    for threshold, figures in results.items():
        print(f"threshold {threshold:.2f}: joined F1 {np.mean([f for f, _ in figures]):.3f}, whole {np.mean([w for _, w in figures]):.3f}")
    if "--write" in sys.argv:
        write(learn(list(by_case.values())))


def write(model):
    old = WEIGHTS.read_text()
    names = re.findall(r"^(\w+) = ", old.split("[weights]")[1], re.M)
    threshold = re.search(r"^threshold = (.*)$", old, re.M).group(1)
    head = "# How much each sign counts for two statements being one claim; see CARD.md.\n"
    weights = "".join(f"{name} = {value:.3f}\n" for name, value in zip(names, model.coef_[0], strict=True))
    WEIGHTS.write_text(f"{head}threshold = {threshold}\nbias = {model.intercept_[0]:.3f}\n\n[weights]\n{weights}")


main()
