"""`headwater archive`: shards are whole or not there; stories, tables and records are those of one run; a cluster finds
the same in one that loses an executor midway. Called with the program, with one that exports Parquet by itself, and with
a folder to work in."""

import gzip
import json
import pathlib
import subprocess
import sys
import time
import unittest

import pyarrow.parquet

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from invented import pages

from cluster import Cluster

HEADWATER, EXPORTER, WORK = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
STORIES, TELLERS = 90, 5


def run(*arguments, code=0, program=HEADWATER):
    command = [program, *map(str, arguments)]
    done = subprocess.run(command, cwd=WORK, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stderr}"
    return done


def group(out, *arguments):
    """Groups the shards; one line of them cannot be read, which the exit status says."""
    done = run("archive", "group", *arguments, "--out", out, code=2)
    assert "found" in done.stderr, done.stderr
    return done


def files(folder):
    return {path.name: path.read_bytes() for path in sorted((WORK / folder).iterdir()) if path.is_file()}


def without_engine(found):
    """Tables as rows, whatever wrote the files."""
    names = [name for name in found if name.endswith(".parquet")]
    return {name: pyarrow.parquet.read_table(pyarrow.BufferReader(found[name])).to_pylist() for name in names}


class Archive(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """Three shards: stories in several of them, a page in two, a line that is no page."""
        told = list(pages(STORIES, TELLERS))
        for number in range(3):
            mine = [json.dumps(page) for at, page in enumerate(told) if at % 3 == number or at % 50 == 0]
            mine += ['{"id": "broken"'] if number == 1 else []
            text = "\n".join(mine) + "\n"
            if number == 2:
                (WORK / f"part-{number}.jsonl.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
            else:
                (WORK / f"part-{number}.jsonl").write_text(text)
        cls.shards = ["part-0.jsonl", "part-1.jsonl", "part-2.jsonl.gz"]
        run("archive", "extract", *cls.shards, "--out", "shards", code=2)
        group("here", "shards")
        cls.here = files("here")

    def test_records_are_those_of_one_run_to_the_byte(self):
        expected = run("read", *self.shards, "--format", "jsonl", code=2).stdout
        self.assertEqual(self.here["records.jsonl"].decode(), expected)
        self.assertIn('"type":"unread"', expected)
        stories = [json.loads(line) for line in expected.splitlines() if '"type":"story"' in line[:20]]
        self.assertGreater(sum(1 < len(story["articles"]) for story in stories), 5)

    def test_tables_are_those_of_an_export(self):
        run("export", *self.shards, "--format", "parquet", "--out", "exported", code=2,
            program=EXPORTER)
        exported = without_engine(files("exported"))
        self.assertEqual(without_engine(self.here), exported)
        self.assertGreater(len(exported["origins.parquet"]), 0)

    def test_what_was_found_can_be_asked(self):
        self.assertIn("origin", run("why", "1.1", "here/records.jsonl", code=2).stdout)

    def test_threads_order_and_memory_make_no_difference(self):
        shards = [f"shards/{name}.parquet" for name in reversed(self.shards)]
        group("again", *shards, "--threads", "1", "--memory", "256MiB")
        self.assertEqual(files("again"), self.here)
        run("archive", "extract", *self.shards, "--out", "one-thread", "--threads", "1", code=2)
        self.assertEqual(files("one-thread"), files("shards"))

    def test_shards_are_read_once(self):
        again = run("archive", "extract", *self.shards, "--out", "shards")
        self.assertIn("3 shards had been read before", again.stderr)

    def test_a_killed_extraction_leaves_nothing_that_is_not_whole(self):
        big = WORK / "big.jsonl"
        big.write_text("".join(json.dumps(page) + "\n" for page in pages(1500, 4)))
        command = [HEADWATER, "archive", "extract", "part-0.jsonl", "big.jsonl", "--out", "killed", "--quiet"]
        process = subprocess.Popen(command, cwd=WORK)
        first = WORK / "killed/part-0.jsonl.parquet"
        while not first.exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.2)
        self.assertIsNone(process.poll(), "it was done before it could be killed")
        process.kill()
        process.wait()
        self.assertFalse((WORK / "killed/big.jsonl.parquet").exists())
        self.assertEqual(first.read_bytes(), (WORK / "shards/part-0.jsonl.parquet").read_bytes())
        run("archive", "extract", "part-0.jsonl", "big.jsonl", "--out", "killed")
        self.assertEqual(pyarrow.parquet.read_metadata(WORK / "killed/big.jsonl.parquet").num_rows, 6000)

    def test_a_stopped_plan_is_taken_up(self):
        command = [HEADWATER, "archive", "group", "shards", "--out", "taken-up"]
        with subprocess.Popen(command, cwd=WORK, stderr=subprocess.PIPE, text=True) as process:
            for line in process.stderr:
                if line.startswith("near"):
                    break
            process.kill()
        done = group("taken-up", "shards")
        self.assertRegex(done.stderr, r"(?m)^near .* before ")
        self.assertEqual(files("taken-up"), self.here)
        self.assertFalse((WORK / "taken-up/steps").exists())

    def test_nothing_to_group_is_said(self):
        (WORK / "empty").mkdir()
        self.assertIn("no Parquet files", run("archive", "group", "empty", "--out", "none", code=2).stderr)
        (WORK / "empty/other.parquet").write_bytes(b"PAR1 and nothing else")
        self.assertIn("other.parquet", run("archive", "group", "empty", "--out", "none", code=2).stderr)

    def test_two_shards_of_one_name_are_said(self):
        (WORK / "same").mkdir()
        (WORK / "same/part-0.jsonl").write_text("")
        done = run("archive", "extract", "part-0.jsonl", "same/part-0.jsonl", "--out", "none", code=2)
        self.assertIn("would both become `part-0.jsonl.parquet`", done.stderr)

    def test_a_scheduler_that_is_not_there_is_said(self):
        done = run("archive", "group", "shards", "--out", "nobody", "--cluster", "127.0.0.1:1", code=2)
        self.assertIn("127.0.0.1:1", done.stderr)

    def test_a_cluster_finds_the_same(self):
        with Cluster(HEADWATER, WORK / "cluster") as cluster:
            group("there", "shards", "--cluster", cluster.address, "--parts", "4")
        self.assertEqual(files("there"), self.here)

    def test_a_cluster_that_loses_an_executor_finds_the_same(self):
        with Cluster(HEADWATER, WORK / "losing") as cluster:
            command = [HEADWATER, "archive", "group", "shards", "--out", "lost", "--cluster", cluster.address,
                       "--parts", "4"]
            with subprocess.Popen(command, cwd=WORK, stderr=subprocess.PIPE, text=True) as process:
                for line in process.stderr:
                    if line.startswith("story"):
                        break
                time.sleep(0.5)
                cluster.kill_an_executor()
                self.assertIsNone(process.poll(), "it was done before the executor was killed")
                said = process.stderr.read()
            self.assertIn("found", said)
        self.assertEqual(files("lost"), self.here)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
