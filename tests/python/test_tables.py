"""Tables: the same in every form, and the same as the files that are exported."""

import os
import pathlib
import subprocess

import headwater as hw
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = str(ROOT / "corpus" / "harbour-talks")
HOSTILE = '<script>alert(1)</script> & "quotes" \u202e'


@pytest.fixture(scope="module")
def found():
    return hw.read(FOLDER, on_error="keep")


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The tables as the program writes them."""
    program = os.environ.get("HEADWATER_WITH_ALL")
    if not program:
        pytest.skip("HEADWATER_WITH_ALL names no program that writes Parquet")
    folder = tmp_path_factory.mktemp("exported")
    subprocess.run([program, "export", FOLDER, "--quiet", "--format", "parquet", "--out", folder])
    return folder


def test_tables_have_the_rows_and_columns_of_the_exported_ones(found, exported):
    files = {path.stem: pyarrow.parquet.read_table(path) for path in exported.glob("*.parquet")}
    assert set(files) == set(found.tables)
    for name, table in found.tables.items():
        assert table.columns == files[name].column_names
        assert table.to_dicts() == files[name].to_pylist(), name


def test_every_form_has_the_same_rows(found):
    for name, table in found.tables.items():
        rows = list(table)
        assert rows == table.to_dicts() == pyarrow.table(table).to_pylist() == polars.DataFrame(table).to_dicts()
        assert table.to_arrow() == pyarrow.table(table)
        assert table.to_polars().equals(polars.DataFrame(table))
        frame = table.to_pandas()
        assert list(frame.columns) == table.columns and len(frame) == len(table)
        known = frame.astype(object).where(frame.notna(), None)
        assert known.to_dict("records") == rows, name


def test_frames_have_kinds_to_count_with(found):
    claims = found.claims.to_pandas()
    assert str(claims.dtypes["articles"]) == "Int64"
    assert claims["articles"].max() >= 5
    assert found.origins.to_pandas()["anonymous"].dtype == bool
    empty = hw.read([]).claims.to_pandas()
    assert list(empty.dtypes.astype(str)) == list(claims.dtypes.astype(str))


def test_arrow_is_handed_over_without_copies(found):
    first, second = (pyarrow.table(found.articles).column("text").chunk(0).buffers()[2] for _ in range(2))
    assert first.address == second.address
    field = found.claims.to_arrow().schema.field("origins_min")
    assert field.metadata[b"description"] == found.claims.meanings["origins_min"].encode()


def test_arrow_outlives_what_it_came_from():
    table = hw.read(FOLDER, on_error="keep").articles.to_arrow()
    assert all(table.column("text").to_pylist())


def test_rows_and_columns_are_taken_as_from_a_list(found):
    claims = found.claims
    rows = list(claims)
    assert claims[0] == rows[0] and claims[-1] == rows[-1] and claims[1:3] == rows[1:3] and claims[::-2] == rows[::-2]
    assert claims["text"] == [row["text"] for row in rows]
    with pytest.raises(IndexError, match="claims"):
        claims[len(rows)]
    with pytest.raises(KeyError, match="its columns are claim, story"):
        claims["colour"]


def test_tables_are_attributes_and_those_only(found):
    for name, table in found.tables.items():
        assert getattr(found, name).name == name == table.name
    assert found.timeline.name == "moments" and found.statements.name == "appearances"
    assert {"claims", "timeline", "why"} <= set(dir(found))
    with pytest.raises(AttributeError):
        found.colours
    assert not hasattr(found, "_repr_png_")


def test_why_is_what_the_program_prints(found):
    program = [os.environ["HEADWATER"], "why", "1.1", FOLDER, "--width", "100", "--color", "never"]
    printed = subprocess.run(program, capture_output=True, text=True, encoding="utf-8").stdout
    assert found.why("1.1").rstrip("\n") == printed.rstrip("\n")
    assert found.why(found.claims[0]["claim"]) == found.why("1.1")
    with pytest.raises(hw.ClaimError, match="story 1 has"):
        found.why("1.999")
    with pytest.raises(KeyError):
        found.why("nothing")


def test_notebooks_show_words_as_words():
    page = {"outlet": HOSTILE, "title": HOSTILE, "text": f"{HOSTILE} is closed, Ilse Brandt of {HOSTILE} said on Monday."}
    found = hw.read([page, dict(page, outlet="Tarn Daily")])
    shown = [found._repr_html_()] + [table._repr_html_() for table in found.tables.values()]
    assert any("&lt;script&gt;" in html for html in shown)
    for html in shown:
        assert "<script" not in html and "\u202e" not in html
        assert "src=" not in html and "href=" not in html


def test_a_story_shows_its_claims_with_what_they_rest_on(found):
    html = found._repr_html_()
    assert html.startswith("<div") and "6 articles in 2 stories" in html
    assert "Haldevik Courier" in html and "resting on" in html
    assert "<b>claims</b>" in found.claims._repr_html_()
    assert repr(found.claims) == f"<headwater.Table claims: {len(found.claims)} rows, what articles say in common>"


def test_a_report_is_markdown(found):
    assert found.to_markdown().startswith("#")


def test_pandas_counts_articles_against_origins(found):
    claims = found.claims.to_pandas().query("articles > 1 and origins_max == 1")
    assert isinstance(claims, pandas.DataFrame) and len(claims) > 0
