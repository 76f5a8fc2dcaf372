"""CP-SAT without pandas; each case is a process of its own, for what is imported stays so."""

from __future__ import annotations

import subprocess
import sys

import pytest

SOLVE = """
import sys
from stridelift.model.cp_sat import cp_model
cp = cp_model.CpModel()
chosen = [cp.new_bool_var("") for _ in range(3)]
cp.add_at_least_one(chosen[:2])
cp.minimize(cp_model.LinearExpr.weighted_sum(chosen, [3, 2, 1]))
solver = cp_model.CpSolver()
assert solver.solve(cp) == cp_model.OPTIMAL
assert solver.objective_value == 2
"""


def python(script: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_pandas_is_not_imported() -> None:
    """Where this fails, CP-SAT asks for more of pandas than before: its import takes twice as long again."""
    assert python(f"{SOLVE}\nprint('pandas' in sys.modules, type(cp_model.pd.Series))") == "False <class 'type'>"
    assert python(f"{SOLVE}\nprint(cp_model.pd.__doc__)").startswith("Stands in")


def test_the_real_one_comes_later() -> None:
    script = f"{SOLVE}\nimport pandas, numpy\nprint(pandas.Series([1, 2]).sum(), pandas.Index([1]).size)"
    assert python(script) == "3 1"


def test_the_real_one_was_there() -> None:
    script = f"import pandas\n{SOLVE}\nprint(cp_model.pd is pandas is sys.modules['pandas'])"
    assert python(script) == "True"


def test_cp_sat_was_there() -> None:
    script = f"from ortools.sat.python import cp_model as other\n{SOLVE}\nprint(cp_model is other, other.pd.__name__)"
    assert python(script) == "True pandas"


@pytest.mark.parametrize("error", ["AttributeError", "ImportError"])
def test_where_more_of_pandas_is_needed_it_is_imported(error: str) -> None:
    """A newer CP-SAT may: here it refuses any pandas that is not one."""
    script = f"""
import importlib.abc, importlib.util, sys
class Wary(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "ortools.sat.python.cp_model" and not hasattr(sys.modules.get("pandas", sys), "maxsize"):
            if getattr(sys.modules["pandas"], "__file__", None) is None:
                raise {error}(name)
sys.meta_path.insert(0, Wary())
{SOLVE}
print(cp_model.pd.__name__, cp_model.pd is sys.modules["pandas"])"""
    assert python(script) == "pandas True"


@pytest.mark.parametrize("given", [None, "2"])
def test_the_environment_stays(given: str | None) -> None:
    before = "import os\nos.environ.pop('OPENBLAS_NUM_THREADS', None)\n"
    if given is not None:
        before += f"os.environ['OPENBLAS_NUM_THREADS'] = {given!r}\n"
    assert python(f"{before}{SOLVE}\nprint(os.environ.get('OPENBLAS_NUM_THREADS'))") == str(given)
