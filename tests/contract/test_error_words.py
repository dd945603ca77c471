"""Every error that is raised has its words in the catalogue, and every one there is raised: Python
holds no English for people."""

import ast
from collections.abc import Iterator
from functools import cache

from api.errors import NAMES, ServiceError
from api.language.shelf import english
from tests.contract.rasa_files import ROOT
from tests.contract.test_routes import _below

FOLDERS = ("api", "web", "cli")
# Told without being raised: api/errors.py and web/kiosk/routes.py.
TOLD = {"malformed", "not_valid", "key_unusable", "reader_missing"}
ELSEWHERE = {"pdf_unavailable.plain", "not_complete.parts", "not_signed_in.page"}


@cache
def codes() -> dict[str, str]:
    import web.pdf  # noqa: F401 - it has an error of its own

    kinds: list[type[ServiceError]] = [ServiceError, *_below(ServiceError)]
    return {kind.__name__: kind.code for kind in kinds}


def raised() -> Iterator[tuple[str, str, str]]:
    """Return (place, code, name) of each error that is made with a name of a message."""
    for path in (one for folder in FOLDERS for one in (ROOT / folder).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        fixed = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args):
                continue
            code = codes().get(call.func.id)
            if code and code != "not_complete":
                named = call.args[0]
                name = (
                    fixed.get(named.id) if isinstance(named, ast.Name) else ast.literal_eval(named)
                )
                yield f"{path.relative_to(ROOT)}:{call.lineno}", code, str(name)


def written() -> set[str]:
    api = english().words.api
    return {
        f"{code}.{name}"
        for part in (api.errors, api.errors_at_work)
        for code, names in part.pairs()
        for name, _ in names.pairs()
    }


def test_every_error_that_is_raised_has_its_words() -> None:
    known = written()

    found = list(raised())
    assert len(found) > 80
    assert [one for one in found if f"{one[1]}.{one[2]}" not in known] == []


def test_every_code_has_plain_words() -> None:
    plain = {*codes().values(), *(code for code, _ in NAMES.values()), *TOLD}

    assert plain - {"not_valid"} == {code for code in plain if f"{code}.plain" in written()}


def test_no_error_is_written_that_nobody_is_told() -> None:
    used = {f"{code}.{name}" for _, code, name in raised()}
    used |= {f"{code}.{name}" for code, name in NAMES.values()}
    told = {one for one in written() if one.endswith(".plain") or one.partition(".")[0] in TOLD}

    assert written() - used - told - ELSEWHERE == set()
