-- The pairs that are alike enough for one story, for where they are; each once.
WITH neighbour AS (
  SELECT article, factor, unnest(nearest) AS near FROM near
),
pair AS (
  SELECT headwater_pair(neighbour.article, neighbour.factor, near.article, near.factor, neighbour.near['alike']) AS pair
  FROM neighbour JOIN near ON near.article = neighbour.near['other']
)
SELECT DISTINCT pair['first'] AS first, pair['second'] AS second, pair['likeness'] AS likeness
FROM pair WHERE pair IS NOT NULL
