/* Accounts of a voucher grid. A chosen account brings its own VAT code where none has been chosen; a number that was
   typed faster than the list could open is completed by the server's check; a name waits for the list, and takes its
   first line. */
const lineOf = (element) => element?.closest?.("form[data-grid-form] tr[data-line]");

const propose = (line, code) => {
  const select = line?.querySelector("select[name^='vat_code-']");
  if (code && select && !select.value && [...select.options].some((option) => option.value === code)) select.value = code;
};

document.addEventListener("click", ({ target }) => {
  const option = target.closest?.("#combo-list [role=option]");
  if (option && document.activeElement?.matches("[name^='account-']")) propose(lineOf(document.activeElement), option.dataset.extra);
}, true);

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target?.id !== "voucher-check") return;
  for (const told of document.querySelectorAll("form[data-grid-form] [data-account]")) {
    const field = lineOf(told).querySelector("[name^='account-']");
    if (field === document.activeElement || !told.dataset.account.startsWith(`${field.value.trim()} `)) continue;
    field.value = told.dataset.account;
    propose(lineOf(told), told.dataset.code);
  }
});

/* Enter on a name whose list has not come yet: the list's first line is meant. */
document.addEventListener("grid:enter", (event) => {
  const field = event.target;
  if (!field.matches("[name^='account-']") || !/^\s*[^\d\s]/.test(field.value) || !field.hasAttribute("data-typed")) return;
  event.preventDefault();
  const arrived = new MutationObserver(() => {
    if (field.getAttribute("aria-expanded") !== "true") return;
    stop();
    document.querySelector("#combo-list [aria-selected=true]")?.click();
    if (!field.hasAttribute("data-typed")) field.dispatchEvent(new CustomEvent("grid:next", { bubbles: true }));
  });
  const stop = () => arrived.disconnect();
  arrived.observe(field, { attributeFilter: ["aria-expanded"] });
  field.addEventListener("blur", stop, { once: true });
});

/* data-typed: what stands in the field was typed, not chosen. */
document.addEventListener("input", ({ target }) => target.matches?.("[data-grid-form] [name^='account-']") && (target.dataset.typed = ""));
document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-grid-form] [name^='account-']") && / /.test(target.value)) delete target.dataset.typed;
});
