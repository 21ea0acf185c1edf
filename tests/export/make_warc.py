"""Writes a web archive of invented pages with warcio, as a crawler would: pages with their requests and pictures, some
packed, some in chunks.

    make_warc.py FILE.warc.gz MEGABYTES
"""

import gzip
import random
import sys
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PLACES = "Ostrevaal Quillhaven Merrendal Stavnitz Dunmorrel Haldevik Tarrow Brennick Lusk Orrin".split()
PEOPLE = "Ada Vell, Tamsin Okker, Zora Wirtek, Davor Plenk, Pell Ankersund, Ottmar Czelny, Ines Karrow".split(", ")
THINGS = "toll ferry harbour levy bridge clinic railway budget tender quay warehouse court strike inquiry".split()
VERBS = "reopen, be closed, cost more, be sold, stay shut, be repaired, grow, be delayed".split(", ")
DAYS = "Monday Tuesday Wednesday Thursday Friday".split()


class Pages:
    """Invented articles on pages with the furniture of a news site; the same seed, the same pages."""

    def __init__(self, seed=1):
        self.chance = random.Random(seed)

    def sentence(self):
        pick = self.chance.choice
        number = self.chance.randrange(2, 900)
        return pick((
            f"The {pick(THINGS)} of {pick(PLACES)} will {pick(VERBS)} on {pick(DAYS)}, {pick(PEOPLE)} said.",
            f"“The {pick(THINGS)} must {pick(VERBS)} before the {pick(THINGS)} does,” {pick(PEOPLE)} told the council of {pick(PLACES)}.",
            f"According to the port authority, {number} tonnes are waiting in {pick(PLACES)} because of the {pick(THINGS)}.",
            f"{pick(PEOPLE)} denied that the {pick(THINGS)} would {pick(VERBS)}, the {pick(PLACES)} Courier reported on {pick(DAYS)}.",
        ))

    def text(self):
        paragraphs = self.chance.randrange(8, 24)
        return [" ".join(self.sentence() for _ in range(self.chance.randrange(2, 5))) for _ in range(paragraphs)]

    def html(self, number):
        pick = self.chance.choice
        title = f"{pick(PLACES)}: the {pick(THINGS)} may {pick(VERBS)} ({number})"
        links = "".join(f'<li class="nav-item"><a href="/{pick(THINGS)}/{self.chance.randrange(10**6)}">{pick(THINGS)} in {pick(PLACES)}</a></li>'
                        for _ in range(250))
        teasers = "".join(f'<div class="card teaser"><a href="/t/{self.chance.randrange(10**6)}"><h3>{self.sentence()}</h3></a></div>'
                          for _ in range(30))
        script = "".join(f"window.s{self.chance.randrange(10**9)}={{a:{self.chance.random()}}};" for _ in range(600))
        body = "".join(f"<p>{paragraph}</p>" for paragraph in self.text())
        return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - Courier</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="2024-10-{1 + number % 28:02}T09:00:00+02:00">
<script>{script}</script><style>.card {{ border: 1px solid; }}</style></head><body><header><nav><ul>{links}</ul></nav></header>
<main><article><h1>{title}</h1><p class="byline">By {pick(PEOPLE)}</p>{body}</article></main>
<aside class="related">{teasers}</aside><footer><p>© Courier. All rights reserved.</p><ul>{links}</ul></footer></body></html>"""

    def picture(self):
        return b"\xff\xd8\xff\xe0" + self.chance.randbytes(self.chance.randrange(60_000, 300_000))


def answer(writer, url, body, headers):
    lines = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    date = {"WARC-Date": "2024-10-08T07:00:00Z"}
    record = writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=lines, warc_headers_dict=date)
    ask = StatusAndHeaders("GET / HTTP/1.1", [("Host", "courier.example")], is_http_request=True)
    request = writer.create_warc_record(url, "request", http_headers=ask, warc_headers_dict=date)
    writer.write_request_response_pair(request, record)
    return record


def chunks(body, size=4096):
    pieces = (body[at:at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def page(writer, url, html, number):
    """A page as servers give it: as it is, packed, in chunks, or both."""
    body, headers = html.encode(), [("Content-Type", "text/html; charset=utf-8")]
    if number % 4 in (1, 3):
        body, headers = gzip.compress(body, mtime=0), headers + [("Content-Encoding", "gzip")]
    if number % 4 in (2, 3):
        body, headers = chunks(body), headers + [("Transfer-Encoding", "chunked")]
    return answer(writer, url, body, headers)


def write(out, megabytes, pictures=5):
    """An archive of so many megabytes; returns how many pages it has."""
    writer, pages, number = WARCWriter(out, gzip=True), Pages(), 0
    while out.tell() < megabytes * 1_000_000:
        page(writer, f"https://courier.example/{number}", pages.html(number), number)
        for picture in range(pictures if megabytes > 1 else 1):
            answer(writer, f"https://courier.example/{number}/{picture}.jpg", pages.picture(), [("Content-Type", "image/jpeg")])
        number += 1
    return number


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as out:
        print(write(out, float(sys.argv[2])), "pages")
