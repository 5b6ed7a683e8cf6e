// j next, k back, r answer: an extra for those who read at a keyboard.
const inbox = document.querySelector("[data-inbox]");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j" && inbox.dataset.after) location.assign(inbox.dataset.after);
  if (event.key === "k" && inbox.dataset.before) location.assign(inbox.dataset.before);
  if (event.key === "r") {
    const field = document.querySelector("[data-draft] textarea");
    if (!field) return;
    event.preventDefault();
    field.closest("details").open = true;
    field.focus();
  }
});
