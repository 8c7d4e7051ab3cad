/* Lines of the coding form: new ones from the template, Enter goes to the next field, and the comparison with the
   document is asked for at most once in 300 ms. An amount of "=" becomes what is left to code. */
const copied = (template, at) => {
  const copy = document.importNode(template.content, true);
  for (const element of copy.querySelectorAll("*")) {
    for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("__n__", at);
  }
  return copy;
};

const add = (form) => {
  const at = form.querySelectorAll("[data-line]").length;
  form.querySelector("[data-coding-lines]").append(copied(form.querySelector("[data-line-template]"), at));
  form.querySelector("[data-lines]").value = at + 1;
  form.querySelectorAll("[data-line]")[at].querySelector("input").focus();
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-coding] [data-new-line]");
  if (button) add(button.closest("form"));
});

let timer;
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-coding]");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => form.isConnected && form.dispatchEvent(new CustomEvent("check")), 300);
});

/* An account has a VAT code of its own (the option's extra); it is proposed where none has been chosen. */
document.addEventListener("click", ({ target }) => {
  const code = target.closest?.("#combo-list [role=option]")?.dataset.extra;
  const select = document.activeElement?.closest?.("form[data-coding] [data-line]")?.querySelector("select");
  if (code && select && !select.value && [...select.options].some((option) => option.value === code)) select.value = code;
}, true);

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const waiting = [...document.querySelectorAll("form[data-coding] [data-net]")].find((field) => field.value.trim() === "=");
  const missing = document.getElementById("comparison")?.dataset.missing;
  if (!waiting || ctx.target?.id !== "comparison" || !missing) return;
  waiting.value = missing;
  waiting.dispatchEvent(new Event("change", { bubbles: true }));
});

/* Only Ctrl+Enter and the button post. */
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (!field.matches?.("form[data-coding] :is(input, select)") || field.getAttribute("aria-expanded") === "true") return;
  event.preventDefault();
  const fields = [...field.form.querySelectorAll("input:not([type=hidden]), select, button[type=submit]")];
  const next = fields.filter((other) => other.checkVisibility() && other.tabIndex >= 0).find((_other, at, all) => all[at - 1] === field);
  next?.focus();
  next?.select?.();
});
