"""The files that translators work with: a template (.pot) made from the English, and for each
language a file (.po) that follows it."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, check_and_call_extract_file
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from api.language.shelf import DOMAINS, locale_of, po_file
from api.language.sources import RESPONSES, ROOT, SOURCES, Part

FOLDER = ROOT / "locale"
HEADER = "# Own Words: {what}. How to translate is in docs/translating.md.\n#"


def template(part: Part) -> Catalog:
    """Return all English that is for `part`, as Babel extracts it."""
    about = HEADER.format(what=f"words for {part}")
    made = Catalog(project="Own Words", version="1", header_comment=about)
    with (FOLDER / f"{part}.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    for source in (*SOURCES, *RESPONSES):
        for path, line, text, comments, context in check_and_call_extract_file(
            source.file, methods, options, None, DEFAULT_KEYWORDS, (), False, dirpath=ROOT
        ):
            made.add(text, locations=[(str(path), line)], auto_comments=comments, context=context)
    return made


def template_file(folder: Path, part: Part) -> Path:
    return folder / f"{DOMAINS[part]}.pot"


def written(catalog: Catalog, *, header: bool = True) -> bytes:
    """Return the file. No line numbers: they would change with every line of English."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=not header, include_lineno=False)
    return out.getvalue()


def same(path: Path, catalog: Catalog) -> bool:
    """Tell whether a file holds just these texts; its date does not count."""
    if not path.exists():
        return False
    return written(kept(path, catalog), header=False) == written(catalog, header=False)


def kept(path: Path, catalog: Catalog) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=catalog.locale)


def update(folder: Path = FOLDER) -> Iterator[Path]:
    """Write the templates, and bring every language's files up to them. Returns what changed.

    A text whose English changed keeps its old translation, marked fuzzy: it is not shown until
    somebody has looked at it.
    """
    for part in DOMAINS:
        made = template(part)
        path = template_file(folder, part)
        if not same(path, made):
            path.write_bytes(written(made))
            yield path
        for known in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAINS[part]}.po")):
            code = known.parents[1].name
            catalog = kept(known, Catalog(locale=locale_of(code)))
            catalog.update(made, update_creation_date=False)
            if not same(known, catalog):
                known.write_bytes(written(catalog))
                yield known


def add(code: str, folder: Path = FOLDER) -> list[Path]:
    """Lay the files of a new language, with nothing translated yet."""
    laid = []
    for part in DOMAINS:
        path = po_file(folder, code, part)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(empty(code, part)))
            laid.append(path)
    return laid


def empty(code: str, part: Part) -> Catalog:
    """Return the template as a language's own file: with the plural forms that it has."""
    what = f"words for {part}, in {locale_of(code).english_name}"
    catalog = Catalog(
        locale=locale_of(code),
        project="Own Words",
        version="1",
        header_comment=HEADER.format(what=what),
    )
    catalog.update(template(part))
    return catalog
