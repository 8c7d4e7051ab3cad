/* Arrows move through the list that an input[role=combobox] controls, Enter picks the active option. */
const listOf = (input) => {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  return list?.checkVisibility() ? list : null;
};

const move = (input, list, key) => {
  const options = [...list.querySelectorAll("[role=option]")];
  if (!options.length) return;
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const last = options.length - 1;
  const to = {
    ArrowDown: now === last ? 0 : now + 1,
    ArrowUp: now <= 0 ? last : now - 1,
    PageDown: Math.min(last, now + 8),
    PageUp: Math.max(0, now - 8),
  }[key];
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === to)));
  input.setAttribute("aria-activedescendant", options[to].id);
  options[to].scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !event.target.matches?.("input[role=combobox]")) return;
  const list = listOf(event.target);
  if (!list || event.ctrlKey || event.altKey || event.metaKey) return;
  if (["ArrowDown", "ArrowUp", "PageDown", "PageUp"].includes(event.key)) {
    event.preventDefault();
    move(event.target, list, event.key);
  }
  if (event.key === "Enter") {
    const active = list.querySelector("[role=option][aria-selected=true]");
    if (active) {
      event.preventDefault();
      active.click();
    }
  }
});
