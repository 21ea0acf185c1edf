-- Every article once, numbered in the order of their days and, within a day, of their ids; those of no day last.
WITH first AS (
  SELECT id, min(source) AS source FROM shard GROUP BY id
)
SELECT CAST(row_number() OVER (ORDER BY shard.day IS NULL, shard.day, shard.id) - 1 AS INT UNSIGNED) AS article,
  shard.id, shard.source
FROM first JOIN shard ON shard.id = first.id AND shard.source = first.source
