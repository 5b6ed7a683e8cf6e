// A tap puts a ready sentence into a field; without this module the link loads the page with it.
for (const link of document.querySelectorAll("[data-insert]")) {
  link.addEventListener("click", (event) => {
    const field = document.getElementById(link.dataset.into);
    if (!field) return;
    event.preventDefault();
    const typed = field.value.trim();
    const known = [...document.querySelectorAll("[data-insert]")].some((other) => other.dataset.insert.trim() === typed);
    field.value = typed && !known && field.tagName === "TEXTAREA" ? `${link.dataset.insert}${typed}` : link.dataset.insert;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
