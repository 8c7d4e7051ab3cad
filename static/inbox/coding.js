/* Lines of the coding form: new ones from the template, and the comparison with the document is asked for at most once
   in 300 ms. */
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

let timer;
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-coding] [data-new-line]");
  if (button) add(button.closest("form"));
});
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-coding]");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => form.isConnected && form.dispatchEvent(new CustomEvent("check")), 300);
});

/* F4 outside of a field goes to the first account that is still to be chosen. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "F4" || event.target.matches?.("[data-combo]")) return;
  const accounts = [...document.querySelectorAll("form[data-coding] input[name^='account-']")];
  const field = accounts.find((account) => !account.value) ?? accounts[0];
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

/* Enter goes to the next field; only Ctrl+Enter and the button post. */
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (!field.matches?.("form[data-coding] :is(input, select)") || field.getAttribute("aria-expanded") === "true") return;
  event.preventDefault();
  const fields = [...field.form.querySelectorAll("input:not([type=hidden]), select, button[type=submit]")];
  fields.filter((other) => other.offsetParent !== null && other.tabIndex >= 0).find((_other, at, all) => all[at - 1] === field)?.focus();
});
