"""Three workers on one Postgres, one of them killed midway: every page once, and the stories of a single process."""

import json
import pathlib
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from invented import pages

HEADWATER, PSQL, SERVER, WORK = sys.argv[1], sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4])
STORIES, TELLERS = 80, 4


def run(*arguments, code=0, **options):
    done = subprocess.run([HEADWATER, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", **options)
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stderr}"
    return done


def asked(database, sql):
    """One value from the database itself."""
    command = [PSQL, f"{SERVER}/{database}", "--no-psqlrc", "--tuples-only", "--no-align", "--command", sql]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def made(database):
    asked("postgres", f"CREATE DATABASE {database}")
    return f"{SERVER}/{database}"


def worker(store):
    command = [HEADWATER, "work", "--store", store, "--once", "--show-saved", "--threads", "1"]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def queued(store, file, count):
    """Puts pages into the queue, and leaves them to the workers."""
    run("read", "--store", store, "--later", file)
    assert asked(store.rsplit("/", 1)[1], "SELECT count(*) FROM headwater.waiting") == str(count)


def three_workers_one_killed(file, lines, single):
    store = made("workers")
    queued(store, file, len(lines))
    workers = [worker(store) for _ in range(3)]
    # The first dies in the midst of what it has taken: it has said that a page is kept, and is about to read more.
    victim = workers[0]
    said = [victim.stderr.readline()]
    victim.send_signal(signal.SIGKILL)
    said += victim.stderr.readlines()
    victim.wait()
    assert int(asked("workers", "SELECT count(*) FROM headwater.waiting")) > 0, "nothing was left when it was killed"
    for one in workers[1:]:
        _, error = one.communicate(timeout=300)
        assert one.returncode == 0, error
        assert "saved" in error, "a worker had nothing to do"
        said += error.splitlines()
    kept = [line.split()[1] for line in said if line.startswith("saved ")]
    assert len(kept) == len(set(kept)), "a page was kept twice"
    assert asked("workers", "SELECT count(*), count(DISTINCT id), max(came) FROM headwater.came") == "{0}|{0}|{0}".format(
        len(lines)
    )
    assert asked("workers", "SELECT count(*) FROM headwater.page") == str(len(lines))
    # What the killed one kept but could no longer say is missing among what was said, and nothing else.
    assert len(kept) >= len(lines) - 16, len(kept)
    exported = run("export", "--store", store, "--format", "jsonl").stdout
    assert exported == single, "the stories are others than those of a single process"
    return store


def answer(printed):
    """What is printed, but for the command to go on with, which names the store."""
    return [line for line in printed.splitlines() if "--store" not in line]


def answers_are_those_of_a_file(store, file, folder):
    own = folder / "single.hw"
    run("read", "--store", own, "--quiet", file)
    for question in (["show"], ["show", "1"], ["why", "1.1"], ["search", "quay"], ["export", "--format", "gexf"]):
        ours, theirs = (answer(run(*question, "--store", place).stdout) for place in (store, own))
        assert ours == theirs, question
    for command in (["note", "1.1", "words"], ["forget", "no-such"], ["verify"], ["doctor"]):
        assert "file" in run(*command, "--store", store, code=2).stderr, command
    tools = '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},'
    tools += '"clientInfo":{"name":"test","version":"1"}}}\n{"jsonrpc":"2.0","method":"notifications/initialized"}\n'
    tools += '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_stories","arguments":{}}}\n'
    answered = run("mcp", "--store", store, input=tools).stdout.splitlines()
    assert any('"id":2' in line and "s-" in line for line in answered), answered


def revisions_and_copies_are_the_same_in_any_order(lines, folder):
    """Pages that come again, with other words, or twice at one time from two processes."""
    changed = [json.dumps(dict(json.loads(line), text=json.loads(line)["text"] + " It rained.")) for line in lines[:20]]
    first, second = folder / "first.jsonl", folder / "second.jsonl"
    first.write_text("\n".join(lines[:60]) + "\n")
    second.write_text("\n".join(changed + lines[60:90]) + "\n")
    own, store = folder / "revised.hw", made("revised")
    for file in (first, second):
        run("read", "--store", own, "--quiet", file)
        run("read", "--store", store, "--quiet", file)
    assert run("read", "--store", store, "--quiet", first).returncode == 0
    both = [subprocess.Popen([HEADWATER, "read", "--store", store, "--quiet", second]) for _ in range(2)]
    assert [one.wait(timeout=300) for one in both] == [0, 0]
    theirs, ours = (run("export", "--store", place, "--format", "jsonl").stdout for place in (own, store))
    assert ours == theirs
    known = re.search(r"saved in .*: 0 new, 50 known", run("read", "--store", store, second).stderr)
    assert known, "pages that were there are not known"


def passwords_are_told_to_nobody():
    address = SERVER.replace("headwater@", "headwater:secret@") + "/nowhere"
    error = run("show", "--store", address, code=2).stderr
    assert "nowhere" in error and "secret" not in error, error
    error = run("show", "--store", "postgres://ilse:secret@127.0.0.1:1/news", code=2).stderr
    assert "127.0.0.1:1/news" in error and "secret" not in error, error


def main():
    lines = [json.dumps(page) for page in pages(STORIES, TELLERS)]
    file = WORK / "pages.jsonl"
    file.write_text("\n".join(lines) + "\n")
    began = time.monotonic()
    single = run("read", "--quiet", "--format", "jsonl", file).stdout
    store = three_workers_one_killed(file, lines, single)
    answers_are_those_of_a_file(store, file, WORK)
    revisions_and_copies_are_the_same_in_any_order(lines, WORK)
    passwords_are_told_to_nobody()
    print(f"Postgres: {len(lines)} pages by three workers, one killed; stories equal ({time.monotonic() - began:.0f} s)")


main()
