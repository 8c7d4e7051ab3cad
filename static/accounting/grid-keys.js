/* The keyboard of a voucher grid: Enter goes to the next field, arrows to the line above and below, Ctrl+Enter makes a
   line, Ctrl+D copies the cell above, Alt+D shows a line's details. Cells are inputs and selects of form[data-grid-form]. */
const FIELDS = "input:not([type=hidden]):not([tabindex='-1']), select";
const visible = (field) => field.offsetParent !== null;
const fieldsOf = (form) => [...form.querySelectorAll(`[data-grid-body] :is(${FIELDS})`)].filter(visible);
const lines = (form) => [...form.querySelectorAll("tr[data-line]")];
const listIsOpen = (field) => field.getAttribute("aria-expanded") === "true";

const go = (field) => {
  field?.focus();
  field?.select?.();
};

const sameCell = (field, step) => {
  const form = field.closest("form");
  const all = lines(form);
  const line = all[all.indexOf(field.closest("tr[data-line]")) + step];
  return line?.querySelector(`[name^="${field.name.replace(/\d+$/, "")}"]`);
};

const next = (field) => {
  const form = field.closest("form");
  const all = fieldsOf(form);
  const after = all[all.indexOf(field) + 1];
  if (after) go(after);
  else form.dispatchEvent(new CustomEvent("new-line", { bubbles: true }));
};

const copyAbove = (field) => {
  const above = sameCell(field, -1);
  if (!above) return;
  field.value = above.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

export const toggleDetails = (line) => {
  const more = line.nextElementSibling;
  more.hidden = !more.hidden;
  line.querySelector("[data-details]").setAttribute("aria-expanded", String(!more.hidden));
  if (!more.hidden) go(more.querySelector("input"));
};

document.addEventListener("keydown", (event) => {
  const field = event.target;
  const form = field.closest?.("form[data-grid-form]");
  if (!form || !field.closest("[data-grid-body]")) return;
  const chord = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
  const step = { ArrowDown: 1, ArrowUp: -1 }[chord];
  if (chord === "Ctrl+Enter") form.dispatchEvent(new CustomEvent("new-line", { bubbles: true }));
  else if (chord === "Ctrl+D") copyAbove(field);
  else if (chord === "Alt+D") toggleDetails(field.closest("tr[data-line]") ?? field.closest("tr[data-line-more]").previousElementSibling);
  else if (chord === "Enter" && !listIsOpen(field)) next(field);
  else if (step && field.tagName === "INPUT" && !listIsOpen(field) && field.closest("tr[data-line]")) go(sameCell(field, step));
  else return;
  event.preventDefault();
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-details]");
  if (button) toggleDetails(button.closest("tr[data-line]"));
});
