"""What is read, and how it is refused."""

import datetime
import os
import pathlib
import subprocess
import time

import headwater as hw
import pandas
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
HEADWATER = os.environ["HEADWATER"]

FERRY = [
    {"outlet": "Morva Post", "text": "The ferry is closed, the harbour master, Ilse Brandt, said on Monday."},
    {"outlet": "Tarn Daily", "text": "The ferry is closed, Ilse Brandt told the Morva Post."},
]


def printed(*arguments, **options):
    """What the program prints."""
    command = [HEADWATER, "read", "--quiet", "--format", "jsonl", *arguments]
    return subprocess.run(command, capture_output=True, **options).stdout


@pytest.mark.parametrize("folder", sorted(path.name for path in CORPUS.iterdir()))
@pytest.mark.parametrize("clean", [True, False])
def test_the_records_are_those_of_the_program_byte_for_byte(folder, clean):
    path = str(CORPUS / folder)
    found = hw.read(path, clean=clean, on_error="keep")
    assert len(found.articles) + len(found.unread) > 0
    assert found.to_jsonl().encode() == printed(path, *([] if clean else ["--no-clean"]))


def test_any_number_of_threads_finds_the_same():
    told = {hw.read(CORPUS, threads=threads, on_error="keep").to_jsonl() for threads in (1, 2, 7)}
    assert len(told) == 1


def test_dictionaries_are_the_lines_of_a_file(tmp_path):
    lines = tmp_path / "pages.jsonl"
    pandas.DataFrame(FERRY).assign(id=["a", "b"]).to_json(lines, orient="records", lines=True)
    given = [dict(page, id=name) for page, name in zip(FERRY, "ab")]
    assert hw.read(given).to_jsonl().encode() == printed(str(lines))


def test_rows_of_a_frame_are_pages_also_where_values_are_missing():
    frame = pandas.DataFrame([dict(FERRY[0], published=pandas.Timestamp("2025-05-05")), FERRY[1]])
    articles = hw.read(frame.to_dict("records")).articles
    assert sorted(article["published"] or "" for article in articles)[1] == "2025-05-05"
    day = hw.read(dict(FERRY[0], published=datetime.date(2025, 5, 5))).articles[0]
    assert (day["published"], day["ref"]) == ("2025-05-05", "inputs[0]")


def test_texts_paths_and_patterns_are_told_apart():
    text = (CORPUS / "clinic-fire" / "first.txt").read_text(encoding="utf-8")
    (article,) = hw.read(text).articles
    assert article["ref"] == "inputs[0]"
    assert len(hw.read(str(CORPUS / "clinic-fire" / "*.txt")).articles) == 3
    both = hw.read([CORPUS / "clinic-fire" / "second.txt", text])
    assert len(both.articles) == 2


def test_a_path_that_leads_nowhere_is_named(tmp_path):
    missing = tmp_path / "gone.txt"
    with pytest.raises(FileNotFoundError) as error:
        hw.read([missing])
    assert error.value.filename == str(missing)
    with pytest.raises(FileNotFoundError):
        hw.open(missing)
    kept = hw.read([missing, *FERRY], on_error="keep")
    assert kept.unread[0] == {"ref": str(missing), "why": "no such file or folder"}
    assert len(kept.articles) == 2


def test_what_cannot_be_read_is_named(tmp_path):
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"text": "Rain fell."}\n{"text": \n')
    with pytest.raises(hw.ReadError, match="broken.jsonl:2"):
        hw.read(broken)
    with pytest.raises(hw.ReadError, match=r"inputs\[1\].*neither `text` nor `html`"):
        hw.read([FERRY[0], {"title": "Nothing"}])
    with pytest.raises(hw.ReadError, match="line break"):
        hw.read("The ferry is closed. " * 20)
    with pytest.raises(TypeError, match=r"inputs\[0\] is a int"):
        hw.read([3])
    with pytest.raises(ValueError, match="on_error"):
        hw.read(FERRY, on_error="ignore")
    with pytest.raises(ValueError, match="threads"):
        hw.read(FERRY, threads=0)


def test_columns_of_tables_can_be_named(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("kopf,leib\nFerry,The ferry is closed.\n")
    (article,) = hw.read(table, columns={"text": "leib", "title": "kopf"}).articles
    assert (article["title"], article["text"].strip()) == ("Ferry", "The ferry is closed.")
    with pytest.raises(ValueError):
        hw.read(table, columns={"nonsense": "leib"})


def test_nothing_in_nothing_out():
    nothing = hw.read([])
    assert {len(table) for table in nothing.tables.values()} == {0}
    assert repr(nothing) == "<headwater.Findings: 0 articles in 0 stories>"


def test_a_store_and_a_saved_run_open(tmp_path):
    store, saved = tmp_path / "news.hw", tmp_path / "run.jsonl"
    folder = str(CORPUS / "harbour-talks")
    printed("--store", str(store), folder, check=True)
    saved.write_bytes(printed(folder))
    assert hw.open(saved).to_jsonl() == saved.read_text(encoding="utf-8")
    assert hw.open(store).claims.to_dicts() == hw.read(folder, on_error="keep").claims.to_dicts()
    with pytest.raises(hw.ReadError, match="first.txt"):
        hw.open(CORPUS / "clinic-fire" / "first.txt")


def test_other_threads_of_python_go_on_while_pages_are_read():
    import threading

    counted, stop = 0, threading.Event()

    def count():
        nonlocal counted
        while not stop.is_set():
            counted += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    began = time.monotonic()
    hw.read([dict(FERRY[0], text=FERRY[0]["text"] * 300)], threads=1)
    took, before = time.monotonic() - began, counted
    stop.set()
    thread.join()
    assert before > 50 * took, f"the other thread ran {before} times in {took:.1f} s"


def test_an_interruption_ends_reading():
    script = (
        "import headwater as hw, signal, threading, os\n"
        "threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "page = {'text': 'The ferry is closed, Ilse Brandt said on Monday. ' * 2000}\n"
        "try:\n"
        "    hw.read([dict(page, id=str(number)) for number in range(20_000)])\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    began = time.monotonic()
    run = subprocess.run([os.sys.executable, "-c", script], capture_output=True, text=True, timeout=100)
    assert run.stdout == "stopped\n", run.stderr
    assert time.monotonic() - began < 60
