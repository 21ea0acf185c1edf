"""How types are told: mypy reads this in strict mode, nobody runs it."""

import pathlib

import headwater as hw
import pandas
import polars
import pyarrow  # type: ignore[import-untyped]


def all_of_it() -> None:
    found: hw.Findings = hw.read(["a.txt", pathlib.Path("b"), {"text": "c", "outlet": "d"}], threads=2, on_error="keep")
    table: hw.Table = found.claims
    rows: list[str] = [str(row["text"]) for row in table]
    first: dict[str, str | int | bool | None] = table[0]
    column: list[str | int | bool | None] = table["text"]
    some: list[dict[str, str | int | bool | None]] = table[1:2]
    frames: tuple[pandas.DataFrame, polars.DataFrame, pyarrow.Table] = (
        table.to_pandas(),
        table.to_polars(),
        table.to_arrow(),
    )
    words: str = found.why("1.1", width=80) + found.to_jsonl() + hw.open(pathlib.Path("news.hw")).to_markdown()
    hw.read("a.txt", on_error="never")  # type: ignore[arg-type]
    hw.read(3)  # type: ignore[arg-type]
    found.colours  # type: ignore[attr-defined]
    print(rows, first, column, some, frames, words)
