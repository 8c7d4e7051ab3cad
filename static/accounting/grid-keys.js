/* The keyboard of a voucher grid, form[data-grid-form]. Enter goes from account to amount, and on to the next line; Tab
   goes from cell to cell. Arrows go to the line above and below, Ctrl+Enter balances, Ctrl+D copies the cell above,
   Ctrl+Delete empties the line, Alt+D shows its details. */
const FIELDS = "input:not([type=hidden], [tabindex='-1']), select";
const fieldsOf = (form) => [...form.querySelectorAll(`[data-grid-body] :is(${FIELDS})`)].filter((field) => field.checkVisibility());
const lines = (form) => [...form.querySelectorAll("tr[data-line]")];
const cell = (line, name) => line?.querySelector(`[name^="${name}-"]`);
const nameOf = (field) => field.name.replace(/-\w+$/, "");
const isEmpty = (line) => ["account", "debit", "credit"].every((name) => !cell(line, name).value.trim());
const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));
const told = (element, name) => element.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true }));

const go = (field) => {
  field?.focus();
  field?.select?.();
};
const neighbour = (line, step) => {
  const all = lines(line.closest("form"));
  return all[all.indexOf(line) + step];
};
const nextLine = (line) => (neighbour(line, 1) ? go(cell(neighbour(line, 1), "account")) : told(line, "new-line"));

const next = (field) => {
  const form = field.closest("form");
  const line = field.closest("tr[data-line]");
  const name = line && nameOf(field);
  const blank = !field.value.trim();
  if (name === "account") return blank && isEmpty(line) ? form.querySelector("[data-post]").focus() : go(cell(line, cell(line, "credit").value ? "credit" : "debit"));
  if (name === "debit" && blank) return go(cell(line, "credit"));
  if (name === "debit" || name === "credit") return nextLine(line);
  const all = fieldsOf(form);
  const after = all[all.indexOf(field) + 1];
  return after ? go(after) : told(form, "new-line");
};

/* A line without amount gets what is missing; after one that has its own, the next line does. */
const balance = (line) => {
  document.querySelector("#combo-list [aria-selected=true]")?.click();
  if (!cell(line, "debit").value.trim() && !cell(line, "credit").value.trim()) return told(cell(line, "debit"), "grid:fill");
  if (!neighbour(line, 1) || !isEmpty(neighbour(line, 1))) told(line, "new-line");
  const below = lines(line.closest("form")).find((other, at, all) => all.indexOf(line) < at && isEmpty(other));
  for (const name of ["text", "department", "project"]) cell(below, name).value ||= cell(line, name).value;
  told(cell(below, "debit"), "grid:fill");
  go(cell(below, "account"));
};

const copyAbove = (field, line) => {
  const above = neighbour(line, -1);
  if (!above) return;
  field.value = cell(field.closest("tr[data-line]") ? above : above.nextElementSibling, nameOf(field)).value;
  changed(field);
};

const clear = (line) => {
  for (const row of [line, line.nextElementSibling]) for (const field of row.querySelectorAll("input, select")) field.value = "";
  changed(cell(line, "account"));
  go(cell(line, "account"));
};

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.closest?.("form[data-grid-form] [data-grid-body]") || field.tagName === "BUTTON") return;
  const line = field.closest("tr[data-line]") ?? field.closest("tr[data-line-more]").previousElementSibling;
  const chord = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
  const step = { ArrowDown: 1, ArrowUp: -1 }[chord];
  const open = field.getAttribute("aria-expanded") === "true";
  const chosen = open && document.querySelector("#combo-list [aria-selected=true]");
  if (chord === "Ctrl+Enter") balance(line);
  else if (chord === "Ctrl+D") copyAbove(field, line);
  else if (chord === "Ctrl+Delete") clear(line);
  else if (chord === "Alt+D") told(line, "grid:details");
  else if (chord === "Enter" && !chosen) told(field, "grid:enter") && next(field);
  else if (step && field.tagName === "INPUT" && !open && field.closest("tr[data-line]")) go(neighbour(line, step) && cell(neighbour(line, step), nameOf(field)));
  else return;
  event.preventDefault();
});
document.addEventListener("grid:next", ({ target }) => next(target));
