/* Keyboard shortcuts, read from data-shortcut on links and buttons: a chord ("Ctrl+S", "Alt+P", "Ctrl+Enter", "F2")
   works everywhere, a sequence or a single key ("g i", "n b", "z", "Delete") only when nobody is typing. More than one are
   parted by commas ("Ctrl+Enter, Ctrl+S"). "?" opens the help. */
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";
const PATIENCE = 1200;
let first = "";
let timer;

const chordOf = (event) => {
  // With Alt some systems write another letter: then the key's place tells which one was meant.
  const place = event.altKey && /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  const key = place || (event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key);
  const held = [
    (event.ctrlKey || event.metaKey) && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && (event.ctrlKey || event.metaKey || event.altKey || key.length > 1) && "Shift",
  ];
  return [...held.filter(Boolean), key].join("+");
};

const isChord = (shortcut) => shortcut.includes("+") || /^F\d+$/.test(shortcut);

const scope = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;

const find = (wanted) =>
  [...scope().querySelectorAll("[data-shortcut]")].find(
    (element) =>
      element.dataset.shortcut.toUpperCase().split(", ").includes(wanted.toUpperCase()) &&
      !element.matches(":disabled, [aria-disabled=true]"),
  );

const run = (event, element) => {
  event.preventDefault();
  first = "";
  element.click();
};

document.addEventListener("keydown", (event) => {
  if (!event.key || event.defaultPrevented || event.isComposing || event.repeat || event.getModifierState("AltGraph")) return;
  const chord = chordOf(event);
  if (isChord(chord)) {
    const element = find(chord);
    if (element) run(event, element);
    return;
  }
  if (event.target.closest?.(FIELDS)) return;
  if (event.key.length > 1) {
    const element = find(event.key);
    if (element) run(event, element);
    return;
  }
  if (scope() === document && event.key === "?") {
    event.preventDefault();
    document.querySelector("[data-open=keys]")?.click();
    return;
  }
  const element = (first && find(`${first} ${event.key}`)) || find(event.key);
  clearTimeout(timer);
  if (element) return run(event, element);
  first = event.key;
  timer = setTimeout(() => (first = ""), PATIENCE);
});
