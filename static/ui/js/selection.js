/* Choosing rows of a [data-table]: a click or Space takes one, with Shift all from the last one; the head takes all.
   How many, and their sum in øre, stand in [data-count] and [data-sum] of the bulk bar, which CSS shows. */
let last = null;

const boxOf = (row) => row?.querySelector(".col-check input");
const rowsOf = (root) => [...root.querySelectorAll("tbody > tr")].filter(boxOf);

const set = (row, on) => {
  boxOf(row).checked = on;
  row.setAttribute("aria-selected", String(on));
};

const amount = (ore) => {
  const digits = String(Math.abs(ore)).padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return `${ore < 0 ? "\u2212" : ""}${whole},${digits.slice(-2)}`;
};

const report = (root) => {
  const rows = rowsOf(root);
  const chosen = rows.filter((row) => boxOf(row).checked);
  for (const text of root.querySelectorAll("[data-count]")) text.textContent = chosen.length;
  const sum = chosen.reduce((total, row) => total + Number(row.dataset.ore ?? 0), 0);
  for (const text of root.querySelectorAll("[data-sum]")) text.textContent = amount(sum);
  const all = root.querySelector("[data-check-all]");
  if (!all) return;
  all.checked = chosen.length > 0 && chosen.length === rows.length;
  all.indeterminate = chosen.length > 0 && !all.checked;
};

const choose = (row, on, range) => {
  const root = row.closest("[data-table]");
  const rows = rowsOf(root);
  const [from, to] = [rows.indexOf(range && last?.isConnected ? last : row), rows.indexOf(row)].sort((a, b) => a - b);
  rows.slice(Math.max(0, from), to + 1).forEach((each) => set(each, on));
  last = row;
  report(root);
};

document.addEventListener("click", (event) => {
  const all = event.target.closest("[data-check-all]");
  if (all) {
    const root = all.closest("[data-table]");
    rowsOf(root).forEach((row) => set(row, all.checked));
    report(root);
  }
  const box = event.target.closest("[data-table] tbody .col-check input");
  if (box) choose(box.closest("tr"), box.checked, event.shiftKey);
  const none = event.target.closest("[data-choose-none]");
  if (none) {
    const root = none.closest("[data-table]");
    rowsOf(root).forEach((row) => set(row, false));
    report(root);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.("[data-table] tbody > tr") || !boxOf(event.target)) return;
  event.preventDefault();
  choose(event.target, event.shiftKey || !boxOf(event.target).checked, event.shiftKey);
});
