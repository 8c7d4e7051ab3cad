/* Lines of the coding form: new ones from the template, and the comparison with the document is asked for at most once
   in 300 ms. */
const add = (form) => {
  const at = form.querySelectorAll("[data-line]").length;
  const html = form.querySelector("[data-line-template]").innerHTML.replaceAll("__n__", at);
  form.querySelector("[data-coding-lines]").insertAdjacentHTML("beforeend", html);
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
