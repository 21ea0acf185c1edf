-- Addresses that were asked over a network, and what they said of their words then. Named by a hash, and only for as
-- long as needed by more: of an address that was forgotten there is nothing here that can be read.
CREATE TABLE asked (
    address BLOB PRIMARY KEY,
    document INTEGER,
    etag TEXT,
    modified TEXT,
    version TEXT,
    again TEXT,
    forgotten INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX asked_document ON asked (document) WHERE document IS NOT NULL;
