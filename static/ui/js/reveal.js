/* A password that its button shows: [data-reveal] beside an input. It is hidden again before the form is sent, so that
   the browser keeps it as a password and not among the texts that it remembers. */
const show = (button, shown) => {
  const field = button.parentElement.querySelector("input");
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", shown);
  return field;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (button) show(button, button.getAttribute("aria-pressed") !== "true").focus();
});

document.addEventListener(
  "submit",
  (event) => {
    for (const button of event.target.querySelectorAll("[data-reveal][aria-pressed=true]")) show(button, false);
  },
  true,
);
