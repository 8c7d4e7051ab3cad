/* The palette: Ctrl+K opens it. The server finds; listbox.js moves and picks. */
const select = (list) => {
  const options = [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === 0)));
  const input = list.closest("dialog").querySelector("[role=combobox]");
  if (options.length) input.setAttribute("aria-activedescendant", options[0].id);
  else input.removeAttribute("aria-activedescendant");
};

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  const palette = document.getElementById("palette");
  if (!palette) return;
  event.preventDefault();
  if (palette.open) palette.close();
  else if (!document.querySelector("dialog[open]")) document.querySelector("[data-open=palette]")?.click();
});

document.addEventListener("dialog:open", (event) => {
  if (event.target.id !== "palette") return;
  const input = event.target.querySelector("[role=combobox]");
  if (input.value) {
    input.value = "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  input.focus();
  select(event.target.querySelector("[role=listbox]"));
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target?.id === "palette-list") select(ctx.target);
});

/* A link of the palette may lead to a place on this page: then nothing else would close it. */
document.addEventListener("click", (event) => {
  if (event.target.closest("#palette a")) document.getElementById("palette").close();
});
