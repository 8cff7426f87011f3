"""What the Nu HTML checker says of pages as they were sent."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from audit.tools import CHECKER


def errors(sources: Mapping[str, str]) -> list[str]:
    """The errors in some HTML, given by address, each with its address."""
    with tempfile.TemporaryDirectory(prefix="keta-nu-") as folder:
        names = {}
        for number, (address, source) in enumerate(sources.items()):
            file = Path(folder) / f"{number}.html"
            file.write_text(source)
            names[file.as_uri().replace("file:///", "file:/")] = address
        options = ["--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
        run = subprocess.run(["java", "-jar", CHECKER, *options, folder], capture_output=True, text=True, check=True)
        said = json.loads(run.stdout)["messages"]
    return [
        f"{names.get(one.get('url', ''), one.get('url'))}:{one.get('lastLine', '')} {one['message']}\n"
        f"    {one.get('extract', '').strip()}"
        for one in said
    ]
