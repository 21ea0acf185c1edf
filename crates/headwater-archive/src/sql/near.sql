-- The nearest of each article, and how crowded it is around it.
WITH other AS (
  SELECT headwater_stripe(article) AS stripe, unnest(others) AS article FROM met
),
given AS (
  SELECT stripe, article FROM other
  UNION
  SELECT headwater_stripe(article) AS stripe, article FROM met
),
shown AS (
  SELECT given.stripe, given.article, terms.terms, met.others
  FROM given
  JOIN terms ON terms.article = given.article
  LEFT JOIN met ON met.article = given.article AND headwater_stripe(given.article) = given.stripe
),
alike AS (
  SELECT unnest(headwater_alike(array_agg(
    named_struct('article', article, 'terms', terms, 'others', others)))) AS alike
  FROM shown GROUP BY stripe
),
both AS (
  SELECT alike['one'] AS one, alike['other'] AS other, alike['alike'] AS alike FROM alike
  UNION ALL
  SELECT alike['other'] AS one, alike['one'] AS other, alike['alike'] AS alike FROM alike
),
near AS (
  SELECT one, headwater_nearest(array_agg(named_struct('other', other, 'alike', alike))) AS near
  FROM both GROUP BY one
)
SELECT one AS article, near['factor'] AS factor, near['nearest'] AS nearest FROM near
