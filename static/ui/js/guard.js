/* form[data-guard]: leaving the page with something unsaved in it asks first. */
const changed = new WeakSet();

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (form?.hasAttribute("data-guard")) changed.add(form);
});

document.addEventListener("submit", ({ target }) => changed.delete(target));

/* A form that was refused, or whose answer never came, still holds what was written. */
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest("form[data-guard]");
  if (form && !(ctx.response?.status < 400)) changed.add(document.getElementById(form.id) ?? form);
});

window.addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("form[data-guard]")].some((form) => changed.has(form));
  if (unsaved) event.preventDefault();
});
