"""One voice becomes a thank-you: a phone without an account and a desk, through the real pages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

WORDS = "お昼は外で食べます。スプーンがいらない豆腐があるとうれしいです"
PHOTO = {"name": "shisaku.png", "mimeType": "image/png"}


def press(page: Page, selector: str) -> None:
    page.locator(selector).first.click()
    page.wait_for_load_state()


def enter_desk(page: Page, role: str = "owner") -> None:
    page.goto("/demo")
    press(page, f"button[value={role}]")


def ask_a_question(desk: Page, title: str) -> str:
    """The wizard: a recipe, one question, live. Returns the address in the QR code."""
    desk.goto("/desk/themes/new")
    press(desk, "a[href='/desk/themes/new/t03']")
    desk.fill("[name=question]", "立ったまま食べられる豆腐は、どんなものがいいですか")
    desk.fill("[name=title]", title)
    press(desk, "main form button[type=submit]")
    return str(desk.locator("a[href^='/q/']").first.get_attribute("href"))


def say(phone: Page, place: str, words: str) -> str:
    """Scan, write, send. Returns the address of the receipt."""
    phone.goto(place)
    phone.fill("[name=text]", words)
    press(phone, "main form button[type=submit]")
    phone.wait_for_url(re.compile("/k/"))
    return phone.url.partition("?")[0]


def read_and_answer(desk: Page, words: str) -> str:
    """Opens the oldest unread voice with these words and answers it. Returns its address."""
    desk.goto("/desk/voices")
    press(desk, f"main a:has-text('{words[:12]}')")
    address = desk.url.partition("?")[0]
    desk.fill("form[action*='/reply'] [name=text]", "持ち方から考えます。来週、ひとつ作ってみます。")
    press(desk, "form[action*='/reply'] button[type=submit]")
    return address


def make_an_idea(desk: Page, voice: str) -> None:
    desk.goto(f"{voice}/idea")
    desk.locator("[name=words]").last.check()
    desk.fill("[name=headline]", "片手で持って食べられる豆腐がほしい")
    press(desk, "button[name=goal][value=new]")


def decide(desk: Page) -> None:
    desk.locator("[name=verdict][value=adopt]").check()
    desk.fill("[name=reason]", "串に刺せば、片手で食べられました。")
    press(desk, "form[action$='/decision'] button[type=submit]")


def show_a_prototype(desk: Page, photo: bytes) -> None:
    press(desk, "main a[href$='/prototypes']")
    desk.fill("[name=name]", "試作1 串豆腐")
    desk.fill("[name=made_of]", "かための豆腐を串に刺して焼きました。")
    desk.set_input_files("[type=file]", {**PHOTO, "buffer": photo})
    for box in desk.locator("main [type=checkbox]").all()[:1]:
        box.check()
    press(desk, "main form button.btn--primary")


def launch(desk: Page) -> None:
    press(desk, "main a[href$='/product']")
    desk.fill("[name=name]", "串豆腐")
    press(desk, "main form button.btn--primary")


def tell_and_thank(desk: Page) -> str:
    """Draft, publish, thank. Returns the address of the story."""
    press(desk, "form[action$='/story'] button")
    press(desk, "main a[href$='/publication']")
    press(desk, "button[name=do][value=publish]")
    story = desk.locator("a[href^='/s/']").first.get_attribute("href")
    desk.goto("/desk/stories")
    press(desk, "main a[href$='/thanks']")
    press(desk, "button[name=do][value=draft]")
    press(desk, ".send button[type=submit]")
    return str(story)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_one_voice_becomes_a_thank_you(visit: Callable[..., Page], picture: bytes, script: bool) -> None:
    phone = visit(phone=True, java_script_enabled=script)
    desk = visit(phone=False, java_script_enabled=script)
    enter_desk(desk)
    place = ask_a_question(desk, "立って食べる一品" if script else "片手で食べる一品")
    receipt = say(phone, place, WORDS)
    expect(phone.locator("h1")).to_contain_text("スプーンがいらない")

    voice = read_and_answer(desk, WORDS)
    phone.goto(receipt)
    expect(phone.locator("main")).to_contain_text("持ち方から考えます")

    make_an_idea(desk, voice)
    decide(desk)
    show_a_prototype(desk, picture)
    launch(desk)
    story = tell_and_thank(desk)

    phone.goto(receipt)
    expect(phone.locator("main")).to_contain_text("串に刺せば、片手で食べられました。")
    expect(phone.locator("main")).to_contain_text("串豆腐")
    assert phone.locator(".knot").count() == 8
    assert phone.locator(".knot[data-state=ahead]").count() == 0
    phone.goto(story)
    expect(phone.locator("main")).to_contain_text("スプーンがいらない")

    phone.goto(f"{receipt}/name")
    phone.locator("[name=credit][value=nickname]").check(force=True)
    phone.fill("[name=name]", "立ち食い好き")
    press(phone, "main form button[type=submit]")
    phone.goto(story)
    expect(phone.locator(".credits")).to_contain_text("立ち食い好きさん")

    phone.goto(f"{receipt}/withdrawal")
    press(phone, "main form button[type=submit]")
    phone.goto(story)
    expect(phone.locator("main")).not_to_contain_text("スプーンがいらない")
    expect(phone.locator("main")).not_to_contain_text("立ち食い好き")


def test_who_comes_back_after_sending_finds_an_empty_form(
    visit: Callable[..., Page], addresses: dict[str, str]
) -> None:
    """The same words, sent once more from there, would be a second voice."""
    phone = visit()
    say(phone, f"/q/{addresses['place']}", "もどるとどうなるかを見たいです")
    phone.go_back()
    phone.wait_for_url(re.compile("/q/"))
    expect(phone.locator("[name=text]")).to_have_value("")


def test_an_echo_carries_its_own_words(visit: Callable[..., Page], addresses: dict[str, str]) -> None:
    phone = visit()
    phone.goto(f"/q/{addresses['place']}")
    phone.locator("[name=text]").press_sequentially("駅の近くで受け取れたら", delay=15)
    expect(phone.locator("[data-heard-like]")).to_be_visible()
    phone.locator("a:has-text('これと同じ')").first.click()
    expect(phone.locator("[data-echo]")).to_be_visible()
    press(phone, "main form button[type=submit]")
    phone.wait_for_url(re.compile("/k/"))
    expect(phone.locator("h1")).to_contain_text("受け取れたら")


def test_a_draft_survives_a_closed_page(visit: Callable[..., Page], addresses: dict[str, str]) -> None:
    phone = visit()
    phone.goto(f"/q/{addresses['place']}")
    phone.locator("[name=text]").press_sequentially("途中まで書いた声", delay=10)
    phone.wait_for_timeout(700)
    second = phone.context.new_page()
    phone.close()
    second.goto(f"/q/{addresses['place']}")
    expect(second.locator("[name=text]")).to_have_value("途中まで書いた声")


def test_enter_during_conversion_sends_nothing(visit: Callable[..., Page], addresses: dict[str, str]) -> None:
    phone = visit()
    phone.goto(f"/q/{addresses['place']}")
    phone.fill("[name=text]", "とうふ")
    phone.locator("[name=text]").dispatch_event("keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})
    phone.locator("[name=text]").press("Enter")
    phone.wait_for_timeout(300)
    assert "/q/" in phone.url


def test_an_error_goes_when_it_is_mended(visit: Callable[..., Page], addresses: dict[str, str]) -> None:
    phone = visit()
    phone.goto(f"/q/{addresses['place']}")
    phone.click("#speak button[type=submit]")
    expect(phone.locator("#text-error")).to_be_visible()
    phone.fill("[name=text]", "木綿がいい")
    expect(phone.locator("#text-error")).to_be_hidden()
    expect(phone.locator("[name=text]")).to_have_attribute("aria-invalid", "false")
