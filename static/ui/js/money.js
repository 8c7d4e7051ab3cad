/* Amounts as erp/money.py reads them, to the øre: what is typed, also a sum such as =12500*1,25, stands as 1 234,50 when
   the field is left. Others ask for it by the event amount:settle, sent to the field. What cannot be read stays as it is,
   for the server to say what is wrong. Exact: fractions of whole numbers, never floating point. */
const PLAIN = /^(?:\d+|\d*[.,]\d+|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+\.\d+)$/;
const [LONGEST, LARGEST] = [200, 10n ** 16n];
const refuse = () => {
  throw new RangeError("not an amount");
};

const number = (text) => {
  if (!PLAIN.test(text)) refuse();
  const point = /^\d{1,3}(?:\.\d{3})+$/.test(text) ? -1 : Math.max(text.lastIndexOf(","), text.lastIndexOf("."));
  const decimals = point < 0 ? "" : text.slice(point + 1);
  const whole = (point < 0 ? text : text.slice(0, point)).replace(/[.,]/g, "");
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
};

const signed = (text) => {
  let bare = text.toLowerCase().replace(/^kr\.?/, "").replace(/kr$/, "").replace(/,-$/, "");
  if (bare.endsWith("-")) bare = `-${bare.slice(0, -1)}`;
  const [above, below] = number(bare.replace(/^-/, "").replace(/^\+/, "").replace(/^kr/, ""));
  return [bare.startsWith("-") ? -above : above, below];
};

const formula = (text) => {
  const tokens = text.match(/[\d.,]+|[-+*/()]|./gu) ?? [];
  let at = 0;
  const term = () => {
    const token = tokens[at++] ?? refuse();
    if (token === "(") {
      const inner = sum();
      return tokens[at++] === ")" ? inner : refuse();
    }
    if (token !== "-") return number(token);
    const [above, below] = term();
    return [-above, below];
  };
  const product = () => {
    let [above, below] = term();
    while (["*", "/"].includes(tokens[at])) {
      const times = tokens[at++] === "*";
      const [a, b] = term();
      if (!times && a === 0n) refuse();
      [above, below] = times ? [above * a, below * b] : [above * b, below * a];
    }
    return [above, below];
  };
  const sum = () => {
    let [above, below] = product();
    while (["+", "-"].includes(tokens[at])) {
      const sign = tokens[at++] === "+" ? 1n : -1n;
      const [a, b] = product();
      [above, below] = [above * b + sign * a * below, below * b];
    }
    return [above, below];
  };
  const result = sum();
  return at < tokens.length ? refuse() : result;
};

const settle = (field) => {
  const bare = field.value.replace(/\s+/g, "").replace(/[\u2212\u2013]/g, "-");
  if (!bare || bare === "=" || field.value.length > LONGEST || field.readOnly) return;
  try {
    const [above, below] = bare.startsWith("=") ? formula(bare.slice(1)) : signed(bare);
    const [size, by] = [above < 0n ? -above : above, below < 0n ? -below : below];
    const ore = (size * 200n + by) / (2n * by); // Half up.
    if (size >= LARGEST * by) return;
    const whole = String(ore / 100n).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
    field.value = `${ore && above < 0n !== below < 0n ? "\u2212" : ""}${whole},${String(ore % 100n).padStart(2, "0")}`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
};

/* Before anybody else hears of the change, so that sums are made of what stands there. */
for (const name of ["change", "amount:settle", "focusout"]) {
  document.addEventListener(name, ({ target }) => target.matches?.("input[data-money]") && settle(target), true);
}
