"""What is made ready in spare time, and on which thread."""

from __future__ import annotations

import subprocess
import sys


def test_no_other_thread_than_the_windows_own_makes_classes_of_qt() -> None:
    script = """
import sys
from threading import Thread
from app.window.spare_time import load_charts, load_engine
before = {name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))}
loading = Thread(target=load_engine)
loading.start()
loading.join()
after = {name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))}
print(sorted(after - before), "pyqtgraph" in sys.modules, "optimizer.runner" in sys.modules)
steps = sum(1 for _ in load_charts())
print(steps > 10, "pyqtgraph" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert ran.stdout.splitlines() == ["[] False True", "True True"], ran.stderr
