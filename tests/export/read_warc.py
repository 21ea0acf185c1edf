"""How fast warcio and trafilatura make text of an archive: `read_warc.py FILE.warc.gz [MOST PAGES]`."""

import resource
import sys
import time

import trafilatura
from warcio.archiveiterator import ArchiveIterator

start, pages, words = time.monotonic(), 0, 0
most = int(sys.argv[2]) if len(sys.argv) > 2 else None
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream, check_digests=True):
        kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
        if record.rec_type == "response" and kind.startswith("text/html"):
            html = record.content_stream().read()
            text = trafilatura.extract(html, include_comments=False, favor_precision=True) or ""
            pages, words = pages + 1, words + len(text.split())
            if pages == most:
                break
seconds = time.monotonic() - start
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{pages} pages, {words} words in {seconds:.1f} s: {pages / seconds:.0f} pages/s, at most {memory} MB of memory")
