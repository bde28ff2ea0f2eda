"""What a Word file says of the paper it holds, among the properties that Word shows and keeps."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from tasks.papers.markup import Element, etree

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
#: Every property that people add to a file is of this set, by Microsoft's own number for it.
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
#: The property that tells what the file was generated as, and whether it is a paper or a letter.
WORDS, KIND = "Changeover words", "Changeover kind"


def set_marks(document: WordDocument, **marks: str) -> None:
    """The file has these properties beside those that it had."""
    part = _part(document)
    root = etree.fromstring(part.blob) if part else _empty()
    for name, value in marks.items():
        _set(root, {"words": WORDS, "kind": KIND}[name], value)
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if part:
        part._blob = blob
        return
    package = document.part.package
    made = Part(PackURI("/docProps/custom.xml"), _CONTENT, blob, package)
    package.relate_to(made, _RELATION)


def marks_of(document: WordDocument) -> dict[str, str]:
    """The properties that people and programs added to the file."""
    part = _part(document)
    if not part:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(part.blob, parser)
    return {each.get("name") or "": "".join(each.itertext()) for each in root}


def _part(document: WordDocument) -> Part | None:
    for relation in document.part.package.rels.values():
        if relation.reltype == _RELATION:
            part: Part = relation.target_part
            return part
    return None


def _empty() -> Element:
    return etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap={None: _PROPERTIES, "vt": _TYPES})


def _set(root: Element, name: str, value: str) -> None:
    for each in root.findall(f"{{{_PROPERTIES}}}property[@name='{name}']"):
        root.remove(each)
    numbers = [int(each.get("pid") or 1) for each in root]
    made = etree.SubElement(
        root,
        f"{{{_PROPERTIES}}}property",
        fmtid=_SET,
        pid=str(1 + max(numbers, default=1)),
        name=name,
    )
    etree.SubElement(made, f"{{{_TYPES}}}lpwstr").text = value
