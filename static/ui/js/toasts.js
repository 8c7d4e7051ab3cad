/* Toasts leave by themselves after six seconds, unless they tell of an error or somebody is at them. */
const STAY = 6000;

const leaveLater = (toast) => {
  if (toast.classList.contains("toast--neg")) return;
  let timer = setTimeout(() => toast.remove(), STAY);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(() => toast.remove(), STAY);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusout", release);
};

new MutationObserver((changes) => {
  for (const { addedNodes, target } of changes) {
    if (target.id !== "toasts") continue;
    for (const node of addedNodes) if (node instanceof Element && node.matches(".toast")) leaveLater(node);
  }
}).observe(document.body, { childList: true, subtree: true });

// Toasts that came with the page are put in again: a status region speaks only of what changes in it.
const region = document.getElementById("toasts");
region?.append(...region.children);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) event.target.closest(".toast, .alert")?.remove();
});
