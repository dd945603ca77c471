"""Back up a live record into one encrypted file, and restore it into an empty place."""

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from types import ModuleType
from typing import BinaryIO
from uuid import UUID

from alembic.script import ScriptDirectory
from sqlalchemy import delete, make_url, select, text, update
from sqlalchemy.orm import Session, sessionmaker

from api.audit.service import write as write_audit
from api.backup import archive, book, files, postgres, sqlite
from api.backup.about import FORMAT, About, Copied
from api.db import alembic_config, make_engine
from api.models import Conversation
from api.settings import Settings
from api.vault.keys import KeyRing, KeyUnusable

NEWER = "A newer release of Own Words made it. Restore it with that release, or one after it."
OLDER_BOOK = (
    "This key book is older than the backup: keys of what the backup holds may be missing. "
    "Put back the newest copy of var/keys, or restore an earlier backup."
)


def _kind(url: str) -> ModuleType:
    return sqlite if make_url(url).get_backend_name() == "sqlite" else postgres


@contextmanager
def _sessions(url: str) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(url)
    try:
        yield sessionmaker(engine)
    finally:
        engine.dispose()


@contextmanager
def _at_work(settings: Settings, prefix: str) -> Iterator[Path]:
    """A folder for the work. What lies there, below var and for the owner alone, is as sealed as
    the record."""
    places = _kind(settings.database).places(settings.database)
    with files.at_work(settings.var, places), files.folder_in(settings.var, prefix) as folder:
        yield folder


def back_up(settings: Settings, keys: KeyRing, target: Path, *, now: datetime) -> int:
    """Write a backup, and renew the key book, which goes elsewhere. Returns how many conversations
    are in it. Raises FileExistsError. Where it fails, there is no file."""
    url = settings.database
    with _at_work(settings, files.BACKING_UP) as folder, files.new_file(target) as file:
        with _sessions(url) as sessions, sessions.begin() as session:
            write_audit(session, "system", "backed_up", target.name[:120], now)
        copied: Copied = _kind(url).dump(url, folder)
        # After the copy: every conversation in it has its key in the book of this generation,
        # unless it was erased meanwhile.
        with _sessions(url) as sessions, sessions() as session:
            generation = book.renew(session).generation
        about = About(
            kind=_kind(url).__name__,
            made_at=now,
            book=generation,
            **copied._asdict(),
        )
        (folder / files.ABOUT).write_text(about.model_dump_json())
        _pack(settings, keys, folder, file)
    return copied.conversations


def _pack(settings: Settings, keys: KeyRing, folder: Path, target: BinaryIO) -> None:
    with TemporaryFile(dir=settings.var) as packed:
        with tarfile.open(fileobj=packed, mode="w") as tar:
            for path in sorted(folder.iterdir()):
                tar.add(path, path.name)
        packed.seek(0)
        archive.seal(keys, packed, target)


def _unpack(settings: Settings, keys: KeyRing, source: Path, folder: Path) -> About:
    with TemporaryFile(dir=settings.var) as packed:
        with source.open("rb") as file:
            for piece in archive.opened(keys, file):
                packed.write(piece)
        packed.seek(0)
        with tarfile.open(fileobj=packed) as tar:
            tar.extractall(folder, filter="data")
    return About.model_validate_json((folder / files.ABOUT).read_bytes())


def restore(settings: Settings, keys: KeyRing, source: Path, key_book: Path) -> tuple[int, int]:
    """Restore into an empty place, which stays empty where that fails. Returns how many
    conversations came back, and how many did not because they were erased since. Raises
    FileExistsError, KeyUnusable or ValueError."""
    url, known = settings.database, book.read(key_book)
    _kind(url).must_be_empty(url)
    with _at_work(settings, files.RESTORING) as folder:
        about = _unpack(settings, keys, source, folder)
        _must_fit(about, url, known)
        with (
            _kind(url).loaded(url, folder) as loaded,
            _sessions(loaded) as sessions,
            sessions.begin() as session,
        ):
            _must_be_as_told(session, about, url)
            return _put_keys_back(session, known.keys)


def _must_fit(about: About, url: str, known: book.Book) -> None:
    """What can be told before anything is loaded."""
    if about.kind != _kind(url).__name__:
        raise ValueError("It is a backup of another kind of database.")
    if about.format > FORMAT:
        raise ValueError(NEWER)
    if about.revision is not None:
        _must_be_known(about.revision, url)
    if known.generation < about.book:
        raise KeyUnusable(OLDER_BOOK)


def _must_be_as_told(session: Session, about: About, url: str) -> None:
    _must_be_known(session.scalar(text("SELECT version_num FROM alembic_version")) or "", url)
    count = len(session.scalars(select(Conversation.id)).all())
    if about.conversations not in (None, count):
        raise ValueError(f"It holds {count} of its {about.conversations} conversations.")


def _must_be_known(revision: str, url: str) -> None:
    scripts = ScriptDirectory.from_config(alembic_config(url)).walk_revisions()
    if revision not in {script.revision for script in scripts}:
        raise ValueError(NEWER)


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
