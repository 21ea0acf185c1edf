"""The API is what its OpenAPI document says: requests drawn from the document against a real desk over a real store."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import openapi_spec_validator

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["HEADWATER"]
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "ignored_auth",
]
# Requests drawn for each operation, beside the examples and the bounds of each argument.
DRAWN = os.environ.get("HEADWATER_DRAWN", "50")


def headwater(*args):
    return subprocess.run([PROGRAM, *args], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def desk(store):
    """A desk over the store, its address, and a way to ask it as the browser does."""
    child = subprocess.Popen([PROGRAM, "serve", "--quiet", "--store", store], stdout=subprocess.PIPE, text=True)
    address = child.stdout.readline().strip()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    browser.open(address).read()
    return child, address.split("/?")[0].rstrip("/"), browser


def with_examples(document, records):
    """The document with ids that are there, so that not only refusals are asked for."""
    ids = {"stories": [], "claims": [], "articles": []}
    for record in records:
        if record["type"] == "story":
            ids["stories"].append(record["id"])
            ids["claims"] += [claim["id"] for claim in record["claims"][:8]]
        if record["type"] == "article":
            ids["articles"].append(record["id"])
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                known = {"id": ids.get(path.split("/")[3]), "words": ["harbour", '"four berths"']}.get(parameter["name"])
                if known:
                    parameter["examples"] = {f"e{index}": {"value": value} for index, value in enumerate(known)}
            if "requestBody" in operation:
                text = {"text": "The mill will close, Ina Pross said on Monday.", "published": "2024-10-08"}
                operation["requestBody"]["content"]["application/json"]["example"] = text
    return document


def main():
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder, "news.hw"))
        headwater("read", "--quiet", "--store", store, "corpus/harbour-talks", "corpus/clinic-fire")
        headwater("note", "--store", store, "1.1", "I asked.")
        records = [json.loads(line) for line in headwater("show", "--store", store, "--format", "jsonl").splitlines()]
        child, address, browser = desk(store)
        try:
            key = re.search(r"Bearer ([\w-]+)", browser.open(f"{address}/api").read().decode()).group(1)
            request = urllib.request.Request(f"{address}/api/v1/openapi.json", headers={"Authorization": f"Bearer {key}"})
            document = json.load(urllib.request.urlopen(request))
            openapi_spec_validator.validate(document)
            file = Path(folder, "openapi.json")
            file.write_text(json.dumps(with_examples(document, records)))
            begun = time.monotonic()
            run = subprocess.run(
                [str(Path(sys.executable).with_name("schemathesis")), "run", str(file), "--url", address,
                 "--header", f"Authorization: Bearer {key}", "--checks", ",".join(CHECKS), "--max-examples", DRAWN,
                 "--phases", "examples,coverage,fuzzing", "--seed", "7", "--no-color", "--warnings", "off"],
                cwd=folder, capture_output=True, text=True,
            )
            if run.returncode:
                print(run.stdout, run.stderr)
            said = re.search(r"Test cases:.*?(?=\n\n|\Z)", run.stdout, re.S)
            cases = int(re.search(r"(\d+) generated", run.stdout).group(1)) if "generated" in run.stdout else 0
            print(f"API: {cases} requests in {time.monotonic() - begun:.0f} s; {' '.join((said.group(0) if said else '').split())}")
            assert run.returncode == 0, "an answer is not what the document says"
            assert 300 <= cases, "too few requests were drawn"
        finally:
            child.terminate()
            child.wait(20)


main()
