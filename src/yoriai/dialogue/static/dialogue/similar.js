// 似た声: voices like the one being typed, and 「これと同じ＋ひとこと」.
const form = document.querySelector("[data-similar]");
const box = form?.elements.text;
const section = document.querySelector("[data-heard]");
const list = section?.querySelector("[data-voices]");
const template = section?.querySelector("[data-voice-template]");

const WAIT = 250; // milliseconds after the last letter
const FEWEST = 2; // letters: 豆腐
const MOST = 300; // letters that are sent

let timer = 0;
let asked = null;

function article(voice) {
  const copy = template.content.cloneNode(true);
  const root = copy.querySelector("article");
  root.dataset.voice = voice.id;
  const japanese = document.documentElement.lang.startsWith("ja");
  root.querySelector("blockquote").textContent = japanese ? `「${voice.words}」` : `“${voice.words}”`;
  root.querySelector("p").textContent = [voice.who, voice.where, voice.day].join(japanese ? "・" : " · ");
  root.querySelector("a").href = `?same=${voice.id}#speak`;
  root.dataset.words = voice.words;
  return copy;
}

async function ask() {
  const text = box.value.trim();
  asked?.abort();
  if ([...text].length < FEWEST) return;
  asked = new AbortController();
  try {
    // In the body, not in the address: words that were never sent must not stand in a front server's log.
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("text", [...text].slice(0, MOST).join(""));
    const answer = await fetch(form.dataset.similar, { method: "POST", body, signal: asked.signal });
    if (answer.ok) show((await answer.json()).voices);
  } catch {
    // No connection, or a newer question: the page works without similar voices.
  }
}

function show(voices) {
  if (!voices.length) return;
  list.replaceChildren(...voices.map(article));
  section.hidden = false;
  section.querySelector("[data-heard-latest]").hidden = true;
  section.querySelector("[data-heard-like]").hidden = false;
}

function echo(id, words) {
  form.querySelector("[data-same]").value = id;
  form.querySelector("[data-echo-words]").textContent = words;
  form.querySelector("[data-echo]").hidden = !id;
  form.querySelector("[data-plain]").hidden = Boolean(id);
  form.querySelector("[data-echoed]").hidden = !id;
  form.dispatchEvent(new Event("input"));
}

if (box && section) {
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  box.addEventListener("input", (event) => event.isComposing || later());
  box.addEventListener("compositionend", later);
  section.addEventListener("click", (event) => {
    const link = event.target.closest("[data-same-as]");
    if (!link) return;
    event.preventDefault();
    const root = link.closest("article");
    echo(root.dataset.voice, root.dataset.words ?? root.querySelector("blockquote").textContent.trim());
    form.scrollIntoView();
    box.focus();
  });
  form.querySelector("[data-echo-undo]").addEventListener("click", (event) => {
    event.preventDefault();
    echo("", "");
    box.focus();
  });
}
