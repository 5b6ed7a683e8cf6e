// What was typed survives a killed tab: kept on this device until it was sent, for a week at most.
const form = document.querySelector("[data-draft]");
const KEPT = ["text", "credit", "name", "inside_only", "same", "form_id"];
const WEEK = 7 * 24 * 60 * 60 * 1000;
const key = form && `yoriai:draft:${form.dataset.draft}`;

function keep() {
  const data = new FormData(form);
  const draft = Object.fromEntries(KEPT.map((name) => [name, data.get(name) ?? ""]));
  draft.echo = form.querySelector("[data-echo-words]").textContent;
  draft.at = Date.now();
  try {
    if (draft.text.trim()) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {
    // Storage is full or forbidden: the page works, only without this comfort.
  }
}

function kept() {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null");
    return draft && Date.now() - draft.at < WEEK ? draft : null;
  } catch {
    return null;
  }
}

function restore() {
  const draft = kept();
  const text = form.elements.text;
  if (!draft || text.value.trim()) return;
  text.value = draft.text;
  form.elements.name.value = draft.name;
  form.elements.form_id.value = draft.form_id || form.elements.form_id.value;
  form.elements.inside_only.checked = Boolean(draft.inside_only);
  for (const choice of form.elements.credit) choice.checked = choice.value === draft.credit;
  if (draft.same && !form.elements.same.value) {
    form.elements.same.value = draft.same;
    form.querySelector("[data-echo-words]").textContent = draft.echo;
    form.querySelector("[data-echo]").hidden = false;
    form.querySelector("[data-plain]").hidden = true;
    form.querySelector("[data-echoed]").hidden = false;
  }
  document.dispatchEvent(new Event("draft:restored"));
}

if (form) {
  restore();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}
