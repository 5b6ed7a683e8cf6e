"""The poster is one A4 page that says the words as they are and opens exactly its place."""

import re
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from yoriai.theme.poster import poster_pdf, qr_svg
from yoriai.theme.vertical import cells, columns
from yoriai.web.printing import printable, typeset

URL = "https://yoriai.example/q/k7Qm2xPz9LdRw4TnB3vHs1"
LONG_URL = URL + "?" + "a" * (298 - len(URL) - 1)
JA = {
    "shop": "まちの豆腐店",
    "question": "お弁当に入れたい豆腐のおかず、どんなものがあったらうれしいですか",
    "eyebrow": "店頭ひとこと週間・10月18日（日）まで",
    "promises": ("30秒", "登録なし", "お返事は10月20日（火）までに"),
    "url": URL,
    "help_line": "書くのがむずかしいときは、店の人に話してください",
    "language": "ja",
}
EN = JA | {
    "shop": "The corner tofu shop",
    "question": "What tofu dish would you love to find for your lunch box?",
    "eyebrow": "One-line week, until Sunday, October 18",
    "promises": ("30 seconds", "No sign-up", "A reply by Tuesday, October 20"),
    "help_line": "If writing is hard, please talk to the staff",
    "language": "en",
}
MARKUP = '#read("x") *a* $b$ @c <d> [e] \\f'
HARD = {
    "short": "好きな色は",
    "long": "「豆腐の会」を夜7時から15人でひらきます。" * 6,
    "no breaks": "豆" * 120,
    "closing marks": "豆腐、。」）！？" * 15,
    "latin": "W" * 120,
    "words": "incomprehensibility " * 6,
    "emoji": "👩‍👩‍👧 豆腐は好きですか 🍱✨",
    "zalgo": "と̷̢͉うふ͙͜は好きで̕すか\u202e",
    "markup": MARKUP,
}


def poster(base: dict[str, Any], **changes: Any) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(poster_pdf(**(base | changes)))


def words_of(document: pypdfium2.PdfDocument) -> str:
    return re.sub(r"[\s\u200b\ufffe]", "", document[0].get_textpage().get_text_range())


@pytest.mark.parametrize("base", [JA, EN], ids=["ja", "en"])
@pytest.mark.parametrize("question", HARD.values(), ids=HARD)
def test_poster_is_one_a4_page_for_any_question(base: dict[str, Any], question: str) -> None:
    document = poster(base, question=question[:120])
    assert len(document) == 1
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [210, 297]


@pytest.mark.parametrize("base", [JA, EN], ids=["ja", "en"])
@pytest.mark.parametrize("question", HARD.values(), ids=HARD)
def test_poster_keeps_its_margins_for_any_question(base: dict[str, Any], question: str) -> None:
    page = poster(base, question=question[:120])[0].render(scale=1).to_pil().convert("L")
    # right of the words down to where the thread may enter, and the foot of the page
    margins = [page.crop((545, 0, 595, 420)), page.crop((0, 825, 595, 841))]
    assert [margin.getextrema()[0] for margin in margins] == [255, 255]


@pytest.mark.parametrize("base", [JA, EN], ids=["ja", "en"])
def test_poster_prints_markup_literally(base: dict[str, Any]) -> None:
    assert MARKUP.replace(" ", "") in words_of(poster(base, question=MARKUP, eyebrow=""))


@pytest.mark.parametrize("base", [JA, EN], ids=["ja", "en"])
@pytest.mark.parametrize("name", ["shop", "question", "eyebrow", "help_line"])
def test_poster_shows_all_its_words(base: dict[str, Any], name: str) -> None:
    assert base[name].replace(" ", "") in words_of(poster(base))


@pytest.mark.parametrize("base", [JA, EN], ids=["ja", "en"])
def test_poster_shows_its_promises_and_readable_address(base: dict[str, Any]) -> None:
    shown = words_of(poster(base))
    expected = [*base["promises"], URL.removeprefix("https://")]
    assert [words for words in expected if words.replace(" ", "") not in shown] == []


@pytest.mark.parametrize("base", [JA, EN], ids=["ja", "en"])
def test_poster_code_opens_exactly_the_address_at_60_dpi(base: dict[str, Any]) -> None:
    picture = poster(base)[0].render(scale=60 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [URL]


def test_poster_holds_the_longest_words_and_address_on_one_page() -> None:
    document = poster(
        JA, shop="豆" * 100, eyebrow="豆" * 60, promises=("豆" * 40,) * 3, help_line="W" * 120, url=LONG_URL
    )
    picture = document[0].render(scale=150 / 72).to_pil()
    assert (len(document), [code.text for code in zxingcpp.read_barcodes(picture)]) == (1, [LONG_URL])


def test_poster_of_equal_words_has_equal_bytes() -> None:
    assert poster_pdf(**JA) == poster_pdf(**JA)


def test_poster_leaves_out_what_paper_cannot_show() -> None:
    shown = words_of(poster(EN, question="🍱 Do you like tofu? ✨"))
    assert "Doyouliketofu?" in shown
    assert not re.search("[🍱✨]", shown)


@pytest.mark.parametrize("question", ["豆腐は？", "🍱" * 10, "豆" * 121])
def test_poster_refuses_a_question_outside_its_length(question: str) -> None:
    with pytest.raises(ValueError, match="5 to 120"):
        poster_pdf(**(JA | {"question": question}))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/q/a", URL + " x", LONG_URL + "a", "https://豆腐.example"])
def test_poster_refuses_an_unusable_address(url: str) -> None:
    with pytest.raises(ValueError, match="http address"):
        poster_pdf(**(JA | {"url": url}))


def test_poster_refuses_overlong_words_by_name() -> None:
    with pytest.raises(ValueError, match="shop is longer than 100"):
        poster_pdf(**(JA | {"shop": "豆" * 101}))


def test_poster_is_set_within_seven_tenths_of_a_second() -> None:
    started = time.process_time()
    poster_pdf(**(JA | {"question": "豆腐が好き" * 24}))
    assert time.process_time() - started < 0.7


def test_qr_svg_has_a_quiet_zone_of_four_modules() -> None:
    assert 'viewBox="0 0 45 45"' in qr_svg(URL)
    assert 'd="M4 4.5h7' in qr_svg(URL)


def test_printable_composes_letters_and_drops_invisible_marks() -> None:
    assert printable(" か\u3099\u200bん\n\u202eも ★") == "がん も ★"


def test_typeset_refuses_more_data_than_a_page() -> None:
    with pytest.raises(ValueError, match="too much"):
        typeset("unused.typ", {"words": "豆" * 100_001})


def test_poster_stands_without_its_optional_words() -> None:
    assert len(poster(JA, shop="", eyebrow="", help_line="", promises=("", "", ""))) == 1


def test_columns_break_between_phrases_and_after_pauses() -> None:
    broken = columns(JA["question"], height=172, width=112, largest=30).cells
    assert ["".join(cell.text for cell in column) for column in broken] == [
        "お弁当に入れたい", "豆腐のおかず、", "どんなものがあったら", "うれしいですか",
    ]  # fmt: skip


@pytest.mark.parametrize("length", [13, 31, 60])
def test_columns_hold_at_most_twelve_cells_up_to_sixty(length: int) -> None:
    broken = columns(("豆腐のおかずが好きです、" * 6)[:length], height=172, width=112, largest=30).cells
    assert 2 <= len(broken) <= 5
    assert max(len(column) for column in broken) <= 12


def test_two_digits_share_one_cell_and_latin_words_lie() -> None:
    assert [cell.kind for cell in cells("15人2027coffee")] == ["pair", *["upright"] * 5, "lying"]


def test_typeset_makes_a_picture_at_the_asked_resolution(tmp_path: Path) -> None:
    template = tmp_path / "card.typ"
    template.write_text("#set page(width: 120pt, height: 63pt)\n#json(bytes(sys.inputs.d)).words")
    picture = typeset(template, {"words": "#read *豆腐*"}, format="png", ppi=72)
    assert Image.open(BytesIO(picture)).size == (120, 63)


def test_typeset_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "print").mkdir()
    template = tmp_path / "print" / "card.typ"
    template.write_text('#read("../secret.txt")')
    with pytest.raises(RuntimeError):
        typeset(template, {})


def test_columns_begin_and_end_with_ink() -> None:
    broken = columns("豆腐 と おから を つかう 夏の おかず は 何", height=172, width=112, largest=30).cells
    assert [column for column in broken if " " in (column[0].text, column[-1].text)] == []
