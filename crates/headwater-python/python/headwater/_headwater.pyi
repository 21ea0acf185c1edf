"""The native part. `headwater` has what is for users."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias, final, overload

import pandas
import polars
import pyarrow  # type: ignore[import-untyped]

__all__ = ["ClaimError", "Findings", "ReadError", "Table", "VERSION", "open", "read"]

VERSION: Final[str]

_Cell: TypeAlias = str | int | bool | None
_Row: TypeAlias = dict[str, _Cell]

class ReadError(ValueError):
    """Something could not be read. The message names it and says why."""

class ClaimError(KeyError):
    """There is no such claim. The message says what there is."""

@final
class Table:
    """A table of what was found: the columns that the Parquet files of `headwater export` have, by the same names.

    Iterate over it for rows as dictionaries, or hand it to what takes Arrow (`pyarrow.table(t)`, `polars.DataFrame(t)`,
    DuckDB): no value is copied then.
    """

    @property
    def name(self) -> str:
        """Its name, that of the Parquet file too."""
    @property
    def about(self) -> str:
        """What its rows are, in words."""
    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
    @property
    def meanings(self) -> dict[str, str]:
        """What each column means, by its name."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_Row]: ...
    @overload
    def __getitem__(self, key: int, /) -> _Row: ...
    @overload
    def __getitem__(self, key: slice, /) -> list[_Row]: ...
    @overload
    def __getitem__(self, key: str, /) -> list[_Cell]: ...
    def to_pandas(self) -> pandas.DataFrame:
        """A `pandas.DataFrame`: numbers as `Int64`, which may be missing; text as pandas keeps text."""
    def to_polars(self) -> polars.DataFrame:
        """A `polars.DataFrame`, from Arrow."""
    def to_arrow(self) -> pyarrow.Table:
        """A `pyarrow.Table` over the same memory."""
    def to_dicts(self) -> list[_Row]:
        """The rows as a list of dictionaries."""
    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """The Arrow PyCapsule interface: what takes Arrow takes this, and copies nothing."""
    def _repr_html_(self) -> str: ...

@final
class Findings:
    """What was found: tables, reports, and how each claim was counted.

    `headwater.read` and `headwater.open` make it.
    """

    @property
    def tables(self) -> dict[str, Table]:
        """All tables by name, those too that have no rows."""
    @property
    def articles(self) -> Table:
        """Documents as read."""
    @property
    def stories(self) -> Table:
        """Articles on one happening."""
    @property
    def story_articles(self) -> Table:
        """Which articles tell which story."""
    @property
    def claims(self) -> Table:
        """What articles say in common: how many say it, and on how many origins it rests."""
    @property
    def appearances(self) -> Table:
        """Where each claim is said, with the words."""
    @property
    def statements(self) -> Table:
        """The same as `appearances`."""
    @property
    def origins(self) -> Table:
        """On whose word each claim rests."""
    @property
    def chains(self) -> Table:
        """Where each origin is credited, and through whom."""
    @property
    def differences(self) -> Table:
        """Where accounts of one claim differ, a row a passage."""
    @property
    def links(self) -> Table:
        """How claims bear on each other."""
    @property
    def derivations(self) -> Table:
        """Which article rests on which."""
    @property
    def attributions(self) -> Table:
        """Who is credited with what."""
    @property
    def positions(self) -> Table:
        """Where the parties stand."""
    @property
    def moments(self) -> Table:
        """What happened when."""
    @property
    def timeline(self) -> Table:
        """The same as `moments`."""
    @property
    def set_aside(self) -> Table:
        """What was taken for no part of an article."""
    @property
    def unread(self) -> Table:
        """What could not be read: with `on_error="keep"`."""
    def why(self, claim: str, *, width: int = 100) -> str:
        """How a claim was counted, link by link, with the passages: what `headwater why` prints.

        `"1.2"` is the second claim of the first story; an id from the tables, or its beginning, works too. Raises
        `ClaimError`, a `KeyError`, where there is none.
        """
    def to_jsonl(self) -> str:
        """The records, one JSON object a line: byte for byte what `headwater read --format jsonl` prints."""
    def to_markdown(self) -> str:
        """The report as Markdown."""
    def _repr_html_(self) -> str: ...

def read(
    inputs: list[tuple[str, str, str]], *, clean: bool, columns: str | None, threads: int, keep: bool
) -> Findings: ...
def open(path: str) -> Findings: ...
