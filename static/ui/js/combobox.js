/* Combobox: input[data-combo=URL] asks the server 120 ms after the last key. One list serves the whole page; it is a
   popover, so nothing clips it. An input[data-combo-value] beside it gets the chosen option's id. listbox.js moves. */
let input, timer, request;
const list = Object.assign(document.createElement("ul"), { id: "combo-list", className: "combo__list", popover: "manual" });
list.setAttribute("role", "listbox");
const isOpen = () => list.isConnected;
const setValue = (field, value) => {
  for (const hidden of field.closest(".combo")?.querySelectorAll("input[data-combo-value]") ?? []) hidden.value = value;
};

const place = () => {
  const box = input.getBoundingClientRect();
  const below = innerHeight - box.bottom > list.offsetHeight + 12 || box.top < list.offsetHeight;
  list.style.minWidth = `${box.width}px`;
  list.style.left = `${Math.max(8, Math.min(box.left, innerWidth - list.offsetWidth - 8))}px`;
  list.style.top = `${below ? box.bottom + 4 : box.top - list.offsetHeight - 4}px`;
};

const close = () => {
  clearTimeout(timer);
  request?.abort();
  list.remove();
  input?.setAttribute("aria-expanded", "false");
  input?.removeAttribute("aria-activedescendant");
};

const show = (text) => {
  (input.closest("dialog, main") ?? document.body).append(list);
  list.showPopover();
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent.trim() ?? "");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "true");
  list.querySelectorAll("[role=option]").forEach((option, at) => {
    Object.assign(option, { id: `combo-${at}`, ariaSelected: String(at === 0 && text !== "") });
  });
  if (text && list.querySelector("[role=option]")) input.setAttribute("aria-activedescendant", "combo-0");
  place();
};

const search = async (field, text) => {
  input = field;
  request?.abort();
  request = new AbortController();
  const url = new URL(field.dataset.combo, location.href);
  url.searchParams.set("q", text);
  const html = await fetch(url, { headers: { "HX-Request": "true" }, signal: request.signal })
    .then((answer) => (answer.ok ? answer.text() : null))
    .catch(() => null);
  if (html === null || field !== document.activeElement) return; // The field takes typed text without the list too.
  list.innerHTML = html;
  show(text);
};

const pick = (option) => {
  input.value = option.dataset.text;
  setValue(input, option.dataset.value);
  close();
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("input[data-combo]")) return;
  setValue(target, "");
  clearTimeout(timer);
  timer = setTimeout(() => search(target, target.value.trim()), 120);
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("input[data-combo]")) return;
  const opens = event.key === "F4" || (event.key === "ArrowDown" && (event.altKey || !event.target.closest(".table--grid")));
  const closes = isOpen() && ["Escape", "F4"].includes(event.key);
  if (closes || (!isOpen() && opens)) event.preventDefault();
  if (closes) close();
  else if (!isOpen() && opens) search(event.target, "");
  else if (isOpen() && event.key === "Tab") list.querySelector("[aria-selected=true]")?.click();
});
list.addEventListener("mousedown", (event) => event.preventDefault()); // The field keeps the focus.
list.addEventListener("click", ({ target }) => target.closest("[role=option]") && pick(target.closest("[role=option]")));
document.addEventListener("focusout", ({ target }) => target === input && close());
document.addEventListener("scroll", ({ target }) => isOpen() && target !== list && place(), { capture: true, passive: true });
