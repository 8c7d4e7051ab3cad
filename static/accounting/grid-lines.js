/* Lines of a voucher grid: numbers them, makes new ones from the template, and gives an account its default VAT code. */
const number = (form) => {
  const all = [...form.querySelectorAll("tr[data-line]")];
  all.forEach((line, at) => (line.querySelector("[data-no]").textContent = at + 1));
  form.querySelector("[data-lines]").value = all.length;
};

const copied = (template, at) => {
  const copy = document.importNode(template.content, true);
  for (const element of copy.querySelectorAll("*")) {
    for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("__n__", at);
  }
  return copy;
};

const add = (form) => {
  const at = form.querySelectorAll("tr[data-line]").length;
  form.querySelector("[data-grid-body]").append(copied(form.querySelector("[data-line-template]"), at));
  number(form);
  const line = form.querySelectorAll("tr[data-line]")[at];
  line.querySelector("input").focus();
  line.scrollIntoView({ block: "nearest" });
};

const label = (form) => {
  form.querySelectorAll("tr[data-line]").forEach((line, at) => {
    for (const field of line.querySelectorAll("[aria-label]:not(button)")) {
      field.dataset.label ??= field.getAttribute("aria-label");
      field.setAttribute("aria-label", `${field.dataset.label} ${at + 1}`);
    }
  });
};

const ready = (form) => {
  number(form);
  label(form);
};

/* The option's note is the account's default VAT code; it is proposed where none has been chosen. */
document.addEventListener("click", ({ target }) => {
  const code = target.closest?.("#combo-list [role=option]")?.dataset.note?.trim();
  const line = document.activeElement?.closest?.("tr[data-line]");
  const select = line?.querySelector("select");
  if (code && select && !select.value) select.value = [...select.options].some((option) => option.value === code) ? code : "";
}, true);

document.addEventListener("new-line", ({ target }) => {
  const form = target.closest("form[data-grid-form]");
  add(form);
  label(form);
});
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-new-line]")) target.dispatchEvent(new CustomEvent("new-line", { bubbles: true }));
});
for (const name of ["htmx:after:swap", "htmx:afterSwap", "DOMContentLoaded"]) {
  document.addEventListener(name, () => document.querySelectorAll("form[data-grid-form]").forEach(ready));
}
document.querySelectorAll("form[data-grid-form]").forEach(ready);
