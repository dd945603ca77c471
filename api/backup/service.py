"""Back up a live record into one encrypted file, and restore it into an empty place."""

import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from types import ModuleType
from uuid import UUID

from sqlalchemy import delete, make_url, select, update
from sqlalchemy.orm import Session, sessionmaker

from api.audit.service import write as write_audit
from api.backup import archive, book, postgres, sqlite
from api.db import make_engine
from api.models import Conversation
from api.settings import Settings
from api.vault.keys import KeyRing


def _kind(url: str) -> ModuleType:
    return sqlite if make_url(url).get_backend_name() == "sqlite" else postgres


@contextmanager
def _sessions(settings: Settings) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(settings.database)
    try:
        yield sessionmaker(engine)
    finally:
        engine.dispose()


def back_up(settings: Settings, keys: KeyRing, target: Path, *, now: datetime) -> int:
    """Write a backup, and renew the key book, which goes elsewhere. Returns how many conversations
    there are. Raises FileExistsError.

    What lies on disk meanwhile, below var and for the owner alone, is as sealed as the record.
    """
    if target.exists():
        raise FileExistsError(target)
    with _sessions(settings) as sessions, sessions.begin() as session:
        write_audit(session, "system", "backed_up", target.name[:120], now)
    about = {"format": 1, "kind": _kind(settings.database).__name__, "made_at": now.isoformat()}
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=settings.var, prefix=".backup-") as name:
        folder = Path(name)
        _kind(settings.database).dump(settings.database, folder)
        (folder / "about.json").write_text(json.dumps(about))
        with TemporaryFile(dir=settings.var) as packed, target.open("xb") as file:
            target.chmod(0o600)
            with tarfile.open(fileobj=packed, mode="w") as tar:
                for path in sorted(folder.iterdir()):
                    tar.add(path, path.name)
            packed.seek(0)
            archive.seal(keys, packed, file)
    # After the copy: every conversation in it has its key in the book, unless erased meanwhile.
    with _sessions(settings) as sessions, sessions() as session:
        return book.renew(session)


def restore(settings: Settings, keys: KeyRing, source: Path, key_book: Path) -> tuple[int, int]:
    """Restore into an empty place. Returns how many conversations came back, and how many did not
    because they were erased since. Raises FileExistsError or KeyUnusable."""
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=settings.var, prefix=".restore-") as name:
        folder = Path(name)
        with TemporaryFile(dir=settings.var) as packed:
            with source.open("rb") as file:
                for piece in archive.opened(keys, file):
                    packed.write(piece)
            packed.seek(0)
            with tarfile.open(fileobj=packed) as tar:
                tar.extractall(folder, filter="data")
        about = json.loads((folder / "about.json").read_text())
        if about["kind"] != _kind(settings.database).__name__:
            raise ValueError("It is a backup of another kind of database.")
        _kind(settings.database).load(settings.database, folder)
    with _sessions(settings) as sessions, sessions.begin() as session:
        return _put_keys_back(session, book.keys_in(key_book))


def _put_keys_back(session: Session, known: dict[UUID, bytes]) -> tuple[int, int]:
    """Give each conversation its key. One whose key is gone was erased, and is erased here too."""
    ids = session.scalars(select(Conversation.id)).all()
    for conversation_id in ids:
        mine = Conversation.id == conversation_id
        if conversation_id in known:
            key = known[conversation_id]
            session.execute(update(Conversation).where(mine).values(wrapped_key=key))
        else:
            session.execute(delete(Conversation).where(mine))
    kept = sum(conversation_id in known for conversation_id in ids)
    return kept, len(ids) - kept
