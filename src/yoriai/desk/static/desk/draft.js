// What is being written survives a closed tab: kept on this device until it is sent.
const WEEK = 7 * 24 * 60 * 60 * 1000;

// The page after a sent form says so in its address; only then is the draft no longer needed.
const sent = sessionStorage.getItem("yoriai:sent");
if (sent && new URLSearchParams(location.search).has("done")) {
  localStorage.removeItem(sent);
  sessionStorage.removeItem("yoriai:sent");
}

for (const form of document.querySelectorAll("[data-draft]")) {
  const field = form.querySelector("textarea");
  const kept = form.querySelector("[data-draft-kept]");
  const key = `yoriai:${form.dataset.draft}`;
  if (!field.value) restore(key, field, kept);
  field.addEventListener("input", () => keep(key, field.value, kept));
  form.addEventListener("submit", () => sessionStorage.setItem("yoriai:sent", key));
}

function restore(key, field, kept) {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null");
    if (!draft || Date.now() - draft.at > WEEK) return localStorage.removeItem(key);
    field.value = draft.text;
    kept.hidden = false;
  } catch {
    localStorage.removeItem(key);
  }
}

function keep(key, text, kept) {
  try {
    if (text) localStorage.setItem(key, JSON.stringify({ at: Date.now(), text }));
    else localStorage.removeItem(key);
    kept.hidden = !text;
  } catch {
    kept.hidden = true; // storage is full or forbidden: say nothing that is not true
  }
}
