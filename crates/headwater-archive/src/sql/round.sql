-- One round of connected components: a large star, then a small star (Kiveris, Lattanzi, Mirrokni, Rastogi and
-- Vassilvitskii, "Connected Components in MapReduce and Beyond", SoCC 2014). When a round changes nothing, every article
-- that any pair has holds on to the earliest of its set, and to nothing else.
WITH both AS (
  SELECT a, b FROM earlier UNION ALL SELECT b AS a, a AS b FROM earlier
),
nearest AS (
  SELECT a, least(a, min(b)) AS root FROM both GROUP BY a
),
large AS (
  SELECT DISTINCT both.b AS a, nearest.root AS b
  FROM both JOIN nearest ON nearest.a = both.a WHERE both.b > both.a
),
least AS (
  SELECT a, min(b) AS root FROM large GROUP BY a
)
SELECT large.b AS a, least.root AS b FROM large JOIN least ON least.a = large.a WHERE large.b <> least.root
UNION
SELECT a, root AS b FROM least
