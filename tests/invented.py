"""Invented articles for tests of stores and archives: stories, each told by several outlets, most on one outlet's word."""

import random

PLACES = "Ostrevaal Tarnholm Morva Haldevik Stavnitz Lurmark Brenovia Dalsund Kverno Pellam Orsk Vintry".split()
NAMES = "Ilse Brandt|Oskar Lind|Zora Wirtek|Anton Merk|Lena Holt|Pavel Orlo|Maja Strand|Henrik Voss".split("|")
THINGS = "ferry,harbour,quay,toll bridge,grain levy,clinic,library,tramway,reservoir,quarry,airfield,mill".split(",")
DEEDS = "will close,was sold,will reopen,has been flooded,needs repairs,was fined,will be enlarged".split(",")


def pages(stories, tellers, seed=8):
    """The articles, story by story, as objects of JSON Lines."""
    chance = random.Random(seed)
    for story in range(stories):
        place, name, thing = chance.choice(PLACES), chance.choice(NAMES), chance.choice(THINGS)
        deed, count = chance.choice(DEEDS), chance.randrange(100, 9000)
        fact = f"The {thing} of {place} no. {story} {deed} because of {count} complaints"
        for teller in range(tellers):
            outlet = f"{PLACES[(story + teller) % len(PLACES)]} Post"
            first = f"{PLACES[story % len(PLACES)]} Post"
            source = f"{name} said" if teller == 0 else f"the {first} reported, citing {name}"
            extra = " ".join(
                f"The {chance.choice(THINGS)} in {chance.choice(PLACES)} was not part of it, {chance.choice(NAMES)} said."
                for _ in range(24)
            )
            yield {
                "id": f"{story:03}-{teller}",
                "url": f"https://example.org/{story}/{teller}",
                "outlet": outlet,
                "published": f"2025-0{1 + story % 9}-1{teller % 10}",
                "title": f"{place}: {thing} {deed}",
                "text": f"{fact}, {source}. {extra}",
            }
