-- What each article says, as weighted terms.
SELECT article.article, shard.terms
FROM article JOIN shard ON shard.id = article.id AND shard.source = article.source
