"""One idea, its first prototype, and what it became."""

from datetime import date

import pytest

from yoriai.accounts.models import Member
from yoriai.dialogue.models import Voice
from yoriai.making.actions import form_idea, launch_product, make_prototype
from yoriai.making.models import Idea, Product, Prototype
from yoriai.theme.models import Theme

DAY = date(2026, 10, 12)
HEADLINE = "ふたが閉まる大きさにしてほしい"


@pytest.fixture
def idea(theme: Theme, voice: Voice, owner: Member) -> Idea:
    return form_idea(theme, headline=HEADLINE, grounds=[(voice, (0, 17))], by=owner)


@pytest.fixture
def prototype(idea: Idea, voice: Voice, owner: Member) -> Prototype:
    day = date(2026, 10, 12)
    return make_prototype(idea, name="試作1", made_of="小さくした", made_on=day, grounds=[(voice, None)], by=owner)


@pytest.fixture
def product(theme: Theme, idea: Idea, owner: Member) -> Product:
    return launch_product(theme, name="ひとくちがんも", out_on=date(2026, 10, 12), ideas=[idea], by=owner)
