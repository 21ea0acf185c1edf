#!/usr/bin/env python3
"""Groups the same articles with headwater and with two common ways, in one run, and prints one table.

    pip install datasketch scikit-learn scipy
    eval/peers.py HEADWATER SHARED      the binary, and the folder that has data/ and eval/

Quality is B-cubed F1 over SHARED/data/stories, all sets mixed. Speed is articles a second of processor time for
grouping 10,000 invented articles (a fifth near-copies), which `cargo bench -p headwater --bench grouping` makes up and
groups; reading is left out on all sides. Give that benchmark's binary as BENCH to have the speeds too.

    eval/peers.py HEADWATER SHARED BENCH
"""
import json
import pathlib
import re
import subprocess
import sys
import time

import numpy
from datasketch import MinHash, MinHashLSH
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

COUNT = 10_000


def minhash(texts, jaccard=0.2):
    """The stories that MinHash LSH holds together: three-word shingles, 128 permutations."""
    lsh, root = MinHashLSH(threshold=jaccard, num_perm=128), list(range(len(texts)))

    def of(at):
        while root[at] != at:
            root[at] = at = root[root[at]]
        return at

    for at, text in enumerate(texts):
        words, sketch = re.findall(r"\w+", text.lower()), MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[i : i + 3]).encode() for i in range(max(1, len(words) - 2))])
        for other in lsh.query(sketch):
            root[of(at)] = of(other)
        lsh.insert(at, sketch)
    return [of(at) for at in range(len(texts))]


def tfidf(texts, alike=0.18):
    """Average link over the cosine of TF-IDF vectors: all pairs, so its cost is the square of the number."""
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english", max_features=50_000).fit_transform(texts)
    distance = 1 - numpy.asarray((vectors @ vectors.T).todense(), dtype=numpy.float32)
    numpy.fill_diagonal(distance, 0)
    return fcluster(linkage(squareform(numpy.clip(distance, 0, 1), checks=False), "average"), 1 - alike, "distance")


def timed(group, texts):
    began = time.process_time()
    group(texts)
    return len(texts) / (time.process_time() - began)


def main(headwater, shared, bench=None):
    shared = pathlib.Path(shared).resolve()
    sys.path.insert(0, str(shared / "eval"))
    sys.argv = ["score_stories.py", "--inputs", "/dev/null"]
    import score_stories

    documents = score_stories.load([shared / f"data/stories/{name}.jsonl" for name in ("fnc", "ecbplus", "basil")])
    texts = [f"{d['title'] or ''}\n{d['text']}" for d in documents]
    gold = {d["id"]: d["set"] + d["story"] for d in documents}

    def f1(labels):
        return score_stories.bcubed(gold, {d["id"]: label for d, label in zip(documents, labels)})[2]

    records = score_stories.common.run(f"{headwater} read --quiet --format jsonl", documents)
    rows = {
        "headwater": [score_stories.score(documents, records)["ALL"]["F1"], None],
        "MinHash LSH (datasketch), best of five thresholds": [max(f1(minhash(texts, t)) for t in (0.05, 0.1, 0.2, 0.3, 0.5)), None],
        "TF-IDF, average link (scikit-learn, scipy), best of five": [max(f1(tfidf(texts, t)) for t in (0.12, 0.14, 0.16, 0.18, 0.2)), None],
    }
    if bench:
        lines = subprocess.run([bench, "write", str(COUNT)], capture_output=True, text=True, check=True).stdout
        invented = [json.loads(line)["text"] for line in lines.splitlines()]
        row = subprocess.run([bench, "invented", str(COUNT)], capture_output=True, text=True, check=True).stdout
        speeds = [float(row.split("|")[6]), timed(minhash, invented), timed(tfidf, invented)]
        for name, speed in zip(rows, speeds):
            rows[name][1] = speed
    print("| | B-cubed F1 | articles/s, 10,000 invented | headwater is faster by |")
    print("| --- | ---: | ---: | ---: |")
    for name, (score, speed) in rows.items():
        ratio = f"{rows['headwater'][1] / speed:.1f} | " if speed else " | "
        print(f"| {name} | {score:.3f} | {speed or 0:,.0f} | {ratio}".rstrip())


main(*sys.argv[1:])
