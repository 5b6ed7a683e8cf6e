// Sending without leaving the page: when the connection breaks, everything typed is still there.
const form = document.querySelector("[data-speak]");
const status = form?.querySelector("[data-status]");
const button = form?.querySelector("button[type=submit]");
const PATIENCE = 20_000; // milliseconds

function say(sentence) {
  status.querySelector("span").textContent = sentence;
  status.hidden = !sentence;
}

function sending(on) {
  button.setAttribute("aria-disabled", String(on));
  form.setAttribute("aria-busy", String(on));
}

function forget() {
  try {
    localStorage.removeItem(`yoriai:draft:${form.dataset.draft}`);
  } catch {
    // Storage is forbidden: nothing was kept.
  }
}

function showError(field, sentence) {
  const place = field.querySelector("[data-error]");
  const control = field.querySelector("textarea, input");
  place.querySelector("span").textContent = sentence;
  place.hidden = !sentence;
  field.classList.toggle("field--error", Boolean(sentence));
  control.setAttribute("aria-invalid", String(Boolean(sentence)));
  return control;
}

function showErrors(errors) {
  let first = null;
  for (const field of form.querySelectorAll("[data-field]")) {
    const sentence = errors[field.dataset.field] ?? "";
    const control = showError(field, sentence);
    if (sentence) {
      field.closest("details")?.setAttribute("open", "");
      first ??= control;
    }
  }
  const other = Object.entries(errors).find(([name]) => !form.querySelector(`[data-field="${CSS.escape(name)}"]`));
  if (other) say(other[1]);
  first?.focus();
}

async function send() {
  say("");
  sending(true);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(form),
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
      if (answer.status === 403) form.submit(); // the page is too old: its own page says what to do
      else say(form.dataset.failed);
      return;
    }
    const told = await answer.json();
    if (told.to) {
      forget();
      form.reset(); // who comes back finds an empty form, not the same words to send once more
      location.assign(told.to);
      return;
    }
    if (told.text !== undefined && told.text !== form.elements.text.value) form.elements.text.value = told.text;
    showErrors(told.errors ?? {});
  } catch {
    say(form.dataset.broken);
  } finally {
    sending(false);
  }
}

// Somebody who mends a field is not told of its error any longer.
form?.addEventListener("input", ({ target }) => {
  const field = target.closest("[data-field].field--error");
  if (field) showError(field, "");
});
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (button.getAttribute("aria-disabled") !== "true") send();
});
window.addEventListener("pageshow", () => form && sending(false));
