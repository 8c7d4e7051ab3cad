/* j and k move through [data-list] (a list, or a table's body), Enter opens, "/" goes to the search field. What is
   data-skip is a heading or a sum. data-list="follow" opens as it moves, by the arrows too: for a list with the document
   beside it. An address that ends with the id of an item comes back to that item. */
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";

const linkOf = (item) => (item.matches("a[href]") ? item : item.querySelector("a[data-row-link], a[href]"));

const mark = (list, item) => {
  for (const other of list.children) if (other !== item) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  if (!item.matches("a[href], button")) item.tabIndex = -1;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
};

const step = (list, by) => {
  const items = [...list.children].filter((item) => item.checkVisibility() && !("skip" in item.dataset));
  if (!items.length) return;
  const now = items.findIndex((item) => item.getAttribute("aria-current") === "true");
  const item = items[Math.max(0, Math.min(items.length - 1, now + by))];
  mark(list, item);
  if (list.dataset.list === "follow") linkOf(item)?.click();
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.(FIELDS) || document.querySelector("dialog[open]")) return;
  const list = event.target.closest?.("[data-list]") ?? document.querySelector(".main [data-list]");
  const follows = list?.dataset.list === "follow" && event.target.closest?.("[data-list]");
  const by = { j: 1, k: -1, ArrowDown: follows ? 1 : 0, ArrowUp: follows ? -1 : 0 }[event.key];
  if (list && by) step(list, by);
  else if (event.key === "/") document.querySelector(".main :is([type=search], [role=search] :is(input:not([type=hidden]), select))")?.focus();
  else if (list && event.key === "Enter" && event.target.parentElement === list) {
    if (event.target.matches("a[href]")) return;
    linkOf(event.target)?.click();
  } else return;
  event.preventDefault();
});

const back = location.hash && document.getElementById(location.hash.slice(1))?.closest("[data-list] > *");
if (back) mark(back.parentElement, back);

/* What was clicked is where j and k go on from. */
document.addEventListener("click", ({ target }) => {
  const item = target.closest?.("[data-list] > *");
  if (!item) return;
  for (const other of item.parentElement.children) if (other !== item) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
});
