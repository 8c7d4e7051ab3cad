/* The balance of a voucher grid: "=" in an amount fills what is missing, sums follow at once, and the server is asked
   what posting would make of it (at most once in 300 ms). */
const read = (text) => {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-");
  const parts = /^(-?)((?:\d{1,3}(?:\.\d{3})+|\d+))(?:,(\d{1,2}))?$/.exec(bare) ?? /^(-?)(\d+)\.(\d{1,2})$/.exec(bare);
  if (!parts) return 0;
  const ore = Number(parts[2].replaceAll(".", "")) * 100 + Number((parts[3] ?? "").padEnd(2, "0"));
  return parts[1] ? -ore : ore;
};
const write = (ore) => {
  const whole = String(Math.trunc(Math.abs(ore) / 100)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return `${ore < 0 ? "\u2212" : ""}${whole},${String(Math.abs(ore) % 100).padStart(2, "0")}`;
};
const sum = (form, side, except) =>
  [...form.querySelectorAll(`[data-side=${side}]`)].filter((field) => field !== except).reduce((total, field) => total + read(field.value), 0);

const refresh = (form) => {
  for (const side of ["debit", "credit"]) form.querySelector(`#sum-${side}`).textContent = write(sum(form, side));
};

const fill = (field) => {
  const form = field.closest("form");
  const missing = sum(form, "debit", field) - sum(form, "credit", field);
  const other = field.closest("tr").querySelector(`[data-side=${field.dataset.side === "debit" ? "credit" : "debit"}]`);
  const target = missing > 0 === (field.dataset.side === "credit") ? field : other;
  field.value = "";
  target.value = missing ? write(Math.abs(missing)) : "";
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
