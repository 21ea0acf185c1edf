"""Files as their real writers write them, read by headwater: `inputs.py HEADWATER FOLDER`."""

import json
import subprocess
import sys
from pathlib import Path

import feedparser
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

import make_warc


def articles(headwater, *args):
    told = subprocess.run([headwater, "read", "--quiet", "--format", "jsonl", *args], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return [record for record in map(json.loads, told.stdout.splitlines()) if record["type"] == "article"]


def check_warc(headwater, folder):
    """Every page is found at the byte where warcio finds it, with the words that were put on it."""
    path, pages = folder / "crawl.warc.gz", make_warc.Pages(7)
    texts = {}
    with open(path, "wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number in range(8):
            url, html = f"https://courier.example/{number}", pages.html(number)
            texts[url] = html.split("<article>")[1].split("</article>")[0]
            record = make_warc.page(writer, url, html, number)
            make_warc.answer(writer, url + ".jpg", pages.picture(), [("Content-Type", "image/jpeg")])
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        copy = writer.create_revisit_record("https://mirror.example/7", digest, "https://courier.example/7",
                                            "2024-10-08T07:00:00Z", http_headers=record.http_headers)
        writer.write_record(copy)
    expected = {}
    with open(path, "rb") as stream:
        archive = ArchiveIterator(stream, check_digests="raise")
        for record in archive:
            url = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type in ("response", "revisit") and not url.endswith(".jpg"):
                record.content_stream().read()
                expected[url] = archive.get_record_offset()
    found = articles(headwater, str(path))
    assert {article["url"]: article["ref"] for article in found} == {url: f"{path}@{at}" for url, at in expected.items()}
    for article in found:
        html = texts[article["url"].replace("mirror", "courier")]
        paragraphs = article["text"].split("\n\n")
        inside = [paragraph for paragraph in paragraphs if f"<p>{paragraph}</p>" in html]
        assert 0.9 * html.count("<p>") <= len(inside) == len(paragraphs), article["text"]


FEED = """<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Caf\u00e9 Courier</title><link>https://courier.example/</link>
 <item><title>The toll &amp;amp; the tide</title><link>https://courier.example/1</link><dc:creator>Ada Vell</dc:creator>
 <pubDate>Tue, 08 Oct 2024 23:40:00 -0500</pubDate><content:encoded><![CDATA[<p>The toll will rise in May, the mayor said.</p>]]></content:encoded></item>
 <item><title>Ferries stop</title><link>https://courier.example/2</link><description>The ferries stop, the caf\u00e9 said.</description></item>
 </channel></rss>"""


def check_feed(headwater, folder):
    """What feedparser reads of a feed, headwater does."""
    path = folder / "feed.xml"
    path.write_bytes(FEED.encode("iso-8859-1"))
    feed = feedparser.parse(str(path))
    found = {article["url"]: article for article in articles(headwater, str(path))}
    assert set(found) == {entry.link for entry in feed.entries}
    for entry in feed.entries:
        article = found[entry.link]
        assert article["title"].replace("&", "&amp;") == entry.title or article["title"] == entry.title
        assert article["byline"] == entry.get("author")
        assert article["outlet"] == feed.feed.title
        words = entry.content[0].value if "content" in entry else entry.summary
        assert article["text"] == words.replace("<p>", "").replace("</p>", "")
    assert found["https://courier.example/1"]["published"]["date"] == "2024-10-08"


def check_csv(headwater, folder):
    """A table as pandas writes it."""
    import pandas

    path = folder / "table.csv"
    words = ["The toll will rise, Ada Vell said.\nShe named \"no\" day.", "The ferry, it was said, stops; nobody knows why."]
    pandas.DataFrame({"Headline": ["One, two", "=3"], "Body": words, "Day": ["2024-10-08", None]}).to_csv(path, index=False)
    found = articles(headwater, "--no-clean", "--columns", "title=Headline,date=Day", str(path))
    assert {(article["title"], article["text"]) for article in found} == set(zip(["One, two", "=3"], words))


def check_parquet(headwater, folder):
    """A table as pandas and as DuckDB write it, and our own."""
    import duckdb
    import pandas

    frame = pandas.DataFrame({"body": ["The toll will rise, Ada Vell said.", "The ferry stops."], "date": ["2024-10-08", None]})
    frame.to_parquet(folder / "pandas.parquet")
    duckdb.sql("select body, date::date as date from frame").write_parquet(str(folder / "duckdb.parquet"))
    for name in ("pandas.parquet", "duckdb.parquet"):
        found = articles(headwater, "--no-clean", str(folder / name))
        assert {article["text"] for article in found} == set(frame["body"]), found
        dated = [article["published"]["date"] for article in found if article["published"]]
        assert "2024-10-08" in dated, found
    ours = articles(headwater, "--no-clean", str(folder / "demo" / "parquet" / "articles.parquet"))
    records = [json.loads(line) for line in open(folder / "demo" / "records.jsonl")]
    assert {article["text"] for article in ours} == {record["text"] for record in records if record["type"] == "article"}


def main():
    headwater, folder = sys.argv[1], Path(sys.argv[2])
    checks = (check_warc, check_feed, check_csv, check_parquet)
    for check in checks:
        check(headwater, folder)
    print(f"inputs: {len(checks)} writers' files are read as they were written")


main()
