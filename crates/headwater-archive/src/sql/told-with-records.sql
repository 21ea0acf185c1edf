-- The stories told, as rows of all tables and as records.
WITH told AS (
  SELECT unnest(headwater_tell(array_agg(shard.page), true)) AS told
  FROM story
  JOIN article ON article.article = story.article
  JOIN shard ON shard.id = article.id AND shard.source = article.source
  GROUP BY story.story
)
SELECT told['table'] AS "table", told['major'] AS major, told['minor'] AS minor, told['id'] AS id,
  told['position'] AS position, told['row'] AS "row"
FROM told
