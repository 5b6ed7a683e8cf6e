// The words have arrived: their draft on this device is no longer needed.
const sent = document.querySelector("[data-sent]");
const plain = (text) => text.replace(/\s+/g, "");

try {
  const key = `yoriai:draft:${sent?.dataset.sent}`;
  const draft = JSON.parse(localStorage.getItem(key) ?? "null");
  if (draft && plain(draft.text) === plain(sent.dataset.words)) localStorage.removeItem(key);
} catch {
  // Storage is forbidden or holds something else: nothing to forget.
}
