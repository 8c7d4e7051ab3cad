/* The inbox while nobody types: Enter posts what is ready as it is proposed, and F4 goes to the first account that is
   still to be chosen. The document that was opened is kept in sight in its list. */
const idle = ({ target }) => target === document.body || target.id === "main" || target.matches?.(".doclist [aria-current=true]");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const accept = document.querySelector("form[data-coding] [data-accept]");
  if (event.key !== "Enter" || !accept || !idle(event)) return;
  event.preventDefault();
  accept.click();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "F4" || event.defaultPrevented || event.target.matches?.("[data-combo]")) return;
  const accounts = [...document.querySelectorAll("form[data-coding] input[name^='account-']")];
  const field = accounts.find((account) => !account.value) ?? accounts[0];
  if (!field) return;
  event.preventDefault();
  const pane = document.querySelector("[name=pane][value=coding]");
  if (pane) pane.checked = true;
  field.focus();
  field.select();
});

document.addEventListener("htmx:after:swap", () => {
  document.querySelector(".doclist [aria-current=true]")?.scrollIntoView({ block: "nearest" });
});
