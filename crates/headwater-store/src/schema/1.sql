-- A page as it was given. One article at one address has one page for each wording it had: its revisions, told apart
-- by `turn`. Pages, with notes, are what a store keeps; all other tables follow from them.
CREATE TABLE page (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    place TEXT NOT NULL,
    url TEXT,
    added TEXT NOT NULL,
    body BLOB NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX page_url ON page (url) WHERE url IS NOT NULL;
CREATE INDEX page_document ON page (document, turn);

-- What grouping needs of an article. Only the newest revision of each has one: it is the one that counts.
CREATE TABLE signature (
    key INTEGER PRIMARY KEY,
    body BLOB NOT NULL,
    hash BLOB NOT NULL
);

-- Pages whose story is to be told again though its articles are the same.
CREATE TABLE stale (key INTEGER PRIMARY KEY);

-- An article's record, and what one asks for it by.
CREATE TABLE article (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    place TEXT NOT NULL,
    outlet TEXT,
    title TEXT,
    url TEXT,
    published TEXT,
    words INTEGER NOT NULL,
    body BLOB NOT NULL,
    hash BLOB NOT NULL
);

CREATE TABLE story (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    articles INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    fewest_origins INTEGER,
    first TEXT,
    last TEXT,
    first_day TEXT,
    last_day TEXT,
    hash BLOB NOT NULL
);
CREATE INDEX story_largest ON story (articles DESC, first, id);

-- A story's record. Apart from what one asks for it by, so that a list of stories reads few bytes.
CREATE TABLE story_record (
    key INTEGER PRIMARY KEY,
    body BLOB NOT NULL,
    hash BLOB NOT NULL
);

-- Which article is in which story.
CREATE TABLE member (
    story INTEGER NOT NULL,
    article INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (story, article)
) WITHOUT ROWID;

-- Which outlets tell which story.
CREATE TABLE story_outlet (
    outlet TEXT NOT NULL,
    story INTEGER NOT NULL,
    PRIMARY KEY (outlet, story)
) WITHOUT ROWID;
CREATE INDEX story_outlet_story ON story_outlet (story);

CREATE TABLE claim (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    story INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    text TEXT NOT NULL,
    articles INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    at_least INTEGER NOT NULL,
    at_most INTEGER NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX claim_id ON claim (id);
CREATE INDEX claim_story ON claim (story, turn);

-- The words of titles, claims and articles. The row's number is four times the key, and 0, 1 or 2 for its kind.
CREATE VIRTUAL TABLE word USING fts5 (
    title, text,
    content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2"
);

-- What a store knows of itself.
CREATE TABLE about (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
