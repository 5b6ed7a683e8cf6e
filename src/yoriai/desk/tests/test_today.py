"""きょうのひとつ: which step comes first, and why."""

from datetime import date
from typing import Any

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of, later, make_theme, speak
from yoriai.desk.today import todays_step
from yoriai.dialogue.actions import answer_voice, hold_voice, read_voice, withdraw_voice
from yoriai.dialogue.models import Voice
from yoriai.making.actions import decide, form_idea, launch_product, make_prototype, record_experiment
from yoriai.making.models import Product
from yoriai.story.actions import draft_story, draft_thanks, publish_story, send_thanks, take_story_back
from yoriai.story.models import Story, Thanks
from yoriai.theme.models import Place, Theme
from yoriai.web import clock


def _key(member: Member, *put_off: str) -> str | None:
    step = todays_step(member, set(put_off))
    return step.key if step else None


def _settle(voice: Voice, by: Member) -> None:
    answer_voice(voice, text="ありがとうございます", by=by)


def _brought_out(voice: Voice, by: Member) -> Product:
    """What became of an answered voice: adopted and out."""
    _settle(voice, by)
    idea = form_idea(voice.theme, headline="ひとくちがんも", grounds=[(voice, None)], by=by)
    decide(idea, verdict="adopt", reason="つくります", by=by)
    return launch_product(voice.theme, name="ひとくちがんも", out_on=date(2026, 10, 12), ideas=[idea], by=by)


def test_today_begins_with_a_first_step(owner: Member) -> None:
    assert _key(owner) == "theme:none"


def test_today_puts_an_urgent_voice_first(owner: Member, place: Place) -> None:
    speak(place, "ひとつめの声です")
    second = speak(place, "ふたつめの声です")
    hold_voice(second, reason="complaint", urgent=True, by=owner)
    step = todays_step(owner, set())
    assert step is not None
    assert (step.key, step.urgent) == (f"voice:{second.pk}", True)


def test_today_keeps_a_promise_before_reading_on(owner: Member, shop: Organisation, place: Place) -> None:
    speak(place, "約束まで間がある声")
    near = make_theme(shop, title="別のお題", reply_by=date(2026, 10, 14)).places.get()
    promised = speak(near, "約束の近い声")
    assert _key(owner) == f"voice:{promised.pk}"


def test_today_leaves_time_for_a_voice_after_the_promised_day(owner: Member, shop: Organisation) -> None:
    asked = make_theme(shop, ends_on=date(2026, 12, 31), reply_by=date(2026, 10, 14)).places.get()
    with later(days=30):
        early, late = speak(asked, "先に来た声です"), speak(asked, "あとの声です")
        read_voice(early, by=owner)
        read_voice(late, by=owner)
        assert _key(owner) != f"voice:{early.pk}"
        with later(days=shop.reply_days - 3):
            assert _key(owner) == f"voice:{early.pk}"


def test_today_reads_the_oldest_voice(owner: Member, place: Place) -> None:
    oldest = speak(place, "先に来た声です")
    with later(hours=2):
        speak(place, "あとに来た声です")
        assert _key(owner) == f"voice:{oldest.pk}"


def test_today_walks_on_when_put_off(owner: Member, place: Place) -> None:
    first, second = speak(place, "先に来た声です"), speak(place, "あとに来た声です", spoken_at=None)
    assert _key(owner, f"voice:{first.pk}") == f"voice:{second.pk}"
    assert _key(owner, f"voice:{first.pk}", f"voice:{second.pk}") is None


def test_today_asks_for_a_decision(owner: Member, theme: Theme, voice: Voice) -> None:
    _settle(voice, owner)
    idea = form_idea(theme, headline="ひとくちがんも", grounds=[(voice, None)], by=owner)
    assert _key(owner) == f"idea:{idea.pk}"
    decide(idea, verdict="hold", reason="春まで待ちます", by=owner)
    assert _key(owner) is None


def test_today_walks_along_a_trial_to_what_reached_people(owner: Member, theme: Theme, voice: Voice) -> None:
    """Make it, write what came of it, decide again, bring it out: each when its time has come."""
    _settle(voice, owner)
    idea = form_idea(theme, headline="ひとくちがんも", grounds=[(voice, None)], by=owner)
    decide(idea, verdict="try", reason="つくってみます", by=owner)
    aside = f"theme:{theme.pk}"  # its last day is near
    keys = [_key(owner, aside)]
    made = make_prototype(idea, name="試作1", made_of="小さくした", made_on=clock.today(), by=owner)
    keys.append(_key(owner, aside))
    with later(days=3):
        keys.append(_key(owner, aside))
        found = {"hypothesis": "閉まる", "measure": "人数", "result": "閉まった", "held_on": clock.today()}
        record_experiment(made, held=True, by=owner, **found)
        keys.append(_key(owner, aside))
    with later(days=3, hours=1):
        decide(idea, verdict="adopt", reason="つくります", by=owner)
        keys.append(_key(owner, aside))
    with later(days=7):
        keys.append(_key(owner, aside))
    kinds = [key and key.partition(":")[0] for key in keys]
    assert kinds == ["shape", None, "try", "idea", None, "ripe"]


def test_today_sees_a_theme_end(owner: Member, theme: Theme) -> None:
    with later(days=4):
        assert _key(owner) == f"theme:{theme.pk}"
    with later(days=30):
        assert _key(owner) == "theme:none"


def test_today_hangs_up_the_poster_of_a_question_nobody_answered(owner: Member, theme: Theme) -> None:
    assert _key(owner) == f"silent:{theme.pk}"
    _settle(speak(theme.places.get()), owner)
    assert _key(owner) is None


def test_today_tells_publishes_and_thanks(owner: Member, voice: Voice) -> None:
    product = _brought_out(voice, owner)
    assert _key(owner) == f"product:{product.pk}"
    story: Story = draft_story(product, by=owner)
    assert _key(owner) == f"story:{story.pk}"
    publish_story(story, by=owner)


def test_today_does_not_urge_a_story_that_was_taken_back(owner: Member, voice: Voice) -> None:
    story = draft_story(_brought_out(voice, owner), by=owner)
    publish_story(story, by=owner)
    take_story_back(story, by=owner)
    assert _key(owner) is None


def test_today_sends_back_to_a_chapter_that_lost_its_voice(owner: Member, voice: Voice) -> None:
    """Until somebody has read and saved it without the words."""
    product = _brought_out(voice, owner)
    story = draft_story(product, by=owner)
    publish_story(story, by=owner)
    withdraw_voice(voice)
    hollow = list(story.chapters.filter(quotes__voice=voice))
    for chapter in hollow:
        assert _key(owner) == f"chapter:{chapter.pk}"
        sent = {"heading": chapter.heading, "day": chapter.day.isoformat(), "body": chapter.body}
        client_of(owner).post(f"/desk/chapters/{chapter.pk}", sent)
    assert hollow
    assert _key(owner) is None


def test_every_step_leads_to_a_page(owner: Member, theme: Theme, voice: Voice) -> None:
    """Whatever comes first, its button opens something."""
    client, put_off = client_of(owner), set[str]()
    _settle(voice, owner)
    idea = form_idea(theme, headline="ひとくちがんも", grounds=[(voice, None)], by=owner)
    form_idea(theme, headline="夜に買いたい", grounds=[(voice, None)], by=owner)
    launch_product(theme, name="ひとくちがんも", out_on=date(2026, 10, 12), ideas=[idea], by=owner)
    while step := todays_step(owner, put_off):
        put_off.add(step.key)
        assert client.get(step.url).status_code == 200
    assert {key.partition(":")[0] for key in put_off} == {"idea", "product"}


def test_today_offers_only_what_the_role_may(staff: Member, partner: Member, voice: Voice) -> None:
    read_voice(voice, by=staff)
    assert (_key(staff), _key(partner)) == (None, None)


def test_home_puts_off_until_tomorrow(owner: Member, voice: Voice) -> None:
    client = client_of(owner)
    client.post("/desk/later", {"key": f"voice:{voice.pk}"})
    assert client.get("/desk").context["one"] is None
    with later(days=1):
        assert client.get("/desk").context["one"].key == f"voice:{voice.pk}"


def test_home_brings_back_what_was_put_off(owner: Member, voice: Voice) -> None:
    client = client_of(owner)
    client.post("/desk/later", {"key": f"voice:{voice.pk}"})
    client.post("/desk/later", {})
    assert client.get("/desk").context["one"].key == f"voice:{voice.pk}"


def test_put_off_bears_any_key(owner: Member) -> None:
    client = client_of(owner)
    for key in ["\x00", "x" * 10_000, "<script>", "voice:none"]:
        assert client.post("/desk/later", {"key": key}).status_code == 302
    assert client.get("/desk").status_code == 200


def test_voice_in_the_heading_is_cut_and_escaped(owner: Member, place: Place) -> None:
    speak(place, "<script>alert(1)</script>" + "あ" * 400)
    page = client_of(owner).get("/desk").content.decode()
    card = page.partition('id="today"')[2].partition("</section>")[0]
    assert "<script>alert" not in page
    assert "あ" in card
    assert "あ" * 30 not in card


def test_home_asks_the_same_questions_for_many_voices(
    owner: Member, place: Place, django_assert_num_queries: Any
) -> None:
    client = client_of(owner)
    for number in (1, 2):
        for i in range(number):
            speak(place, f"声その{number}{i}")
        with django_assert_num_queries(27):
            client.get("/desk")


def test_today_sends_the_thanks(owner: Member, voice: Voice) -> None:
    product = _brought_out(voice, owner)
    story = draft_story(product, by=owner)
    publish_story(story, by=owner)
    assert _key(owner) == f"thanks:{story.pk}"  # before a word of it is written
    draft_thanks(story, by=owner)
    assert _key(owner) == f"thanks:{story.pk}"
    send_thanks(Thanks.objects.get(), by=owner)
    assert _key(owner) is None
