-- What a user writes beside a story, a claim or an article. The body tells what it was written to; see `note_anchor`.
CREATE TABLE note (
    key INTEGER PRIMARY KEY,
    body BLOB NOT NULL,
    hash BLOB NOT NULL
);

-- The words that a note hangs on, by the document they stand in: ids of claims and stories change when articles come,
-- these stay. Follows from the note's body.
CREATE TABLE note_anchor (
    document INTEGER NOT NULL,
    note INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (document, note, turn)
) WITHOUT ROWID;
CREATE INDEX note_anchor_note ON note_anchor (note);

-- Lists by day, without sorting all stories.
CREATE INDEX story_last ON story (last_day DESC, id);
