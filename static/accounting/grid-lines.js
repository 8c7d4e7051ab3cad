/* Lines of a voucher grid: numbers and names them, makes new ones from the template, shows and hides their details. */
const lines = (form) => [...form.querySelectorAll("tr[data-line]")];

const ready = (form) => {
  const all = lines(form);
  form.querySelector("[data-lines]").value = all.length;
  all.forEach((line, at) => {
    line.querySelector("[data-no]").textContent = at + 1;
    for (const row of [line, line.nextElementSibling]) {
      for (const named of row.querySelectorAll("[aria-label]")) {
        named.dataset.label ??= named.getAttribute("aria-label");
        named.setAttribute("aria-label", form.dataset.cellName.replace("{cell}", named.dataset.label).replace("{line}", at + 1));
      }
    }
  });
};

const copied = (template, at) => {
  const copy = document.importNode(template.content, true);
  for (const element of copy.querySelectorAll("*")) {
    for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("__n__", at);
  }
  return copy;
};

const add = (form) => {
  const at = lines(form).length;
  form.querySelector("[data-grid-body]").append(copied(form.querySelector("[data-line-template]"), at));
  ready(form);
  const line = lines(form)[at];
  line.querySelector("input").focus();
  line.scrollIntoView({ block: "nearest" });
};

const toggle = (line) => {
  const more = line.nextElementSibling;
  const button = line.querySelector("[data-details]");
  more.hidden = !more.hidden;
  button.setAttribute("aria-expanded", String(!more.hidden));
  (more.hidden ? line.querySelector("input") : more.querySelector("input")).focus();
};

document.addEventListener("new-line", ({ target }) => add(target.closest("form[data-grid-form]")));
document.addEventListener("grid:details", ({ target }) => toggle(target));
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-new-line], [data-details]");
  const form = button?.closest("form[data-grid-form]");
  if (form) button.matches("[data-details]") ? toggle(button.closest("tr[data-line]")) : add(form);
});
/* What is seldom said of a voucher: opened, its first field has the focus; closed, what opened it. */
document.addEventListener("click", (event) => {
  const summary = event.target.closest?.("[data-more] > summary");
  if (!summary) return;
  event.preventDefault(); // By itself it opens a moment later, when somebody may be typing elsewhere.
  const more = summary.parentElement;
  more.open = !more.open;
  (more.open ? more.querySelector("input") : summary).focus();
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target?.id === "voucher-form") document.querySelectorAll("form[data-grid-form]").forEach(ready);
});
document.querySelectorAll("form[data-grid-form]").forEach(ready);
