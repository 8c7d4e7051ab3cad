/* The balance of a voucher grid: "=" in an amount fills what is missing, sums follow at once and to the øre, and the
   server is asked what posting would make of it (at most once in 300 ms). */
const read = (field) => {
  field.dispatchEvent(new CustomEvent("amount:settle")); // money.js writes it out; what it cannot read counts as nothing.
  const [, sign, whole, ore] = /^(\u2212?)([\d\u00a0]+),(\d\d)$/.exec(field.value.trim()) ?? [];
  const amount = whole === undefined ? 0n : BigInt(whole.replaceAll("\u00a0", "") + ore);
  return sign ? -amount : amount;
};
const size = (amount) => (amount < 0n ? -amount : amount);
const write = (amount) => {
  const whole = String(size(amount) / 100n).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return `${amount < 0n ? "\u2212" : ""}${whole},${String(size(amount) % 100n).padStart(2, "0")}`;
};
const sum = (place, side, except) =>
  [...place.querySelectorAll(`[data-side=${side}]`)].filter((field) => field !== except).reduce((total, field) => total + read(field), 0n);

/* As the server sums them: a line's debit less its credit, on the side where that leaves it. */
const refresh = (form) => {
  const lines = [...form.querySelectorAll("tr[data-line]")].map((line) => sum(line, "debit") - sum(line, "credit"));
  for (const [side, sign] of [["debit", 1n], ["credit", -1n]]) {
    const amounts = lines.map((amount) => sign * amount).filter((amount) => amount > 0n);
    form.querySelector(`#sum-${side}`).textContent = write(amounts.reduce((total, amount) => total + amount, 0n));
  }
};

const fill = (field) => {
  const form = field.closest("form");
  const missing = sum(form, "debit", field) - sum(form, "credit", field);
  const other = field.closest("tr").querySelector(`[data-side=${field.dataset.side === "debit" ? "credit" : "debit"}]`);
  const target = missing > 0n === (field.dataset.side === "credit") ? field : other;
  field.value = "";
  target.value = missing ? write(size(missing)) : "";
  if (target !== field || target !== document.activeElement) target.focus();
  return target;
};

let timer;
const check = (form) => {
  clearTimeout(timer);
  timer = setTimeout(() => form.isConnected && form.dispatchEvent(new CustomEvent("check")), 300);
};

document.addEventListener("grid:fill", ({ target }) => fill(target).dispatchEvent(new Event("change", { bubbles: true })));

/* A formula goes on after "="; "=" alone fills when the field is left. */
const settle = (field) => field.value.trim() === "=" && fill(field);
document.addEventListener("keydown", (event) => {
  if (["Enter", "Tab"].includes(event.key) && event.target.matches?.("[data-grid-form] [data-side]")) settle(event.target);
}, true);
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-grid-form]");
  if (!form) return;
  if (target.matches("[data-side]")) settle(target);
  refresh(form);
  check(form);
});
