// The button of the thanks page says how many are ticked.
const form = document.querySelector("[data-count]");
const place = form?.querySelector("[data-number]");

function count() {
  const ticked = form.querySelectorAll('input[type="checkbox"]:checked').length;
  place.textContent = place.dataset.pattern.replace("#", String(ticked));
}

if (place) {
  form.addEventListener("change", count);
  count();
}
