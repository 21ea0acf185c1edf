#!/usr/bin/env python3
"""Writes crates/headwater/models/names/clusters.bin: words that are used alike, by the vectors of models/likeness.

    clusters.py crates/headwater/models/likeness/table.bin > crates/headwater/models/names/clusters.bin

Seven bytes a word, sorted: four of its hash, two of its small group, one of its large group. Needs numpy; the groups are
k-means over the vectors, begun at evenly spaced words, so that the same table gives the same groups.
"""
import pathlib
import struct
import sys

import numpy

SMALL, LARGE, ROUNDS = 1024, 64, 25


def words(path):
    """The whole words of the table and their vectors; `src/knowledge/likeness.rs` describes the file."""
    data = pathlib.Path(path).read_bytes()
    _, count, pieces, size, letters, accents = struct.unpack_from("<6I", data, 8)
    at = 32 + 8 * accents
    ends = struct.unpack_from(f"<{count + pieces + 1}I", data, at)
    at += 4 * (count + pieces + 1)
    scales = numpy.frombuffer(data, "<f4", size, at)
    at += 4 * size + 4 * (count + pieces)
    texts = [data[at + ends[i]:at + ends[i + 1]].decode() for i in range(count)]
    rows = numpy.frombuffer(data, "i1", count * size, at + letters).reshape(count, size)
    kept = [i for i, text in enumerate(texts) if text.isalpha() and 1 < len(text)]
    vectors = rows[kept].astype(numpy.float64) * scales
    return [texts[i] for i in kept], vectors / numpy.maximum(numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def groups(vectors, count):
    """The group of each vector."""
    centres = vectors[numpy.linspace(0, len(vectors) - 1, count).astype(int)]
    for _ in range(ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        for group in range(count):
            inside = vectors[nearest == group]
            if len(inside):
                centre = inside.mean(axis=0)
                centres[group] = centre / max(numpy.linalg.norm(centre), 1e-9)
    return nearest, centres


def hashed(word):
    """`hash_word` of src/knowledge/names.rs, its low half."""
    value = 0xCBF29CE484222325
    for letter in word.lower():
        value = (value ^ ord(letter)) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value & 0xFFFFFFFF


texts, vectors = words(sys.argv[1])
small, centres = groups(vectors, SMALL)
large, _ = groups(centres, LARGE)
rows = sorted((hashed(text), int(group), int(large[group])) for text, group in zip(texts, small))
sys.stdout.buffer.write(b"".join(struct.pack("<IHB", *row) for row in rows))
