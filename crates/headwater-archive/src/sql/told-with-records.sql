-- The stories told, as rows of all tables and as records.
-- Pages are copied as they are collected: views of them would keep whole batches in memory.
WITH told AS (
  SELECT unnest(headwater_tell(array_agg(arrow_cast(shard.page, 'LargeBinary')), true)) AS told
  FROM story
  JOIN article ON article.article = story.article
  JOIN shard ON shard.id = article.id AND shard.source = article.source
  GROUP BY story.story
)
SELECT told['table'] AS "table", told['major'] AS major, told['minor'] AS minor, told['id'] AS id,
  told['position'] AS position, told['row'] AS "row"
FROM told
