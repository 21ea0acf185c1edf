-- Whom each article is compared with: those that share most of its telling terms, of the latest that have each.
WITH telling AS (
  SELECT article, unnest(headwater_telling(terms)) AS told FROM terms
),
reached AS (
  SELECT told['term'] AS term,
    unnest(headwater_reach(array_agg(named_struct('article', article, 'weight', told['weight'])))) AS reached
  FROM telling GROUP BY told['term']
),
met AS (
  SELECT unnest(headwater_meet(array_agg(
    named_struct('stripe', reached['stripe'], 'term', term, 'having', reached['having'])))) AS met
  FROM reached GROUP BY reached['stripe']
)
SELECT met['article'] AS article, met['others'] AS others FROM met
