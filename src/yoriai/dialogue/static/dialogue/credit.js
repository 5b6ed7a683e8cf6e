// The one line that says how the name appears follows the choice below it.
const credit = document.querySelector("[data-credit]");
const line = credit?.querySelector("[data-credit-line]");

function follow() {
  const chosen = credit.querySelector("input[type=radio]:checked");
  if (chosen) line.textContent = chosen.dataset.line;
}

credit?.addEventListener("change", follow);
document.addEventListener("draft:restored", follow);
window.addEventListener("pageshow", () => credit && follow());
