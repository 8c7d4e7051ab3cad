/* data-print: a button that prints the page, by the styles for paper in base.css. */
document.addEventListener("click", ({ target }) => target.closest?.("[data-print]") && window.print());
