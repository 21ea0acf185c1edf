"""headwater reads news and says on whose word it rests: count origins, not articles.

>>> import headwater as hw
>>> found = hw.read("articles/")                    # doctest: +SKIP
>>> found.claims.to_pandas()                        # doctest: +SKIP
>>> print(found.why("1.1"))                         # doctest: +SKIP

`read` takes files, folders, texts and dictionaries, on all cores, and sends nothing anywhere. What it returns has a
table for everything that was found (`found.tables` lists them), and shows itself in a notebook.
"""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias, Union

from . import _headwater
from ._headwater import VERSION as __version__
from ._headwater import ClaimError, Findings, ReadError, Table

__all__ = ["ClaimError", "Findings", "Input", "ReadError", "Table", "__version__", "open", "read"]

Input: TypeAlias = Union[str, "os.PathLike[str]", Mapping[str, Any]]
"""One input: a path, a text, or a dictionary."""


def read(
    inputs: Input | Iterable[Input],
    *,
    clean: bool = True,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
    on_error: Literal["raise", "keep"] = "raise",
) -> Findings:
    """Read pages and compare them: which stories they tell, what is claimed, and on whose word each claim rests.

    An input is one of

    - a path (`str` or `pathlib.Path`) of a file or a folder: text, HTML, JSON Lines, RSS, Atom, CSV, web archives
      (WARC), each also gzipped; a `str` with `*`, `?` or `[` that is no path stands for the paths it matches, `**` for
      folders to any depth;
    - a text: a `str` with a line break in it;
    - a dictionary with `text` or `html`, and what is known of `title`, `url`, `outlet`, `published`, `byline`,
      `language`, `id`. Rows of a frame are such dictionaries: `hw.read(frame.to_dict("records"))`.

    clean: take out menus, teasers and captions that are glued to the text; False takes text to the letter.
    columns: which columns of CSV files hold what, `{"text": "body"}`; by default their names tell.
    threads: how many to read with, one a core by default. What is found is the same with any number.
    on_error: "raise" an exception when something cannot be read, or "keep" it in `.unread` and read the rest.

    Raises `ReadError`, a `ValueError`, that names what could not be read; `FileNotFoundError` where a path leads
    nowhere.

    >>> found = read([
    ...     {"outlet": "Morva Post", "text": "The ferry is closed, the harbour master, Ilse Brandt, said on Monday."},
    ...     {"outlet": "Tarn Daily", "text": "The ferry is closed, Ilse Brandt told the Morva Post."},
    ... ])
    >>> found
    <headwater.Findings: 2 articles in 1 story>
    """
    if on_error not in ("raise", "keep"):
        raise ValueError(f'on_error is "raise" or "keep", not {on_error!r}')
    if threads is not None and threads < 1:
        raise ValueError(f"threads is at least 1, not {threads}")
    several = [inputs] if isinstance(inputs, (str, os.PathLike, Mapping)) else inputs
    given = [one for number, value in enumerate(several) for one in _inputs(value, f"inputs[{number}]")]
    named = ",".join(f"{field}={column}" for field, column in columns.items()) if columns else None
    return _headwater.read(given, clean=clean, columns=named, threads=threads or 0, keep=on_error == "keep")


def open(path: str | os.PathLike[str]) -> Findings:
    """Open a store that `headwater read --store FILE` keeps, or a run that `--format jsonl` saved.

    >>> found = open("news.hw")                     # doctest: +SKIP
    """
    return _headwater.open(os.fspath(path))


def _inputs(value: Any, name: str) -> list[tuple[str, str, str]]:
    """What the native part takes: the kind of an input, what to call it, and its words."""
    if isinstance(value, Mapping):
        return [("page", name, json.dumps(_known(value), default=_written, ensure_ascii=False))]
    if isinstance(value, str) and ("\n" in value or "\r" in value):
        return [("text", name, value)]
    if isinstance(value, (str, os.PathLike)):
        path = os.fspath(value)
        if not isinstance(path, str):
            path = os.fsdecode(path)
        if glob.has_magic(path) and not os.path.exists(path):
            if matched := sorted(glob.glob(path, recursive=True)):
                return [("path", one, one) for one in matched]
        if not os.path.exists(path) and " " in path.strip() and len(path) > 200:
            raise ReadError(f'cannot read `{name}`: no path, and no text for it has no line break; give {{"text": ...}}')
        return [("path", path, path)]
    raise TypeError(f"{name} is a {type(value).__name__}; give a path, a text or a dictionary with `text`")


def _known(page: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that have a value: frames mark missing ones with NaN, which is not equal to itself."""
    return {str(field): value for field, value in page.items() if isinstance(value, list) or _is(value)}


def _is(value: Any) -> bool:
    try:
        return value is not None and bool(value == value)
    except (TypeError, ValueError):
        return False


def _written(value: Any) -> Any:
    """Days and moments as ISO 8601 has them; anything else as it prints itself."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
