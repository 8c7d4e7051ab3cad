/* After a form is refused, the first field with an error gets the focus: at once on a full page, and when htmx has put
   a refused form in. A single field that was checked as it changed (422 too) does not pull the user back. */
const INVALID = "[aria-invalid=true]:not([type=hidden], [hidden])";

document.querySelector(`form ${INVALID}`)?.focus();

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.response?.status !== 422 || !ctx.sourceElement.matches("form")) return;
  const root = document.querySelector("dialog[open]") ?? document;
  const place = root.querySelector(`form ${INVALID}`) ?? root.querySelector("form .alert--neg");
  if (place?.matches(".alert")) place.tabIndex = -1;
  place?.focus();
});
