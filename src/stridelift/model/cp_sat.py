"""CP-SAT, imported without pandas.

``cp_model`` imports pandas for the helpers on whole columns of variables, which nothing here calls; that is more than
half of the time that the import takes, and half of its memory. So a module with the two classes that are named in their
signatures stands in for pandas while ``cp_model`` is imported, and is gone afterwards: whoever imports pandas later
gets the real one. Where pandas is there already, it is used; where ``cp_model`` asks for more of it than that, it is
imported in full.

NumPy is needed by the compiled part. It would start a thread for each core, for linear algebra that nobody does here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

_HOME = "ortools.sat.python.cp_model"
_THREADS = "OPENBLAS_NUM_THREADS"


def _imported() -> ModuleType:
    with _one_thread():
        if "pandas" in sys.modules or _HOME in sys.modules:
            return import_module(_HOME)
        sys.modules["pandas"] = _stand_in()
        try:
            return import_module(_HOME)
        except (AttributeError, ImportError):
            del sys.modules["pandas"]
            return import_module(_HOME)
        finally:
            if getattr(sys.modules.get("pandas"), "__file__", None) is None:
                sys.modules.pop("pandas", None)


def _stand_in() -> ModuleType:
    pandas = ModuleType("pandas", "Stands in for pandas while CP-SAT is imported.")
    for name in ("Index", "Series"):
        setattr(pandas, name, type(name, (), {}))
    return pandas


@contextmanager
def _one_thread() -> Iterator[None]:
    """NumPy reads the variable once, when it is loaded."""
    if _THREADS in os.environ:
        yield
        return
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        del os.environ[_THREADS]


if TYPE_CHECKING:
    from ortools.sat.python import cp_model as cp_model  # noqa: PLC0414 - said to be meant for others
else:
    cp_model = _imported()
