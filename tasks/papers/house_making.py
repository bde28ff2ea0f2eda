"""Starts the layout of a council from one that is there, and gives it templates to change."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from jinja2 import meta

from models.settings import settings
from models.whole_file import put_in_place, write_whole
from rules.errors import BadFile, InputError, UnknownName
from tasks.papers.house_file import layout_paths, read_house
from tasks.papers.kinds import kind_named
from tasks.papers.rendering import environment
from tasks.papers.vocabulary import TEMPLATES
from tasks.papers.word.plain import plain_file
from tasks.papers.word.safety import refuse_unsafe

_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LOGOS = (".png", ".jpg", ".jpeg")


def new_house(
    code: str,
    *,
    start_from: str,
    name: str,
    accent: str = "",
    word: Path | None = None,
    logo: Path | None = None,
) -> list[Path]:
    """The layout CODE.toml and its Word file stand in the folder of layouts; their paths.

    The Word file is `word`, unchanged, or one made from the layout, with the `logo` at its head.
    Nothing in the new layout counts as seen in the council's own records. Raises: InputError where
    there is one of that code, or something given is wrong; nothing is written then.
    """
    target = settings().houses / f"{code}.toml"
    _refuse_code(code, target)
    if logo and logo.suffix.lower() not in _LOGOS:
        raise BadFile(f"{logo.name} is no picture for a logo.", "a PNG or JPEG.", "save it so.")
    if word:
        refuse_unsafe(word)
    text = _own_words(_text_of(start_from), code, name, start_from, accent, logo)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.parent / f".{code}.part"
    try:
        return _written(target, draft, text, word, logo)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def template_for_house(code: str, kind: str) -> list[Path]:
    """The template that ships for a kind, with all that it uses, in the folder of a layout.

    Files that are there are left as they are. Raises: UnknownName.
    """
    row = kind_named(kind)
    own = settings().houses / f"{code}.toml"
    if not own.is_file():
        raise UnknownName(
            f"There is no layout {own}.",
            "a layout of your own, to put templates beside.",
            f"start one with `changeover house new {code} --from plain`.",
        )
    folder = read_house(own).files.templates or own.with_suffix("")
    made: list[Path] = []
    for name in _used_by(row.template):
        target = folder / (f"{kind}.html.j2" if name == row.template else name)
        if not target.exists():
            made.append(write_whole(target, (TEMPLATES / name).read_bytes()))
    return made


def remade_word(code: str) -> Path:
    """The Word file of a layout, made again from it, in place of the one that was made before.

    Raises: UnknownName, InputError where the file there is a council's own.
    """
    own = settings().houses / f"{code}.toml"
    if not own.is_file():
        raise UnknownName(f"There is no layout {own}.", "a layout of your own.", "start one first.")
    house = read_house(own)
    target = own.with_suffix(".docx")
    if target.is_file() and not _is_made_here(target):
        raise InputError(
            f"{target.name} is the council's own file.",
            "one that was made here from the layout, which can be made again.",
            "move it away first, if it is not wanted any more.",
        )
    return write_whole(target, plain_file(house))


def _is_made_here(path: Path) -> bool:
    from docx import Document

    from tasks.papers.word.plain import MARK

    refuse_unsafe(path)
    return bool(Document(str(path)).core_properties.comments == MARK)


def _refuse_code(code: str, target: Path) -> None:
    if not _CODE.fullmatch(code):
        raise InputError(
            f"{code!r} is no code of a council.",
            "small letters, figures and hyphens, such as north-mere.",
            "give the code that the transition files name the council by.",
        )
    if target.exists():
        raise InputError(
            f"There is a layout {target} already.", "a code without one.", "edit that file."
        )


def _text_of(code: str) -> str:
    paths = layout_paths()
    if code not in paths:
        raise UnknownName(
            f"There is no layout {code!r}.",
            f"one of {', '.join(paths)}.",
            "start from one of these.",
        )
    return paths[code].read_text(encoding="utf-8")


def _own_words(
    text: str, code: str, name: str, start_from: str, accent: str, logo: Path | None
) -> str:
    """The text of a layout as another council's: nothing of it is seen in that one's records."""
    body = re.sub(r"\A(?:#[^\n]*\n|\s*\n)+", "", text)
    body = re.sub(r"^seen = (?:true|false)[^\n]*$", "seen = false", body, flags=re.MULTILINE)
    body = re.sub(r"^# ----.*$\n?", "", body, flags=re.MULTILINE)
    body = re.sub(r"^\[files\]\n(?:[^\[\n][^\n]*\n)*", "", body, flags=re.MULTILINE)
    body = _with(body, "code", code)
    body = _with(body, "name", name)
    if accent:
        body = re.sub(r'(\[accent\]\nvalue = )"[^"]*"', rf'\1"{accent.lower()}"', body)
    files = f'\n[files]\nlogo = "{code}-logo{logo.suffix.lower()}"\n' if logo else ""
    head = (
        f"# The house layout of {name}, started from that of {start_from}.\n"
        "# Set seen = true on each element once it was read in the council's own records.\n\n"
    )
    return f"{head}{body.rstrip()}\n{files}"


def _with(text: str, key: str, value: str) -> str:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return re.sub(rf"^{key} = .*$", lambda _: f'{key} = "{quoted}"', text, count=1, flags=re.M)


def _written(
    target: Path, draft: Path, text: str, word: Path | None, logo: Path | None
) -> list[Path]:
    """Writes into a folder beside, reads that back, and puts it in its place, the layout last."""
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    layout = draft / target.name
    layout.write_text(text, encoding="utf-8")
    if logo:
        shutil.copyfile(logo, draft / f"{target.stem}-logo{logo.suffix.lower()}")
    house = read_house(layout)
    file = draft / f"{target.stem}.docx"
    if word:
        shutil.copyfile(word, file)
    else:
        file.write_bytes(plain_file(house))
    made = {each: target.parent / each.name for each in sorted(draft.iterdir(), key=_layout_last)}
    for each, place in made.items():
        put_in_place(each, place)
    return list(made.values())


def _layout_last(path: Path) -> tuple[bool, str]:
    return path.suffix == ".toml", path.name


def _used_by(template: str) -> list[str]:
    """A template that ships and every file that it includes or imports, each once."""
    shipped = environment(TEMPLATES)
    waiting, found = [template], []
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            tree = shipped.parse((TEMPLATES / name).read_text(encoding="utf-8"))
            waiting += [each for each in meta.find_referenced_templates(tree) if each]
    return found
