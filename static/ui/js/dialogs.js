/* Dialogs and drawers. data-open="id" opens, data-close closes, a click on the backdrop closes.
   A <dialog data-slot> opens when htmx has put content into it, and closes on the server's event "close-dialog". */
const open = (dialog) => {
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    opener.closest("[popover]")?.hidePopover();
    open(document.getElementById(opener.dataset.open));
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog")?.close();
});

/* Only a press that begins on the backdrop closes: a text selection that ends there does not. */
document.addEventListener("mousedown", (event) => {
  if (!(event.target instanceof HTMLDialogElement)) return;
  const box = event.target.getBoundingClientRect();
  const inside =
    event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) event.target.close();
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const slot = ctx.target?.closest?.("dialog[data-slot]");
  if (slot?.childElementCount) open(slot);
});

document.addEventListener("close-dialog", () => {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
});
