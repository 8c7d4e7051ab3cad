/* The help lists what is true of the page as it stands: every visible link and button with a shortcut, by its own name,
   and what works on all pages only where there is something for it to work on. */
const capsOf = (element) => {
  const drawn = element.querySelector(".kbds");
  if (drawn) return drawn.cloneNode(true);
  const caps = Object.assign(document.createElement("span"), { className: "kbds" });
  const [shortcut] = element.dataset.shortcut.split(", ");
  for (const name of shortcut.length > 1 && shortcut.includes("+") ? shortcut.split("+") : shortcut.split(" ")) {
    const cap = Object.assign(document.createElement("kbd"), { className: "kbd", textContent: name.length === 1 ? name.toUpperCase() : name });
    caps.append(cap);
  }
  return caps;
};

const nameOf = (element) => {
  if (element.hasAttribute("aria-label")) return element.getAttribute("aria-label");
  const copy = element.cloneNode(true);
  for (const caps of copy.querySelectorAll(".kbds")) caps.remove();
  return copy.textContent.trim();
};

document.addEventListener("dialog:open", ({ target }) => {
  if (target.id !== "keys") return;
  const list = target.querySelector("[data-page-keys]");
  for (const old of list.querySelectorAll("[data-found]")) old.remove();
  for (const element of document.querySelectorAll(".main [data-shortcut]")) {
    if (!element.checkVisibility() || element.matches(":disabled, [aria-disabled=true]")) continue;
    const name = Object.assign(document.createElement("dt"), { textContent: nameOf(element) });
    const keys = document.createElement("dd");
    keys.append(capsOf(element));
    for (const part of [name, keys]) part.dataset.found = "";
    list.append(name, keys);
  }
  for (const name of target.querySelectorAll("[data-needs]")) {
    const missing = !document.querySelector(`.main :is(${name.dataset.needs})`);
    name.hidden = name.nextElementSibling.hidden = missing;
  }
});
