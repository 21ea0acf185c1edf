#!/usr/bin/env python3
"""Writes the tagger's training text: a line a sentence, `document TAB spans TAB text`.

    prepare.py DATA > names.tsv

Spans are `start:end:KIND` in bytes, parted by commas; KIND is PER, LOC or ORG. Standard library only.
"""
import collections
import gzip
import json
import pathlib
import re
import sys

DATA = pathlib.Path(sys.argv[1])
OPEN = {"news", "interview", "bio", "voyage", "academic", "court"}  # GUM's genres under CC BY and CC BY-SA
KINDS = {"person": "PER", "place": "LOC", "organization": "ORG", "Person": "PER", "Location": "LOC", "Organisation": "ORG"}
INSIDE = {"of", "the", "and", "&", "for", "'s", "’s", "-", "–", "de", "del", "la", "al", "bin", "van", "von", "du", "des", "."}
TITLES = set("president prime vice deputy home foreign special representative spokesman spokeswoman ceo cfo commander commodore presiding mr mr. mrs mrs. ms ms. dr dr. sir lord lady king queen prince princess senator sen. rep. representative gov. governor gen. general colonel col. captain major lieutenant sergeant prof. professor minister chancellor secretary judge justice chief pope saint ambassador commander congressman congresswoman mayor".split())


def emit(document, text, spans):
    spans = sorted(set(spans))
    cut = [f"{len(text[:s].encode())}:{len(text[:e].encode())}:{k}" for s, e, k in spans]
    print(document, ",".join(cut), text, sep="\t")


def conllu(path):
    """Yields (document, text, tokens, sent_id); a token is (start, end, xpos, deprel, head index, misc)."""
    document, sentence, text, tokens, at, upto = None, None, "", [], 0, 0
    for line in gzip.open(path, "rt"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id"):
            document = line.split("= ", 1)[1]
        elif line.startswith("# sent_id"):
            sentence = line.split("= ", 1)[1]
        elif line.startswith("# text = "):
            text, tokens, at, upto = line[9:], [], 0, 0
        elif line[:1].isdigit():
            f = line.split("\t")
            if "-" in f[0] or "." in f[0]:
                if "-" in f[0]:
                    start = text.find(f[1], at)
                    if 0 <= start:
                        upto = start + len(f[1])
                continue
            start = text.find(f[1], at)
            start = at if start < 0 else start
            end = min(len(text), start + len(f[1]))
            at = end
            tokens.append((start, end, f[4], f[7], int(f[6]) - 1, f[9]))
        elif not line and tokens:
            yield document, text, tokens, sentence
            tokens = []


def entities(tokens, open_):
    """GUM's entities that close within the sentence: (first, last, kind)."""
    for i, token in enumerate(tokens):
        m = re.search(r"(?:^|\|)Entity=([^|]*)", token[5])
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", m[1]) if m else []:
            if part.startswith("("):
                number, kind = part.strip("()").split("-")[:2]
                open_.append((number, kind, i))
                if not part.endswith(")"):
                    continue
                part = number + ")"
            for j in range(len(open_) - 1, -1, -1):
                if open_[j][0] == part[:-1]:
                    _, kind, first = open_.pop(j)
                    yield first, i, kind
                    break


def core(text, tokens, first, last):
    """The proper-noun core of an entity around its head, or None."""
    inside = range(first, last + 1)
    heads = [i for i in inside if not first <= tokens[i][4] <= last]
    if not heads or tokens[heads[0]][2] not in ("NNP", "NNPS"):
        return None
    word = lambda i: text[tokens[i][0]:tokens[i][1]]
    name = lambda i: tokens[i][2] in ("NNP", "NNPS") and tokens[i][3] != "nmod:desc" and word(i).lower() not in TITLES
    fits = lambda i: name(i) or word(i).lower() in INSIDE or tokens[i][2] in ("CD", "FW")
    head = heads[0]
    if not name(head):
        return None
    start = end = head
    while start > first and fits(start - 1):
        start -= 1
    while end < last and fits(end + 1):
        end += 1
    while not name(start):
        start += 1
    while not (name(end) or tokens[end][2] == "CD" or word(end) == "."):
        end -= 1
    return start, end


def gum():
    for document, text, tokens, _ in conllu(DATA / "treebank/en_gum-ud-train.conllu.gz"):
        if document.split("_")[1] not in OPEN:
            continue
        spans = []
        for first, last, kind in sorted(entities(tokens, []), key=lambda e: e[0] - e[1]):
            if kind not in ("person", "place", "organization"):
                continue
            found = core(text, tokens, first, last)
            if not found or (kind == "person" and tokens[found[1]][2] == "NNPS"):
                continue
            start, end = tokens[found[0]][0], tokens[found[1]][1]
            if kind == "person" and start == end:
                continue
            if all(end <= s or e <= start for s, e, _ in spans):
                spans.append((start, end, KINDS[kind]))
        emit(document, text, spans)


def ewt():
    """The English Web Treebank with kinds.tsv; a sentence with an open name is left out."""
    kinds = {}
    for line in (pathlib.Path(__file__).parent / "kinds.tsv").read_text().split("\n"):
        if line and not line.startswith("#"):
            sentence, marks = line.split("\t")
            kinds[sentence] = marks
    for document, text, _, sentence in conllu(DATA / "treebank/en_ewt-ud-train.conllu.gz"):
        marks = kinds.get(sentence, "")
        if marks != "?":
            parts = [mark.split(":") for mark in marks.split(",") if mark]
            emit(document, text, [(int(start), int(end), kind) for start, end, kind in parts])


def tidy(text, start, end, kind):
    """A span of a noun phrase cut to the name in it."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    while words and (text[words[0][0]].islower() or text[slice(*words[0])] in ("The", "A", "Mr") or text[slice(*words[0])].lower().strip(".,") in TITLES):
        words.pop(0)
    kept = []
    for s, e in words:
        if text[s:e].lower() not in INSIDE and not text[s].isupper() and not text[s].isdigit():
            return None
        kept.append((s, e))
        if text[e - 1] == ",":
            kept[-1] = (s, e - 1)
            break
    while kept and text[slice(*kept[-1])].lower() in INSIDE:
        kept.pop()
    return (kept[0][0], kept[-1][1], kind) if kept else None


def re3d():
    for source in ("centcom", "uk-government", "us-state-department", "wikipedia"):
        folder = DATA / "entities/re3d" / source
        marks = collections.defaultdict(list)
        for line in (folder / "entities.jsonl").read_text().split("\n"):
            if line.strip():
                e = json.loads(line)
                if e["type"] in KINDS:
                    marks[e["documentId"]].append((e["begin"], e["end"], KINDS[e["type"]]))
        for line in (folder / "documents.jsonl").read_text().split("\n"):
            if not line.strip():
                continue
            d = json.loads(line)
            text, spans = d["text"], []
            for s, e, k in sorted(marks[d["_id"]], key=lambda m: m[0] - m[1]):
                found = tidy(text, s, e, k)
                if found and all(found[1] <= a or b <= found[0] for a, b, _ in spans):
                    spans.append(found)
            for m in re.finditer(r"[^\n]+?(?:[.!?](?=\s)|(?=\n)|$)", text):
                inside = [(s - m.start(), e - m.start(), k) for s, e, k in spans if m.start() <= s and e <= m.end()]
                if m[0].strip():
                    emit("re3d-" + d["_id"], m[0].replace("\t", " "), inside)


def meantime():
    for path in sorted((DATA / "entities/meantime").glob("*.iob2")):
        document = text = None
        words = []
        for line in path.read_text().split("\n") + [""]:
            if line.startswith("# newdoc id"):
                document = line.split("= ", 1)[1]
            elif line.startswith("# text = "):
                text, words, at = line[9:], [], 0
            elif line[:1].isdigit():
                word, tag = line.split("\t")[1:3]
                start = text.find(word, at)
                start = at if start < 0 else start
                at = start + len(word)
                words.append((start, at, tag))
            elif words:
                spans, i = [], 0
                while i < len(words):
                    if words[i][2][0] == "B":
                        j = i
                        while j + 1 < len(words) and words[j + 1][2][0] == "I":
                            j += 1
                        found = tidy(text, words[i][0], words[j][1], words[i][2][2:])
                        if found:
                            spans.append(found)
                        i = j
                    i += 1
                emit("meantime-" + document, text, spans)
                words = []


gum()  # re3d() is left out: its noun phrases and kinds made the tagger worse
meantime()
ewt()
