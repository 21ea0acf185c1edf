#!/usr/bin/env python3
"""How well agencies' own texts are known as such: precision, recall and F1 over SHARED/data/wire.

    eval/wire.py HEADWATER SHARED

An article counts as an agency's if a story says that it copies an outlet that is none of the articles read.
"""
import json
import pathlib
import subprocess
import sys
import tempfile


def main(headwater, shared):
    shared = pathlib.Path(shared)
    rows = [json.loads(line) for line in (shared / "data/wire/polnear.jsonl").open(encoding="utf-8")]
    texts = {path.stem: path for path in (shared / "data/attribution").rglob("*.txt")}
    rows = [row for row in rows if row["id"] in texts]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for row in rows:
            text = texts[row["id"]].read_text(encoding="utf-8")
            fields = {"id": row["id"], "title": row["title"], "text": text, "published": row["published"], "outlet": row["outlet"]}
            out.write(json.dumps(fields) + "\n")
        out.flush()
        done = subprocess.run([headwater, "read", "--quiet", "--format", "jsonl", out.name], capture_output=True, text=True)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    place = {record["id"]: record["ref"] for record in records if record["type"] == "article"}
    copied = [d for r in records if r["type"] == "story" for d in r["derivations"] if d["how"] == "copies"]
    found = {place[d["article"]] for d in copied if d["from"] not in place}
    wanted = {row["id"] for row in rows if row["wire"]}
    known = {row["id"] for row in rows}
    hits = len(found & wanted)
    precision, recall = hits / max(len(found & known), 1), hits / len(wanted)
    print(f"{len(rows)} articles, {len(wanted)} of agencies: precision {precision:.3f}, recall {recall:.3f}, "
          f"F1 {2 * precision * recall / max(precision + recall, 1e-9):.3f}")
    if "--show" in sys.argv:
        print("not found:", *sorted(wanted - found), sep="\n  ")
        print("wrongly found:", *sorted(found - wanted), sep="\n  ")


main(*sys.argv[1:3])
