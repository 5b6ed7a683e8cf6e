"""Both languages are complete, and the Japanese is written by the fifteen rules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from . import architecture as source

CATALOGS = sorted(source.PACKAGE.glob("*/locale/ja/LC_MESSAGES/django.po"))
FORBIDDEN = (
    *("させていただ", "不正な", "無効", "ユーザー", "ログイン", "ログアウト", "ダッシュボード", "フィードバック"),
    *(
        "エクスポート",
        "クラスタ",
        "フェーズ",
        "モデレーション",
        "エンドースメント",
        "登録が完了",
        "お楽しみください",
        "！！",
    ),
)
FORBIDDEN_SHAPES = (
    re.compile("お.{1,6}いただけます"),
    re.compile("^(OK|はい|いいえ)$"),
    re.compile("^エラーが発生しました。?$"),
)
CALLS = {"gettext", "gettext_lazy", "_", "_t", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def short(path: Path) -> str:
    return path.relative_to(source.PACKAGE).parts[0]


def app_folders() -> list[Path]:
    return sorted({source.PACKAGE / path.relative_to(source.PACKAGE).parts[0] for path in source.modules()})


def wanted(app: Path) -> set[str]:
    """Every English sentence the app's code and templates ask a translation for."""
    files = [path for path in source.modules() if app in path.parents]
    pages = [path for path in source.templates() if app in path.parents]
    texts = [path.read_text("utf-8") for path in files]
    texts += [_as_python(templatize(path.read_text("utf-8"), origin=str(path))) for path in pages]
    return {msgid for text in texts for msgid in extracted(text)}


def _as_python(text: str) -> str:
    """templatize leaves a row of gettext calls between X's: exactly the calls are kept."""
    return "\n".join(match.group(0) for match in GETTEXT_CALL.finditer(text))


STRING = r"u?(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
GETTEXT_CALL = re.compile(rf"\b(?:_|gettext|ngettext|pgettext|npgettext)\(\s*{STRING}(?:\s*,\s*{STRING})*[^)]*\)")


def extracted(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and source.name_of(node.func) in CALLS and node.args:
            place = 1 if source.name_of(node.func).startswith("pgettext") else 0
            if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                yield str(node.args[place].value)


@pytest.mark.parametrize("app", app_folders(), ids=short)
def test_every_sentence_has_its_japanese(app: Path) -> None:
    file = app / "locale/ja/LC_MESSAGES/django.po"
    known = {e.msgid for e in polib.pofile(str(file)) if e.translated()} if file.is_file() else set()
    assert sorted(wanted(app) - known - {""}) == []


@pytest.mark.parametrize("path", CATALOGS, ids=short)
def test_no_entry_is_fuzzy_empty_or_left_over(path: Path) -> None:
    catalog = polib.pofile(str(path))
    bad = catalog.fuzzy_entries() + catalog.untranslated_entries() + catalog.obsolete_entries()
    assert [entry.msgid for entry in bad] == []


@pytest.mark.parametrize("path", CATALOGS, ids=short)
def test_the_japanese_keeps_the_variables(path: Path) -> None:
    variable = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    entries = [entry for entry in polib.pofile(str(path)) if not entry.msgid_plural]
    assert [e.msgid for e in entries if set(variable.findall(e.msgid)) != set(variable.findall(e.msgstr))] == []


@pytest.mark.parametrize("path", CATALOGS, ids=short)
def test_the_japanese_avoids_the_forbidden_words(path: Path) -> None:
    texts = [text for e in polib.pofile(str(path)) for text in (e.msgstr, *e.msgstr_plural.values()) if text]
    by_word = [text for text in texts if any(word in text for word in FORBIDDEN)]
    by_shape = [text for text in texts if any(shape.search(text) for shape in FORBIDDEN_SHAPES)]
    assert by_word + by_shape == []


def test_ranges_are_written_with_the_sign_of_the_language() -> None:
    """ja 〜, en –: 3〜6名, 3–6 people; never a hyphen between two numbers."""
    entries = [entry for path in CATALOGS for entry in polib.pofile(str(path))]
    english = [text for e in entries for text in (e.msgid, e.msgid_plural)]
    japanese = [text for e in entries for text in (e.msgstr, *e.msgstr_plural.values())]
    for folder in ("theme/recipe_texts", "people/text_bodies"):
        english.append((source.PACKAGE / folder / "en.yaml").read_text("utf-8"))
        japanese.append((source.PACKAGE / folder / "ja.yaml").read_text("utf-8"))
    between = r"(?<![\d-])\d{{1,3}} ?{0} ?\d{{1,3}}(?![\d-])|\)s ?{0} ?%\("
    assert [re.search("[〜～]|" + between.format("[-~]"), text) for text in english] == [None] * len(english)
    assert [re.search("～|" + between.format("[-–~]"), text) for text in japanese] == [None] * len(japanese)


def test_a_sentence_has_one_japanese_in_all_catalogues() -> None:
    """Django merges the catalogues of all packages: a second translation would win or lose by accident."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for path in CATALOGS:
        for entry in polib.pofile(str(path)):
            japanese = entry.msgstr or entry.msgstr_plural.get(0, "")
            found.setdefault((entry.msgctxt, entry.msgid), set()).add(japanese)
    assert {sentence: japanese for sentence, japanese in found.items() if len(japanese) > 1} == {}
