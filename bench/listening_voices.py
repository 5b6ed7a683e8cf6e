"""Invented voices of any number for speed figures: everyday wishes from a small grammar, the same every time."""
# ruff: noqa: E501, SIM905 – word lists read best as lines of words

import random

from yoriai.listening.voices import Voice

GOODS = (
    "カレーパン 食パン あんパン メロンパン クロワッサン サンドイッチ コロッケ おにぎり 弁当 豆腐 がんもどき 味噌 醤油 牛乳 卵 りんご "
    "トマト 野菜 魚 肉 ケーキ プリン コーヒー 紅茶 お茶 うどん そば ラーメン 餃子 惣菜 おせち 和菓子 せんべい 手ぬぐい かばん 靴 "
    "傘 石けん 花 絵本 文房具 タオル 食器 椅子 机 照明 自転車 工具 薬 化粧品 米"
).split()
PLACES = "店の入り口 駐車場 レジ 駅前 売り場 二階 会計 電話 ホームページ 予約 配達 包装 看板 メニュー 値札 トイレ 休憩所 試食 袋 案内".split()
WISHES = (
    "{g}をもっと小さくしてほしい|{g}の種類を増やしてほしいです|{g}が少し高いと思う|{g}を朝早くから買えるとうれしい|{g}の味が薄い気がします|"
    "{g}を半分の量で売ってください|{g}がいつも売り切れで残念です|{g}を贈り物にしたい|{g}の材料を知りたいです|{g}が前よりおいしくなった|"
    "{p}が暗くて困っています|{p}に椅子があると助かる|{p}の場所がわかりにくい|{p}が混んでいて待ちました|{p}をきれいにしてくれてありがとう|"
    "{p}で{g}のことを聞けるとよい|{g}と{h}を一緒に買える袋がほしい|{g}の作り方を{p}で見たい|{g}より{h}のほうが好きです|{p}に{g}の写真を貼ってほしい"
).split("|")
REASONS = (
    "子どもが喜ぶので|母が楽しみにしています|仕事の帰りに寄るので|ひとり暮らしなので|毎週通っています|車がないので|足が悪いので|"
    "友だちにも勧めたい|夏は特に|冬になると|雨の日だけでも|夜しか来られません|週末に家族で来ます|学校の帰りに|初めて来ました|昔からのお客です|遠くから来ています|"
    "弁当に入れたい|お祝いに使いたい|冷めてもおいしいので"
).split("|")
TAILS = "お願いします|考えてみてください|できたらでいいです|期待しています|応援しています|いつもありがとう|待っています|無理なら大丈夫です".split(
    "|"
)


def voices(count: int, seed: int = 7) -> list[Voice]:
    """`count` invented voices by about a third as many people; a few say the same words."""
    chance = random.Random(seed)  # noqa: S311 – invented sentences, no secret
    found = []
    for number in range(count):
        goods = chance.sample(GOODS, 2)
        wish = chance.choice(WISHES).format(g=goods[0], h=goods[1], p=chance.choice(PLACES))
        reason, tail = chance.choice(REASONS), chance.choice(TAILS)
        shape = chance.choice(("{w}", "{r}、{w}。", "{w}。{r}。", "{r}、{w}。{t}。", "{w}。{t}。"))
        person = f"p{chance.randrange(max(count // 3, 1))}"
        found.append(Voice(f"n{number}", shape.format(w=wish, r=reason, t=tail), person))
    return found
