"""Run Rasa without TensorFlow: `python -m bot.without_tensorflow run ...` for `python -m rasa ...`.

Rasa 3.6 imports TensorFlow in every process, for components that the dialogue does not use. That is
350 MB, and a third of the time until Rasa answers again after a crash. Here its names are there to
be looked up and inherited from, which is all that importing Rasa asks of them; whoever calls one is
told that it is absent. Should config.yml ever name a component that learns with TensorFlow, Rasa
does not start until cli/serve/children.py runs `rasa` itself again (docs/decisions/0093).
"""

import importlib.machinery
import os
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

# With what is imported only beside it. `keras` and `jax` come with TensorFlow.
ABSENT = frozenset(
    ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "jax")
)
# Of TensorFlow's own threads and memory.
SETTINGS = (
    "TF_INTER_OP_PARALLELISM_THREADS",
    "TF_INTRA_OP_PARALLELISM_THREADS",
    "TF_GPU_MEMORY_ALLOC",
)


class TensorFlowIsAbsent(RuntimeError):
    """Something wanted to use TensorFlow, not only to name it."""


class Name(type):
    """A name of TensorFlow's, as a class: it has names of its own, and may be inherited from."""

    def __getattr__(cls, name: str) -> "Name":
        return _named(f"{cls.__name__}.{name}", name)

    def __call__(cls, *_: Any, **__: Any) -> NoReturn:
        raise TensorFlowIsAbsent(f"{cls.__name__} was called: see bot/without_tensorflow.py")


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Name:
        return _named(f"{self.__name__}.{name}", name)


def _named(whole: str, name: str) -> Name:
    if name.startswith("__"):  # what Python itself asks about, and does without
        raise AttributeError(whole)
    return Name(whole, (), {})


class _Absence(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] not in ABSENT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


def leave_out() -> None:
    """From now on this process imports names in place of TensorFlow. Those that have imported it
    already keep it."""
    sys.meta_path.insert(0, _Absence())


def main() -> None:
    """Do what `rasa` does with the same arguments."""
    leave_out()
    for name in SETTINGS:
        os.environ.pop(name, None)  # Rasa would hand them on as it starts
    from rasa.__main__ import main as rasa  # noqa: PLC0415  not before its TensorFlow is left out

    rasa()


if __name__ == "__main__":
    main()
