/* details[data-fold] is a line on phones until it is opened, and stands open where there is room. */
const narrow = matchMedia("(width < 48rem)");
const fold = () => {
  for (const part of document.querySelectorAll("details[data-fold]")) part.open = !narrow.matches;
};
narrow.addEventListener("change", fold);
fold();
