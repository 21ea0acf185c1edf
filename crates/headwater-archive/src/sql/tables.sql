-- The rows of all tables in the order in which a run has them.
SELECT "table", "row" FROM told ORDER BY "table", major, minor NULLS FIRST, id, position
