-- Everything of ours is in one schema. Words of pages are bytes: Postgres refuses some letters in text, and sorts text
-- by the rules of a language.
CREATE SCHEMA IF NOT EXISTS headwater;

-- What the database knows of itself: `layout`, and what `read by`.
CREATE TABLE IF NOT EXISTS headwater.about (
    name text PRIMARY KEY,
    value text NOT NULL
);

-- Pages that nobody has read yet. Whoever takes one deletes it in the same transaction that keeps it.
CREATE TABLE IF NOT EXISTS headwater.waiting (
    came bigserial PRIMARY KEY,
    body bytea NOT NULL
);

-- Pages that were read. Of those of one document the one that came last counts. `planned` when it was grouped as it
-- stands, `stale` when its story is to be told again though the articles in it are the same.
CREATE TABLE IF NOT EXISTS headwater.page (
    id text PRIMARY KEY,
    came bigint NOT NULL,
    document bytea NOT NULL,
    url bytea,
    place bytea NOT NULL,
    added text NOT NULL,
    body bytea NOT NULL,
    signature bytea NOT NULL,
    planned boolean NOT NULL DEFAULT false,
    stale boolean NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS page_document ON headwater.page (document, came DESC);
CREATE INDEX IF NOT EXISTS page_unplanned ON headwater.page (id) WHERE NOT planned;

-- What became of each page that came: once each.
CREATE TABLE IF NOT EXISTS headwater.came (
    came bigint PRIMARY KEY,
    id text NOT NULL,
    how text NOT NULL
);

-- Stories that are to be told, by the ids of their articles.
CREATE TABLE IF NOT EXISTS headwater.untold (
    key bigserial PRIMARY KEY,
    members text[] NOT NULL
);

-- Stories as they were told. `wanted` if the last plan has it, `shown` if it is to be seen: the stories of one plan are
-- shown all at once.
CREATE TABLE IF NOT EXISTS headwater.told (
    key bigserial PRIMARY KEY,
    members text[] NOT NULL,
    records bytea NOT NULL,
    wanted boolean NOT NULL DEFAULT true,
    shown boolean NOT NULL DEFAULT false
);
