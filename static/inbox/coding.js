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
