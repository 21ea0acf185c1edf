-- The stories: the articles of each set that pairs hold together, linked by how alike they are on average. A story goes
-- by the number of its first article.
WITH root AS (
  SELECT a AS article, b AS root FROM edge
  UNION
  SELECT b AS article, b AS root FROM edge
),
pairs AS (
  SELECT first AS article, array_agg(named_struct('second', second, 'likeness', likeness)) AS pairs
  FROM pair GROUP BY first
),
member AS (
  SELECT root.root, root.article, terms.terms, near.factor, pairs.pairs
  FROM root
  JOIN terms ON terms.article = root.article
  JOIN near ON near.article = root.article
  LEFT JOIN pairs ON pairs.article = root.article
),
linked AS (
  SELECT unnest(headwater_link(array_agg(
    named_struct('article', article, 'terms', terms, 'factor', factor, 'pairs', pairs)))) AS linked
  FROM member GROUP BY root
)
SELECT linked['article'] AS article, linked['story'] AS story FROM linked
UNION ALL
SELECT article.article, article.article AS story
FROM article LEFT ANTI JOIN root ON root.article = article.article
