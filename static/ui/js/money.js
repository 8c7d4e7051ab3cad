/* An amount that is left in a field is shown as 1 234,50. Only the look changes, and only where the text can mean one
   thing: what the server's parser makes of it (1.234 = thousands, 1234.50 = two decimals). The rest waits for the server. */
const THOUSANDS = /^(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/;
const POINT = /^(-?)(\d+)\.(\d{2})()$/;

const pretty = (text) => {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-");
  const [, sign, whole, decimals = ""] = THOUSANDS.exec(bare) ?? POINT.exec(bare) ?? [];
  if (whole === undefined) return text;
  const digits = whole.replaceAll(".", "").replace(/^0+(?=\d)/, "");
  return (sign && "\u2212") + digits.replace(/\B(?=(\d{3})+$)/g, "\u00a0") + "," + decimals.padEnd(2, "0");
};

document.addEventListener("focusout", ({ target }) => {
  if (target.matches?.("input[data-money]:not([readonly])") && target.value) target.value = pretty(target.value);
});
