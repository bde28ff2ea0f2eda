"""The search that proves an open file holds nothing exempt, tried on what was hidden on purpose."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest

from models.papers.exemptions import Secret
from rules.errors import StateError
from tasks.papers.exemption.fragments import looked_for
from tasks.papers.exemption.proof import prove_open

VALUE = "Northfield & Sons bid £4,250,000"
PAGE = "<html><head><title>{title}</title></head><body>{body}</body></html>"


def secret(value: str = VALUE, name: str = "contract_price") -> Secret:
    """One exempt fact."""
    return Secret(name=name, council="", values=(value,))


def refused(form: str, content: bytes, value: str = VALUE, name: str = "paper") -> bool:
    """Whether a file is refused."""
    try:
        prove_open(name, form, content, looked_for([secret(value)]))
    except StateError:
        return True
    return False


def test_a_refusal_names_the_fact_and_never_what_it_says():
    """It may stand in a log, or on a screen that others see."""
    page = PAGE.format(title="x", body=f"<p>{VALUE}</p>").encode()
    with pytest.raises(StateError, match="exempt information: contract_price") as refusal:
        prove_open("paper.html", "html", page, looked_for([secret()]))
    assert "Northfield" not in str(refusal.value)


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{VALUE}</p>",
        "<p>Northfield &amp; Sons bid &pound;4,250,000</p>",
        "<p>Northfield &amp;amp; Sons bid &amp;pound;4,250,000</p>",
        "<p>N<b>orth</b>field &#38; So<i>ns b</i>id £4,<span>250</span>,000</p>",
        "<p>North\u200bfield & Sons\u00ad bid £4,250,000</p>",
        "<p>NORTHFIELD & SONS BID £4 250 000</p>",
        f"<!-- {VALUE} -->",
        '<img alt="Northfield &amp; Sons bid &#163;4,250,000" src="x.png">',
        '<a href="https://x.invalid/?q=Northfield%20%26%20Sons%20bid%20%C2%A34%2C250%2C000">x</a>',
        "<table><caption>Northfield &amp; Sons bid £4,250,000</caption></table>",
        "<style>p::after { content: 'Northfield & Sons bid £4,250,000' }</style>",
        "<p>The price is £4.25 million.</p>",
        "<p>The price is £4.25m.</p>",
        "<p>The price is 4250000 pounds.</p>",
        '<img alt="x" src="data:image/svg+xml;base64,'
        'PHN2Zz48dGV4dD5Ob3J0aGZpZWxkICZhbXA7IFNvbnMgYmlkIMKjNCwyNTAsMDAwPC90ZXh0Pjwvc3ZnPg==">',
    ],
)
def test_a_page_that_holds_it_is_refused_wherever_it_is_hidden(body: str):
    """Escaped, escaped twice, parted by markup, unseen, in another manner of writing money."""
    assert refused("html", PAGE.format(title="x", body=body).encode())


def test_a_page_without_it_is_not_refused():
    """Words like it, and other amounts, are nobody's secret."""
    body = "<p>Northfield Road, £4,250 and 42,500 and 250,000; sons &amp; bid.</p>"
    assert not refused("html", PAGE.format(title="x", body=body).encode())


def test_the_name_of_the_file_is_searched_too():
    """A file would tell it in a list of documents."""
    assert refused("html", b"<p>x</p>", name="northfield-and-sons-bid-4250000.html")


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("7", "Tuesday 7 February 2017", False),
        ("2017", "Tuesday 7 February 2017", False),
        ("Yes", "Key decision: Yes", False),
        ("12", "12 March", False),
        ("Acme", "with Acme Ltd", True),
        ("Acme", "the acmeist poets", False),
        ("£975", "at £975 a day", True),
        ("£975", "at £9,750 a day", False),
        ("£975", "at £975.50 a day", False),
        ("48213", "reference 48213", True),
        ("48213", "reference 148213", False),
    ],
)
def test_a_short_value_counts_as_a_word_of_its_own(value: str, text: str, found: bool):
    """What every page says (a day, a year, Yes) cannot be searched for, and stops no paper."""
    assert refused("html", PAGE.format(title="x", body=f"<p>{text}</p>").encode(), value) == found


def test_a_sentence_out_of_a_long_text_is_found():
    """Copying a part is enough."""
    value = "Counsel advises caution. The supplier may claim damages for early termination. End."
    copied = "<p>We are told: the supplier may claim damages for early termination.</p>"
    assert refused("html", PAGE.format(title="x", body=copied).encode(), value)


def word_file(**parts: str) -> bytes:
    """A zip of these parts; a name's double underscore is a slash."""
    made = BytesIO()
    with ZipFile(made, "w") as written:
        for name, text in parts.items():
            written.writestr(name.replace("__", "/") + ".xml", text)
    return made.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {"word__document": "<w:p><w:t>Northfield &amp; </w:t><w:t>Sons bid £4,250,000</w:t></w:p>"},
        {"word__document": "<w:p><w:r><w:t>No</w:t></w:r><w:r><w:t>rthfield &amp; Sons bid "
         "£4,250,0</w:t></w:r><w:r><w:t>00</w:t></w:r></w:p>"},
        {"docProps__core": "<dc:title>Northfield &amp; Sons bid £4,250,000</dc:title>"},
        {"docProps__app": "<Company>Northfield &amp; Sons bid £4,250,000</Company>"},
        {"word__comments": "<w:t>Northfield &amp; Sons bid £4,250,000</w:t>"},
        {"word__document": "<w:del><w:delText>Northfield &amp; Sons bid £4,250,000</w:delText>"},
        {"word__document": '<wp:docPr descr="Northfield &amp; Sons bid £4,250,000"/>'},
        {"word__document": '<w:tblCaption w:val="Northfield &amp; Sons bid £4,250,000"/>'},
        {"word__header1": "<w:t>Northfield &amp; Sons bid £4,250,000</w:t>"},
        {"customXml__item1": "<x>Northfield &amp; Sons bid £4,250,000</x>"},
    ],
)  # fmt: skip
def test_a_word_file_that_holds_it_in_any_part_is_refused(parts: dict[str, str]):
    """Runs, properties, comments, deleted text, descriptions, captions, headers, custom parts."""
    assert refused("docx", word_file(**parts))
    assert not refused("docx", word_file(word__document="<w:t>Northfield</w:t>"))


def test_the_notes_of_a_zip_and_the_names_in_it_are_searched():
    """No corner of the container is left out."""
    made = BytesIO(word_file(word__document="x"))
    with ZipFile(made, "a") as zipped:
        zipped.comment = VALUE.encode()
    assert refused("docx", made.getvalue())
    assert refused("docx", word_file(**{"word__northfield & sons bid £4,250,000": "x"}))


def a_pdf(change: object) -> bytes:
    """A PDF of one empty page, changed."""
    file = pikepdf.new()
    file.add_blank_page()
    change(file)  # type: ignore[operator]
    made = BytesIO()
    file.save(made, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def in_metadata(file: pikepdf.Pdf) -> None:
    """In the XMP metadata."""
    with file.open_metadata() as known:
        known["dc:description"] = VALUE


def in_outline(file: pikepdf.Pdf) -> None:
    """In a bookmark."""
    with file.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(VALUE, 0))


def in_a_note(file: pikepdf.Pdf) -> None:
    """In a note on the page."""
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Contents=pikepdf.String(VALUE))
    file.pages[0].Annots = pikepdf.Array([file.make_indirect(note)])


def in_an_attachment(file: pikepdf.Pdf) -> None:
    """In a file within the file."""
    file.attachments["a.txt"] = pikepdf.AttachedFileSpec(file, VALUE.encode())


def in_an_object_nobody_uses(file: pikepdf.Pdf) -> None:
    """In an object off to the side."""
    file.Root.Extra = file.make_indirect(
        pikepdf.Dictionary(Deep=pikepdf.Array([pikepdf.Dictionary(It=pikepdf.String(VALUE))]))
    )


@pytest.mark.parametrize(
    "hide",
    [
        lambda file: file.docinfo.__setitem__("/Title", VALUE),
        in_metadata,
        in_outline,
        in_a_note,
        in_an_attachment,
        in_an_object_nobody_uses,
    ],
)
def test_a_pdf_that_holds_it_in_any_object_is_refused(hide: object):
    """Properties, metadata, bookmarks, notes, attachments, objects that no page shows."""
    assert refused("pdf", a_pdf(hide))
    assert not refused("pdf", a_pdf(lambda file: None))
