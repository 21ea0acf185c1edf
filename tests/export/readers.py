"""Opens an export of headwater with the real readers of every format, and asks each for what the records say.

    readers.py FOLDER RECORDS

FOLDER is what `headwater export --all` wrote, RECORDS the schema that `headwater schema` printed beside it.
"""

import csv
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

MARK = "window.__pwned"


class Page(HTMLParser):
    """The tags and addresses of an HTML page."""

    def __init__(self):
        super().__init__()
        self.tags, self.addresses, self.handlers = set(), [], []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            if name in ("href", "src", "srcset", "action", "data", "poster", "background"):
                self.addresses.append((tag, value))
            if name.startswith("on") or name == "style":
                self.handlers.append((tag, name))


def check_html(folder, told):
    text = (folder / "report.html").read_text()
    page = Page()
    page.feed(text)
    allowed = set("html head meta title style body main h1 h2 h3 h4 article section table caption thead tbody tr th td "
                  "ul ol li nav a p div span bdi blockquote mark q br strong footer".split())
    assert page.tags <= allowed, page.tags - allowed
    assert not page.handlers, page.handlers
    for tag, address in page.addresses:
        assert tag == "a" and address.startswith(("#", "http://", "https://")), (tag, address)
    for claim in told.claims:
        assert f">{claim['number']}</a>" in text, claim["number"]


def check_csv(folder, told):
    import frictionless
    import pandas

    tables = folder / "csv"
    report = frictionless.validate(str(tables / "datapackage.json"))
    assert report.valid, report.flatten(["taskPosition", "rowNumber", "fieldNumber", "type", "message"])[:5]
    articles = pandas.read_csv(tables / "articles.csv", keep_default_na=False)
    assert list(articles["article"]) == [article["id"] for article in told.articles]
    assert len(pandas.read_csv(tables / "claims.csv")) == len(told.claims)
    for file in sorted(tables.glob("*.csv")):
        with open(file, newline="", encoding="utf-8") as lines:
            for row in csv.reader(lines):
                for cell in row:
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), (file, cell)
    with open(tables / "articles.csv", newline="", encoding="utf-8") as lines:
        for row, article in zip(csv.DictReader(lines), told.articles, strict=True):
            for name in ("ref", "outlet", "title", "byline", "text"):
                assert row[name] == shown(article[name] or ""), (name, row[name])


def shown(words):
    """As a cell: no formula, and without the characters that no table can hold."""
    formula = words.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    kept = (letter if letter in "\t\r\n" or not is_control(letter) else "\ufffd" for letter in words)
    return ("'" if formula else "") + "".join(kept)


def is_control(letter):
    return ord(letter) < 32 or 127 <= ord(letter) < 160


def check_parquet(folder, told):
    import duckdb
    import pandas
    import pyarrow.parquet

    tables = folder / "parquet"
    articles = pyarrow.parquet.read_table(tables / "articles.parquet")
    assert articles.column("text").to_pylist() == [article["text"] for article in told.articles]
    assert articles.column("title").to_pylist() == [article["title"] for article in told.articles]
    assert pyarrow.parquet.read_metadata(tables / "articles.parquet").metadata[b"headwater_schema"] == b"1"
    package = json.loads((tables / "datapackage.json").read_text())
    for resource in package["resources"]:
        frame = pandas.read_parquet(tables / resource["path"])
        assert list(frame.columns) == [field["name"] for field in resource["schema"]["fields"]]
    question = f"""
        select claims.claim, count(distinct article)
        from '{tables}/claims.parquet' claims join '{tables}/appearances.parquet' using (claim)
        group by all order by all"""
    expected = sorted((claim["id"], len({at["article"] for at in claim["appearances"]})) for claim in told.claims)
    assert duckdb.sql(question).fetchall() == expected
    words = duckdb.sql(f"select words, article, start, \"end\" from '{tables}/appearances.parquet'").fetchall()
    for said, article, start, end in words:
        assert said == told.text[article][start:end]


def check_graphs(folder, told):
    import networkx

    gexf = networkx.read_gexf(folder / "graph.gexf", version="1.3")
    graphml = networkx.read_graphml(folder / "graph.graphml")
    for graph in (gexf, graphml):
        kinds = [data["kind"] for _, data in graph.nodes(data=True)]
        assert kinds.count("article") == len(told.articles)
        assert kinds.count("claim") == len(told.claims)
    assert sorted(gexf.nodes) == sorted(graphml.nodes)
    assert gexf.number_of_edges() == graphml.number_of_edges()
    says = [data for _, _, data in graphml.edges(data=True) if data["kind"] == "says"]
    assert sum(data["weight"] for data in says) == sum(len(claim["appearances"]) for claim in told.claims)


def check_dot(folder, told):
    plain = subprocess.run(["dot", "-Tjson", folder / "origins.dot"], capture_output=True, check=True, text=True)
    assert not plain.stderr, plain.stderr
    drawn = json.loads(plain.stdout)
    boxes = [thing for thing in drawn["objects"] if thing["name"].startswith("cluster_")]
    assert len(boxes) == len(told.stories)
    articles = [thing for thing in drawn["objects"] if thing.get("shape") == "box"]
    assert len(articles) == sum(len(story["articles"]) for story in told.stories)
    svg = subprocess.run(["dot", "-Tsvg", folder / "origins.dot"], capture_output=True, check=True, text=True)
    import xml.etree.ElementTree

    tree = xml.etree.ElementTree.fromstring(svg.stdout)
    assert not [element for element in tree.iter() if element.tag.endswith(("script", "}a"))]


def check_annotations(folder, told):
    from pyld import jsonld

    document = json.loads((folder / "annotations.jsonld").read_text())
    items = document["first"]["items"]
    assert document["total"] == len(items) == sum(len(claim["appearances"]) for claim in told.claims)
    for item in items:
        quote, position = item["target"]["selector"]
        article = item["target"]["source"]["id"].split(":")[3]
        text, start, end = told.text[article], position["start"], position["end"]
        assert quote["exact"] == text[start:end]
        assert text[:start].endswith(quote["prefix"]) and text[end:].startswith(quote["suffix"])
    # The context of the standard is on the web, which tests do not ask: this is the part of it that is used.
    document["@context"] = {
        "oa": "http://www.w3.org/ns/oa#", "dc": "http://purl.org/dc/elements/1.1/", "as": "https://www.w3.org/ns/activitystreams#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"},
        "Annotation": "oa:Annotation", "TextQuoteSelector": "oa:TextQuoteSelector", "TextPositionSelector": "oa:TextPositionSelector",
        "first": {"@type": "@id", "@id": "as:first"}, "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
        "target": {"@type": "@id", "@id": "oa:hasTarget"}, "source": {"@type": "@id", "@id": "oa:hasSource"},
        "selector": {"@type": "@id", "@id": "oa:hasSelector"}, "body": {"@type": "@id", "@id": "oa:hasBody"},
        "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix", "start": "oa:start", "end": "oa:end",
        "value": "rdf:value", "format": "dc:format", "scope": {"@type": "@id", "@id": "oa:hasScope"},
    }
    expanded = jsonld.expand(document)
    texts = json.dumps(expanded).count("http://www.w3.org/ns/oa#TextPositionSelector")
    assert texts == len(items)


def check_claims(folder, told):
    import rdflib

    for name, kind in (("claims.jsonld", "Claim"), ("claim-reviews.jsonld", "ClaimReview")):
        text = (folder / name).read_text()
        graph = rdflib.Graph().parse(data=text, format="json-ld")
        schema = rdflib.Namespace("https://schema.org/")
        assert len(set(graph.subjects(rdflib.RDF.type, schema[kind]))) == len(told.claims)
        texts = {str(words) for words in graph.objects(None, schema["text"])}
        assert texts == {claim["text"] for claim in told.claims}
        appearances = len(set(graph.subject_objects(schema["appearance"])))
        assert appearances == sum(len({at["article"] for at in claim["appearances"]}) for claim in told.claims)
        assert "reviewRating" not in text and "ratingValue" not in text
        assert (kind == "Claim") or text.count('"Draft"') == len(told.claims)


def check_prov(folder, told):
    from prov.model import ProvDocument, ProvEntity

    document = ProvDocument.deserialize(folder / "prov.json", format="json")
    entities = [str(entity.identifier) for entity in document.get_records(ProvEntity)]
    assert {f"hw:{article['id']}" for article in told.articles} <= set(entities)
    assert {f"hw:{claim['id']}" for claim in told.claims} <= set(entities)
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document


def check_timeline(folder, told):
    timeline = json.loads((folder / "timeline.json").read_text())
    assert timeline["title"]["text"]["headline"]
    for event in timeline["events"]:
        assert isinstance(event["start_date"]["year"], int) and event["unique_id"]
        for words in (event["text"]["headline"], event["text"]["text"], event["display_date"], event["group"]):
            page = Page()
            page.feed(words)
            assert page.tags <= {"p"}, words
    moments = sum(len(story["timeline"]) for story in told.stories)
    assert 0 < len(timeline["events"]) <= moments


def check_stix(folder, told):
    import stix2
    from stix2validator import ValidationOptions, validate_file

    result = validate_file(str(folder / "stix.json"), ValidationOptions(version="2.1", strict=False))
    assert result.is_valid, result.object_results[0].errors[:3] if result.object_results else result
    bundle = stix2.parse((folder / "stix.json").read_text(), allow_custom=False)
    kinds = [thing["type"] for thing in bundle.objects]
    assert kinds.count("report") == len(told.stories)
    assert kinds.count("note") == len(told.claims)
    ids = {thing["id"] for thing in bundle.objects}
    for thing in bundle.objects:
        for name in ("created_by_ref", "source_ref", "target_ref"):
            assert thing.get(name) is None or thing[name] in ids
        assert set(thing.get("object_refs", [])) <= ids


def check_schema(folder, told, schema):
    import jsonschema

    schema = json.loads(Path(schema).read_text())
    validator = jsonschema.Draft202012Validator(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    for record in told.records:
        validator.validate(record)
    for broken in ({"type": "article"}, {"type": "nothing"}, {**told.records[0], "schema": "one"}):
        assert not validator.is_valid(broken), broken


class Told:
    """What the records say."""

    def __init__(self, folder):
        self.records = [json.loads(line) for line in open(folder / "records.jsonl")]
        whole = json.loads((folder / "records.json").read_text())
        self.articles = [record for record in self.records if record["type"] == "article"]
        self.stories = [record for record in self.records if record["type"] == "story"]
        assert len(whole["articles"]) == len(self.articles) and len(whole["stories"]) == len(self.stories)
        self.text = {article["id"]: article["text"] for article in self.articles}
        self.claims = []
        for number, story in enumerate(self.stories, 1):
            for place, claim in enumerate(story["claims"], 1):
                self.claims.append({**claim, "number": f"{number}.{place}"})


def main():
    folder, schema = Path(sys.argv[1]), sys.argv[2]
    told = Told(folder)
    assert told.claims, "an export without claims shows nothing"
    check_schema(folder, told, schema)
    checks = (check_html, check_csv, check_parquet, check_graphs, check_dot, check_annotations, check_claims, check_prov,
              check_timeline, check_stix)
    for check in checks:
        check(folder, told)
    print(f"{folder.name}: {len(checks) + 1} readers agree on {len(told.articles)} articles, {len(told.claims)} claims")


main()
