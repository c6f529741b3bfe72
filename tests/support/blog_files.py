"""Files as bloggers keep them, made by the tests: exports, feeds, books, documents."""

import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO

_WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:excerpt="https://wordpress.org/export/1.2/excerpt/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="https://wordpress.org/export/1.2/">
<channel><title>Strong hips</title><language>en</language>
<wp:author><wp:author_login>ana</wp:author_login>
<wp:author_display_name><![CDATA[Ana Writer]]></wp:author_display_name></wp:author>
{items}
</channel></rss>"""


def wordpress_item(title: str, content: str, **said: str) -> str:
    """Return one item of an export; published unless `status` says otherwise."""
    values = {"status": "publish", "post_type": "post", "post_password": "", **said}
    fields = "".join(f"<wp:{key}>{escape(value)}</wp:{key}>" for key, value in values.items())
    slug = "-".join(title.lower().split())
    return (
        f"<item><title>{escape(title)}</title><link>https://blog.example/{slug}/</link>"
        f"<dc:creator>ana</dc:creator><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:post_date>2019-05-04 10:00:00</wp:post_date>{fields}"
        '<category domain="post_tag" nicename="hips"><![CDATA[hips]]></category>'
        "<wp:comment><wp:comment_content>First!</wp:comment_content></wp:comment></item>"
    )


def wordpress_export(*items: str) -> bytes:
    """Return an export with these items."""
    return _WXR.format(items="\n".join(items)).encode()


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file with these parts, packed."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return packed.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_document(*paragraphs: tuple[str, str], title: str = "", prolog: str = "") -> bytes:
    """Return a Word document of paragraphs, each with the id of its style."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
        for id_, name in (("Heading1", "heading 1"), ("Normal", "Normal"))
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = "http://schemas.openxmlformats.org/package/2006/relationships"
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{relation}"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"{prolog}<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "docProps/core.xml": '<c:coreProperties xmlns:c="urn:c" xmlns:dc="urn:dc">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>Ana Writer</dc:creator>"
            "<created>2020-02-03T00:00:00Z</created></c:coreProperties>",
        }
    )


def book(chapters: Sequence[str], *, title: str = "Strong hips") -> bytes:
    """Return an EPUB whose chapters are pieces of HTML."""
    numbers = range(1, len(chapters) + 1)
    items = "".join(
        f'<item id="c{n}" href="text/c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in numbers
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    texts = {
        f"OEBPS/text/c{n}.xhtml": f"<html><head><title>x</title></head><body>{text}</body></html>"
        for n, text in enumerate(chapters, start=1)
    }
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:c"><rootfiles><rootfile '
            'full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="urn:o" xmlns:dc="urn:dc"><metadata>'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>Ana Writer</dc:creator>"
            "<dc:language>en</dc:language></metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **texts,
        }
    )


def pdf(*pages: Sequence[str], title: str = "") -> bytes:
    """Return a PDF whose pages hold these lines."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids "
        f"[{' '.join(f'{5 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) /CreationDate (D:20210304050607Z) >>",
    ]
    for number, lines in enumerate(pages):
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 760 Td {shown} ET"
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * number} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    made = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(made)
    return (
        made
        + (
            f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n"
            f"<< /Size {len(places) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n"
        ).encode()
    )
