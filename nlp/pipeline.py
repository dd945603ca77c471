"""Assemble the spaCy pipeline from `config.cfg`, blank or as trained."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language

import nlp.components.outcome_reader
import nlp.components.theme_reader
import nlp.components.word_reader
import nlp.tokens  # noqa: F401  the four register what config.cfg names
from nlp.components.word_reader import WordReader
from nlp.errors import ModelMissing, ModelStale

CONFIG = Path(__file__).with_name("config.cfg")


def blank_pipeline() -> Language:
    """The pipeline without anything learnt."""
    return spacy.util.load_model_from_config(spacy.util.load_config(CONFIG), auto_fill=True)


def set_vocabulary(pipeline: Language, vocabulary: Iterable[str]) -> None:
    cast(WordReader, pipeline.get_pipe("word_reader")).set_vocabulary(vocabulary)


def changed(path: Path) -> float:
    """When the model in `path` was made. Raises ModelMissing."""
    try:
        return (path / "meta.json").stat().st_mtime
    except OSError as error:
        raise ModelMissing(path) from error


def load_pipeline(path: Path) -> Language:
    """The trained pipeline. Raises ModelMissing, or ModelStale when other code made it."""
    changed(path)
    try:
        return spacy.load(path)
    except (OSError, ValueError) as error:
        raise ModelStale(path) from error
