-- The pairs as edges from the later article to the earlier.
SELECT second AS a, first AS b FROM pair
