-- How many edges a round made that were not there before.
SELECT CAST(count(*) AS BIGINT) FROM (SELECT a, b FROM edge EXCEPT SELECT a, b FROM earlier)
