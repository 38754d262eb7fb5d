/** Texts of one record at most: their number takes the lower 20 bits of their key, as that of an event. */
export const mostTexts = 1_048_575
/** How many keys of texts each record has. */
export const room = mostTexts + 1
/** The record of a text, in its key, as SQL. */
export const ridOfText = (key: string): string => `${key} / ${room}`

/**
 * The step of the schema for what texts are found by (decision 019). `search_grams` has, of each text, numbers that stand for every two characters that follow
 * one another; FTS5 keeps them in segments, so that a text of sixty characters is one write and not sixty. Without its own `secure-delete` it would keep what
 * was deleted until segments are merged: SQLite's pragma does not reach into them. What a commit writes there costs more than the text, and little more for
 * many texts than for one: texts wait (`search_waiting`) until there are enough of them, and are looked at one by one until then. `search_backlog`: records from before, which core makes searchable.
 */
export const searchRows = `
  CREATE TABLE search_rows (
    doc INTEGER PRIMARY KEY, ref TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, keys TEXT NOT NULL
  ) STRICT;
  CREATE TABLE search_keys (key TEXT NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (key, doc)) STRICT, WITHOUT ROWID;
  CREATE VIRTUAL TABLE search_grams USING fts5(grams, content='', columnsize=0, detail=none, tokenize='ascii');
  INSERT INTO search_grams (search_grams, rank) VALUES ('secure-delete', 1);
  INSERT INTO search_grams (search_grams, rank) VALUES ('automerge', 8);
  CREATE TABLE search_waiting (doc INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE search_backlog (rid INTEGER PRIMARY KEY) STRICT;
  INSERT INTO search_backlog SELECT DISTINCT rid FROM vault_rows WHERE value IS NOT NULL;`
