"""Posts in the formats that blogs are kept in become Documents, and Documents become Articles."""

from glutebot.corpus.formats.articles import article_id, canonical_address, document_to_article
from glutebot.corpus.formats.documents import Document, Limits, Rejected
from glutebot.corpus.formats.feeds import SiteAddress, read_sitemap
from glutebot.corpus.formats.reading import read_documents

__all__ = [
    "Document",
    "Limits",
    "Rejected",
    "SiteAddress",
    "article_id",
    "canonical_address",
    "document_to_article",
    "read_documents",
    "read_sitemap",
]
