"""Plants payloads in every word of a records file: what a page could hold to break out of a cell, a label or a file.

    payloads.py RECORDS > RECORDS

Texts that offsets point into keep their length: payloads there take the place of as many letters.
"""

import json
import sys

PAYLOADS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "<script>window.__pwned=1</script>",
    "\"><img src=x onerror=window.__pwned=1>",
    "</title></style><svg onload=window.__pwned=1>",
    "\"]; evil [label=\"x",
    "\\",
    "\"",
    "']-->|x| end",
    "`${7*7}` {{7*7}} %% #quot;",
    "]]> &amp; &#0; <![CDATA[",
    "javascript:window.__pwned=1",
    "a,b;c\nd\r\ne",
    "\u0000\u0001\u001b[31m\u007f\u0085",
    "\u202etxt.exe\u202c \u2066x\u2069 \u200b\ufeff",
    "\ufffe\uffff \U0001f600 \u2028\u2029",
    "---\n- x: !!python/object",
]

# Ids and words of our own; everything else came from pages.
OURS = {"type", "schema", "headwater", "id", "article", "from", "claim", "articles", "kind", "how", "mode", "polarity", "rule",
        "resolved_by", "source_kind", "language", "date", "value", "first", "last", "dates", "stance", "entity"}


class Planter:
    def __init__(self):
        self.next = 0

    def payload(self):
        self.next += 1
        return PAYLOADS[self.next % len(PAYLOADS)]

    def plant(self, value, name=None, article=False):
        if isinstance(value, dict):
            article = value.get("type") == "article"
            return {key: self.plant(inner, key, article) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.plant(inner, name) for inner in value]
        if not isinstance(value, str) or name in OURS:
            return value
        if article and name == "text":
            return self.within(value)
        if name == "url":
            return ["javascript:window.__pwned=1", "https://a.example/?q=\"><script>", "https://a.example/ok"][self.next % 3]
        return self.payload() + value

    def within(self, text):
        """The text with payloads, and as long as it was."""
        letters = list(text)
        for at in range(0, len(letters) - 80, 160):
            payload = self.payload()
            letters[at:at + len(payload)] = payload
        return "".join(letters)


def main():
    planter = Planter()
    for line in open(sys.argv[1]):
        print(json.dumps(planter.plant(json.loads(line)), separators=(",", ":")))


main()
