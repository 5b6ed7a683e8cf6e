// A file field in the words of the page: without this script the browser's own control stays as it is.
for (const box of document.querySelectorAll("[data-file]:not(.file--ready)")) {
  const input = box.querySelector("input[type=file]");
  const name = box.querySelector("[data-file-name]");
  const nothing = name.textContent;
  const show = () => {
    name.textContent = [...input.files].map((file) => file.name).join(", ") || nothing;
  };
  input.addEventListener("change", show);
  box.classList.add("file--ready");
  show(); // the browser may have kept the choice over a way back
}
