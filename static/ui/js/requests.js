/* Every htmx request carries the CSRF token, its button shows that it works, and a failure says so in a toast.
   The texts are <template data-toast="404"> elements in the shell; "5" stands for 5xx, "0" for no answer at all. */
const busy = new WeakMap();

const complain = (status) => {
  const template =
    document.querySelector(`template[data-toast="${status}"]`) ??
    document.querySelector(`template[data-toast="${String(status)[0]}"]`);
  if (template) document.getElementById("toasts")?.append(template.content.cloneNode(true));
};

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token && ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = token.content;
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const button = ctx.request.submitter ?? (ctx.sourceElement.matches(".btn") ? ctx.sourceElement : null);
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  busy.set(ctx, button);
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!ctx.keepIndicators) busy.get(ctx)?.removeAttribute("aria-busy");
});

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status !== 422) complain(ctx.response.status);
});

document.addEventListener("fault", ({ detail }) => complain(detail)); // What another script has found out.

document.addEventListener("htmx:error", ({ detail: { ctx, error } }) => {
  if (ctx && !ctx.response && error?.name !== "AbortError") complain(0);
});

/* A plain form: the button shows that it works, and a second click does not send it again. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.method === "dialog") return;
  if (button.getAttribute("aria-busy") === "true") event.preventDefault();
  else if (!button.matches("[data-download]")) button.setAttribute("aria-busy", "true");
});

/* Back from another page: the browser may show this one as it was left. */
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
});
