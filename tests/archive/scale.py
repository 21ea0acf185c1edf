"""Measures `headwater archive` on many articles: extracted, grouped in one process, and on a cluster that loses an
executor midway. Prints a table for docs/SCALE.md.

    scale.py HEADWATER ARTICLES.jsonl[.gz] WORK [--copies 9] [--executors 2] [--parts 16]

Each article is multiplied with edits: another outlet, other days, sentences left out, numbers changed. WORK is a folder
that must be empty; what was made stays there.
"""

import argparse
import datetime
import gzip
import json
import pathlib
import random
import re
import resource
import subprocess
import time

from cluster import Cluster

SHARDS = 8
LONGEST = 1000


def edited(article, number, copy):
    """One of the copies of an article: every second is a near-copy of the one before it, told a day later."""
    chance = random.Random(f"{number} {copy}")
    base = random.Random(f"{number} {copy // 2}")
    sentences = re.split(r"(?<=[.!?])\s+", article["text"][:LONGEST])
    day = datetime.date(2024, 1, 1) + datetime.timedelta(days=base.randrange(700) + copy % 2)
    gone = {base.randrange(len(sentences)) for _ in range(copy // 2)}
    gone |= {chance.randrange(len(sentences)) for _ in range(2 * (copy % 2))}
    kept = [sentence for at, sentence in enumerate(sentences) if at not in gone] or sentences
    text = re.sub(r"\b\d{2,3}\b", lambda found: str(int(found.group()) + copy // 2), " ".join(kept))
    return {
        "id": f"{number}-{copy}",
        "url": f"https://outlet-{copy}.example/{number}",
        "outlet": f"Outlet {copy}",
        "published": day.isoformat(),
        "title": article.get("title"),
        "text": text,
    }


def multiply(source, folder, copies):
    opened = gzip.open(source, "rt") if source.suffix == ".gz" else open(source)
    shards = [gzip.open(folder / f"shard-{at}.jsonl.gz", "wt", compresslevel=4) for at in range(SHARDS)]
    words = articles = 0
    with opened as lines:
        for number, line in enumerate(lines):
            article = json.loads(line)
            for copy in range(copies):
                page = edited(article, number, copy)
                if not page["text"].strip():
                    continue
                words += len(page["text"].split())
                articles += 1
                shards[(number * copies + copy) % SHARDS].write(json.dumps(page) + "\n")
    for shard in shards:
        shard.close()
    return articles, words


def timed(command, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, cpu, after.ru_maxrss / 1024, done.stderr


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def same(one, other):
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    return [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headwater")
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--copies", type=int, default=9)
    parser.add_argument("--executors", type=int, default=2)
    parser.add_argument("--parts", type=int, default=16)
    asked = parser.parse_args()
    work = asked.work
    (work / "in").mkdir(parents=True)
    articles, words = multiply(asked.source, work / "in", asked.copies)
    print(f"{articles:,} articles, {words:,} words, {size(work / 'in') / 1e6:.0f} MB gzipped")
    run = [asked.headwater, "archive"]

    seconds, cpu, peak, _ = timed([*run, "extract", work / "in", "--out", work / "shards"])
    print(f"extract  {seconds:.0f} s, {cpu:.0f} CPU s, {words / cpu:,.0f} words per CPU s, {size(work / 'shards') / 1e6:.0f} MB")

    seconds, cpu, peak, steps = timed([*run, "group", work / "shards", "--out", work / "here"])
    print(f"here     {seconds:.0f} s, {cpu:.0f} CPU s, at most {peak:.0f} MiB of memory\n{steps}")

    with Cluster(asked.headwater, work / "cluster", executors=asked.executors) as cluster:
        command = [*run, "group", work / "shards", "--out", work / "there", "--cluster", cluster.address,
                   "--parts", str(asked.parts)]
        seconds, _, _, steps = timed(command)
        print(f"cluster  {seconds:.0f} s, {cluster.shuffled() / 1e6:.0f} MB shuffled\n{steps}")
    print("  files that differ from those of one process:", same(work / "here", work / "there"))

    with Cluster(asked.headwater, work / "losing", executors=asked.executors) as cluster:
        command[-5] = work / "lost"
        command[-3] = cluster.address
        began = time.monotonic()
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith("story"):
                time.sleep(10)
                cluster.kill_an_executor()
                print(f"killed an executor after {time.monotonic() - began:.0f} s, while stories were told")
                break
        _, said = process.communicate()
        assert process.returncode == 0, said
        print(f"losing   {time.monotonic() - began:.0f} s")
    print("  files that differ from those of one process:", same(work / "here", work / "lost"))


if __name__ == "__main__":
    main()
