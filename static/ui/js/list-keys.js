/* j and k move through [data-list] (a list, or a table's body), Enter opens, "/" goes to the search field.
   data-list="follow" opens as it moves: for a list with the document beside it. */
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
  const items = [...list.children].filter((item) => item.checkVisibility());
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
  if (list && (event.key === "j" || event.key === "k")) step(list, event.key === "j" ? 1 : -1);
  else if (event.key === "/") document.querySelector(".main [type=search]")?.focus();
  else if (list && event.key === "Enter" && event.target.parentElement === list) {
    if (event.target.matches("a[href]")) return;
    linkOf(event.target)?.click();
  } else return;
  event.preventDefault();
});

/* What was clicked is where j and k go on from. */
document.addEventListener("click", ({ target }) => {
  const item = target.closest?.("[data-list] > *");
  if (!item) return;
  for (const other of item.parentElement.children) if (other !== item) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
});
