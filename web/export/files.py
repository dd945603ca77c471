"""The same sections as a file: a table, a Word document, a tagged PDF; or the export as JSON."""

import csv
import io
import json
import re
from collections.abc import Sequence

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from api.export.schemas import Export
from api.language.current import spoken
from web.export.sections import Section, sections
from web.pdf import tagged_pdf
from web.views import environment
from web.wording import words_in

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "docx": WORD,
    "pdf": "application/pdf",
}
# A spreadsheet takes a cell that begins so for a formula, some also after spaces or in full width.
FORMULA = re.compile(r"^[\s\x00-\x1f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]")
# What XML cannot hold: shown as the sign for "unknown", and never left out unseen.
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(found: Export) -> bytes:
    content = found.model_dump(mode="json")
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(found: Export) -> bytes:
    """Return a table that opens in a spreadsheet: UTF-8 with its mark, and no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([words_in().export.columns[name] for name in ("section", "about", "text")])
    for section in sections(found):
        for entry in section.entries:
            writer.writerow([guarded(cell) for cell in (section.heading, entry.about, entry.text)])
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def as_docx(found: Export) -> bytes:
    """Return a Word document with real headings, a language and a title, and nobody as author."""
    document = Document()
    title = words_in().export.title
    about = document.core_properties
    about.title, about.author, about.comments = title, "", ""
    about.language = spoken().of_documents
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), spoken().of_documents)
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    document.add_heading(title, 0)
    document.add_paragraph(words_in().export.note)
    for section in sections(found):
        document.add_heading(section.heading, 1)
        for entry in section.entries:
            if entry.about:
                document.add_paragraph(in_xml(entry.about), style="Caption")
            document.add_paragraph(in_xml(entry.text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def in_xml(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)


def as_pdf(found: Export) -> bytes:
    words = words_in().export
    made: Sequence[Section] = sections(found)
    body = environment.get_template("review/export_pdf.html").render(sections=made, export=words)
    return tagged_pdf(in_xml(body), lang=spoken().of_documents, title=words.title)


MAKERS = {"json": as_json, "csv": as_csv, "docx": as_docx, "pdf": as_pdf}
