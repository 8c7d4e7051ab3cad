/* A drop zone is a label around a file input, or a form with data-drop, which takes the files by itself. This shows that
   it would, takes files dropped anywhere on the page (data-drop="page"), and sends the form at once (data-send). */
const ZONE = ".dropzone, [data-drop]";
const zoneFor = (event) => {
  if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return null;
  return event.target.closest?.(ZONE) ?? document.querySelector("[data-drop=page]");
};

const calm = () => document.querySelectorAll(".is-over").forEach((zone) => zone.classList.remove("is-over"));

document.addEventListener("dragover", (event) => {
  const zone = zoneFor(event);
  if (!zone) return;
  event.preventDefault();
  zone.classList.add("is-over");
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget || !event.relatedTarget.closest?.(ZONE)) calm();
});

document.addEventListener("drop", (event) => {
  const zone = zoneFor(event);
  calm();
  if (!zone) return;
  event.preventDefault();
  const input = zone.querySelector("input[type=file]");
  const files = new DataTransfer();
  for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) files.items.add(file);
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

/* What is larger than the server takes is told before it is sent: the page stays, and what is typed on it. */
const isTooLarge = (files) => {
  const limits = document.querySelector("template[data-most-mb]")?.dataset;
  const sizes = [...files].map((file) => file.size / 2 ** 20);
  return limits && (sizes.some((size) => size > limits.mostMb) || sizes.reduce((sum, size) => sum + size, 0) >= limits.mostAtOnceMb);
};

document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.type !== "file" || !isTooLarge(target.files)) return;
  event.stopImmediatePropagation();
  target.value = "";
  document.dispatchEvent(new CustomEvent("fault", { detail: 413 }));
}, true);

document.addEventListener("change", ({ target }) => {
  const zone = target.closest?.(ZONE);
  if (!zone || target.type !== "file") return;
  const names = [...target.files].map((file) => file.name).join(", ");
  const text = zone.querySelector("[data-names]");
  if (text && names) text.textContent = names;
  if (target.files.length && (zone.hasAttribute("data-send") || target.hasAttribute("data-send"))) target.form?.requestSubmit();
});
