"""Every format that a blog is kept in: what becomes a Document, and what is clean text."""

import datetime
import json
from pathlib import Path

import pytest

from glutebot.corpus.blocks import read_sections
from glutebot.corpus.formats import (
    Document,
    Rejected,
    canonical_address,
    document_to_article,
    read_documents,
    read_sitemap,
)
from glutebot.corpus.passages import split_article
from glutebot.domain.evidence import Grade
from support.blog_files import book, pdf, word_document, wordpress_export, wordpress_item

SENTENCE = "Hip thrusts train the glutes."


def read(raw: bytes | str, name: str) -> tuple[list[Document], list[Rejected]]:
    found = list(read_documents(raw.encode() if isinstance(raw, str) else raw, name=name))
    documents = [one for one in found if isinstance(one, Document)]
    return documents, [one for one in found if isinstance(one, Rejected)]


def read_one(raw: bytes | str, name: str) -> Document:
    (document,), rejected = read(raw, name)
    assert rejected == []
    return document


def texts(document: Document) -> list[str]:
    return [block for section in read_sections(document.body_markdown) for block in section.blocks]


def reasons(raw: bytes | str, name: str) -> list[str]:
    documents, rejected = read(raw, name)
    assert documents == []
    return [one.reason for one in rejected]


def test_markdown_with_yaml_front_matter() -> None:
    document = read_one(
        "---\ntitle: 'Hips: a *guide*'\ndate: 2021-03-04\nlastmod: 2022-01-02T10:00:00Z\n"
        "author: {name: Ana Writer}\ntags: [hips, strength]\ncategories: Training\nlang: en-GB\n"
        f"canonical_url: https://blog.example/hips\n---\n## Why\n\n{SENTENCE}\n\n- One\n- Two\n",
        "blog/hips.md",
    )

    assert (document.title, document.author) == ("Hips: a *guide*", "Ana Writer")
    assert document.url == "https://blog.example/hips"
    assert document.published == datetime.date(2021, 3, 4)
    assert document.modified == datetime.date(2022, 1, 2)
    assert document.tags == ("hips", "strength", "Training")
    assert document.language == "en-GB"
    assert document.body_markdown == f"## Why\n\n{SENTENCE}\n\n- One\n\n- Two\n"


def test_toml_front_matter_and_a_dated_name() -> None:
    text = f'+++\ntitle = "Hips"\ndraft = false\n+++\n{SENTENCE}\n'

    assert read_one(text, "a/2020-05-06-hips.md").published == datetime.date(2020, 5, 6)


def test_markdown_without_front_matter_is_named_by_its_heading() -> None:
    document = read_one(f"# Strong hips\n\n{SENTENCE}", "a.md")

    assert (document.title, document.body_markdown) == ("Strong hips", f"{SENTENCE}\n")


@pytest.mark.parametrize(
    "header", ["draft: true", "published: false", "status: private", "password: x"]
)
def test_an_unpublished_post_is_left_out(header: str) -> None:
    _, (rejected,) = read(f"---\ntitle: T\n{header}\n---\n{SENTENCE}", "a.md")

    assert rejected.left_out


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("{{< youtube abc >}} Words {% include x %} stay.", ["Words stay."]),
        ("A [link](https://a.example/x) and `code`.", ["A link and code."]),
        ("Load | Reps\n---|---\n60 kg | 8\n", ["Load: 60 kg; Reps: 8."]),
        ("```\n[gallery ids=1]\nx = 1\n```\n", ["[gallery ids=1] x = 1"]),
        ("Some <b>raw</b> HTML<script>x()</script>.", ["Some raw HTML."]),
        ("Snake_case * star # not < b> tags & ampersands.",
         ["Snake_case * star # not < b> tags & ampersands."]),
        ("1\\. not a list", ["1. not a list"]),
        ("Vitamin [B12] is no fact id.", ["Vitamin (B12) is no fact id."]),
    ],
)  # fmt: skip
def test_markup_becomes_clean_text(markdown: str, shown: list[str]) -> None:
    assert texts(read_one(markdown, "a.md")) == shown


def test_a_page_gives_its_main_text_and_what_it_says_about_itself() -> None:
    words = " ".join(f"{SENTENCE} Set number {n} is harder." for n in range(12))
    document = read_one(
        "<!doctype html><html lang='en'><head><title>Hips | Blog</title>"
        "<link rel='canonical' href='https://blog.example/hips/'>"
        "<meta property='og:title' content='Hips'><meta name='author' content='Ana Writer'>"
        "<meta property='article:published_time' content='2020-02-03'></head><body>"
        "<nav><a href='/'>Home</a><a href='/shop'>Shop</a></nav>"
        f"<article><h1>Hips</h1><p>{words}</p><h2>Sets</h2><ul><li>Three sets</li></ul></article>"
        "<p style='display:none'>Ranked words</p><footer>All rights reserved</footer></body>",
        "a.html",
    )

    assert (document.title, document.author) == ("Hips", "Ana Writer")
    assert document.url == "https://blog.example/hips/"
    assert document.published == datetime.date(2020, 2, 3)
    assert "Three sets" in texts(document)
    for gone in ("Shop", "reserved", "Ranked"):
        assert gone not in document.body_markdown


def test_a_page_may_name_its_author_to_machines() -> None:
    described = (
        '{"@graph": [{"@type": "WebSite"}, {"@type": "BlogPosting", "author": '
        '[{"name": "Ana Writer"}], "datePublished": "2021-04-05", "dateModified": "2022-06-07"}]}'
    )
    document = read_one(
        f"<html><head><script type='application/ld+json'>{described}</script></head>"
        f"<body><main><h1>Hips</h1><p>{SENTENCE}</p></main></body></html>",
        "a.html",
    )

    assert document.author == "Ana Writer"
    assert document.published == datetime.date(2021, 4, 5)
    assert document.modified == datetime.date(2022, 6, 7)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-1"])
def test_encodings_become_the_same_text(encoding: str) -> None:
    said = "" if encoding == "utf-16" else f"<meta charset='{encoding}'>"
    markup = f"<html><head>{said}</head><body><p>Élise überschätzt façades.</p></body></html>"

    document = read_one(markup.encode(encoding), "a.html")

    assert texts(document) == ["Élise überschätzt façades."]


def test_an_export_gives_what_is_published_and_counts_the_rest() -> None:
    export = wordpress_export(
        wordpress_item(
            "Hips &amp; <em>thighs</em>",
            "<!-- wp:paragraph -->First line.\n\nSecond &amp; line [1].<!-- /wp:paragraph -->"
            '\n\n[caption id="a" width="3"]<img src="x"/> A picture[/caption]'
            "\n\n<pre>[gallery]</pre>[gallery ids='1']",
        ),
        wordpress_item("A page", SENTENCE, post_type="page"),
        wordpress_item("A draft", SENTENCE, status="draft"),
        wordpress_item("Later", SENTENCE, status="future"),
        wordpress_item("Mine", SENTENCE, status="private"),
        wordpress_item("Gone", SENTENCE, status="trash"),
        wordpress_item("Locked", SENTENCE, post_password="x"),
        wordpress_item("Empty", "[gallery]"),
        wordpress_item("A file", "", post_type="attachment", status="inherit"),
        wordpress_item("A menu", "", post_type="nav_menu_item"),
    )

    documents, rejected = read(export, "blog.xml")

    assert [one.title for one in documents] == ["Hips & thighs", "A page"]
    assert texts(documents[0]) == ["First line.", "Second & line [1].", "A picture", "[gallery]"]
    assert (documents[0].author, documents[0].tags) == ("Ana Writer", ("hips",))
    assert documents[0].published == datetime.date(2019, 5, 4)
    left = {one.item.removeprefix("blog.xml › "): one.reason for one in rejected}
    assert set(left) == {
        "A draft", "Later", "Mine", "Gone", "Locked", "Empty", "comments", "menu items",
        "attachments (images and other files)",
    }  # fmt: skip
    assert left["comments"] == "10 left out."
    assert "scheduled" in left["Later"]
    assert all(one.left_out for one in rejected)


def test_a_damaged_export_gives_what_stands_before_the_damage() -> None:
    export = wordpress_export(wordpress_item("Good", SENTENCE), wordpress_item("Cut", SENTENCE))
    documents, rejected = read(export[: export.index(b"<title>Cut")] + b"<title>Cu", "blog.xml")

    assert [one.title for one in documents] == ["Good"]
    assert [one.item for one in rejected if not one.left_out] == ["blog.xml"]
    assert "damaged" in rejected[-1].reason


def test_a_feed_gives_its_entries() -> None:
    feed = (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        "<title>Blog</title><language>en</language><item><title>Hips</title>"
        "<link>https://blog.example/hips?utm_source=rss</link><description>Short</description>"
        "<pubDate>Mon, 03 Feb 2020 10:00:00 GMT</pubDate><category>hips</category>"
        f"<content:encoded>&lt;p&gt;{SENTENCE}&lt;/p&gt;&lt;p&gt;The post &lt;a&gt;Hips&lt;/a&gt; "
        "appeared first on Blog.&lt;/p&gt;</content:encoded></item></channel></rss>"
    )
    document = read_one(feed, "feed.xml")

    assert (document.title, texts(document)) == ("Hips", [SENTENCE])
    assert (document.published, document.modified) == (datetime.date(2020, 2, 3), None)
    assert document.tags == ("hips",)


def test_an_atom_feed_gives_its_entries() -> None:
    feed = (
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Blog</title>"
        "<entry><id>tag:1</id><title>Hips</title><link href='https://blog.example/hips'/>"
        "<author><name>Ana Writer</name></author><updated>2020-02-03T00:00:00Z</updated>"
        f"<content type='html'>&lt;p&gt;{SENTENCE}&lt;/p&gt;</content></entry></feed>"
    )
    document = read_one(feed, "atom.xml")

    assert (document.author, document.modified) == ("Ana Writer", datetime.date(2020, 2, 3))
    assert texts(document) == [SENTENCE]


def test_a_sitemap_gives_addresses_and_no_texts() -> None:
    sitemap = (
        b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        b"<url><loc>https://blog.example/a</loc><lastmod>2020-02-03</lastmod></url>"
        b"<url><loc>javascript:x</loc></url></urlset>"
    )

    (address,) = read_sitemap(sitemap)
    assert (address.url, address.modified) == ("https://blog.example/a", datetime.date(2020, 2, 3))
    assert "sitemap" in reasons(sitemap, "sitemap.xml")[0]


def test_a_pdf_gives_paragraphs_without_page_furniture() -> None:
    pages = [
        ["Strong hips weekly", f"Why thrust {n}", "Hip thrusts train the glutes through a short",
         "range of motion, and many lifters like them for that. They are sim-", "ple to load.",
         "Squats train them too.", f"Page {n}"]
        for n in range(1, 5)
    ]  # fmt: skip
    document = read_one(pdf(*pages, title="Strong hips"), "a.pdf")

    assert document.title == "Strong hips"
    assert document.published == datetime.date(2021, 3, 4)
    assert "simple to load." in texts(document)[0]
    assert "## Why thrust 1" in document.body_markdown
    assert "Page" not in document.body_markdown
    assert "weekly" not in document.body_markdown


def test_a_word_document_keeps_headings_and_says_who_wrote_it() -> None:
    raw = word_document(("Heading1", "Why thrust"), ("Normal", SENTENCE), title="Strong hips")
    document = read_one(raw, "a.docx")

    assert (document.title, document.author) == ("Strong hips", "Ana Writer")
    assert document.body_markdown == f"# Why thrust\n\n{SENTENCE}\n"


def test_a_book_gives_its_chapters() -> None:
    text = f"<h1>Why thrust</h1><p>{SENTENCE} They are simple to load at home.</p>"
    documents, rejected = read(book(["<p>Cover</p>", text]), "a.epub")

    assert [one.title for one in documents] == ["Strong hips: Why thrust"]
    assert documents[0].author == "Ana Writer"
    assert [one.left_out for one in rejected] == [True]


def test_plain_text_has_paragraphs_and_items() -> None:
    document = read_one(
        f"Strong hips\n\n{SENTENCE}\nThey are simple.\n\n- One\n- Two\n2) Three\n", "a.txt"
    )

    assert document.title == "Strong hips"
    assert texts(document) == [f"{SENTENCE} They are simple.", "One", "Two", "Three"]


def test_a_catalogue_gives_guides_with_a_licence() -> None:
    entry = {
        "id": "Hip_Lift", "name": "Hip Lift", "level": "beginner", "equipment": "barbell",
        "primaryMuscles": ["glutes"], "instructions": ["Sit down.", "Lift the hips."],
        "category": "strength", "force": None, "mechanic": None, "images": [],
    }  # fmt: skip
    catalogue = {"license": "CC0-1.0", "exercises": [entry, {"name": "Bare", "instructions": []}]}

    (guide,), rejected = read(json.dumps(catalogue), "a.json")
    (bare,), _ = read(json.dumps([entry]), "a.json")

    assert (guide.title, guide.kind, guide.licence) == ("Hip Lift", "exercise", "CC0-1.0")
    assert bare.licence == "not stated"
    assert texts(guide)[:2] == ["Sit down.", "Lift the hips."]
    assert [one.item for one in rejected] == ["a.json › Bare"]
    article = document_to_article(guide, site=None)
    assert article.licence == "CC0-1.0"
    assert {line.grade for part in split_article(article) for line in part.lines} == {Grade.OPINION}


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        ("", "a.md", "empty"),
        ("---\ntitle: Only a title\n---\n", "a.md", "no text"),
        ("<html><body><img src='x'></body></html>", "a.html", "no text"),
        ("---\ntitle: [x\n---\nText.", "a.md", "not YAML"),
        ("---\ntitle: x\nText.", "a.md", "never ends"),
        ("{}", "a.json", "no exercise catalogue"),
        ("[", "a.json", "not JSON"),
        ("<?xml version='1.0'?><a/>", "a.xml", "neither a feed"),
        (b"\x89PNG\r\n", "a.png", "of a kind"),
        (b"%PDF-1.4 nothing", "a.pdf", "damaged"),
        (b"PK\x03\x04 nothing", "a.docx", "damaged"),
        (pdf([""]), "a.pdf", "pictures"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_its_reason(
    raw: bytes | str, name: str, said: str
) -> None:
    assert any(said in reason for reason in reasons(raw, name))


def test_posts_are_opinion_and_keep_what_they_say_about_themselves() -> None:
    document = read_one(
        f"---\ntitle: Hips\nurl: https://blog.example/hips/\ndate: 2021-03-04\n---\n{SENTENCE}",
        "a.md",
    )
    (passage,) = split_article(document_to_article(document, site="mine"))

    assert (passage.kind, passage.url) == ("post", "https://blog.example/hips/")
    assert passage.date == datetime.date(2021, 3, 4)
    assert [(line.text, line.grade) for line in passage.lines] == [(SENTENCE, Grade.OPINION)]


def test_an_id_stays_when_the_text_is_edited_and_differs_by_site() -> None:
    before, after = (
        read_one(f"---\ntitle: {title}\nurl: {url}\n---\n{SENTENCE}", "a.md")
        for title, url in (
            ("Hips", "https://www.blog.example/hips/"),
            ("Other", "http://blog.example/hips?utm_source=x#top"),
        )
    )
    ids = [document_to_article(one, site=None).id for one in (before, after)]

    assert ids[0] == ids[1]
    assert ids[0].startswith("hips-")
    assert document_to_article(before, site="mine").id != ids[0]


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://www.a.example/x/", "a.example/x"),
        ("http://A.example/x/index.html#y", "a.example/x"),
        ("https://a.example/?p=12", "a.example?p=12"),
        ("blog/a.md", "blog/a.md"),
    ],
)
def test_addresses_are_compared_without_what_does_not_matter(address: str, same: str) -> None:
    assert canonical_address(address) == same


def test_the_wordpress_test_export_comes_in_whole_and_clean(repository: Path) -> None:
    export = repository.parent / "shared" / "data" / "wordpress-theme-unit-test.xml"
    if not export.exists():
        pytest.skip("WordPress's test export is not beside this checkout.")
    found = list(read_documents(export, name="export.xml"))
    documents = [one for one in found if isinstance(one, Document)]

    assert len(documents) == 65
    assert all(one.left_out for one in found if isinstance(one, Rejected))
    for document in documents:
        for passage in split_article(document_to_article(document, site=None)):
            for mark in ("<!--", "</", "[caption", "[/", "&nbsp;", "&#", "<p"):
                assert mark not in passage.text
