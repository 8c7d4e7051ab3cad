/* Dates as erp/dates.py reads them: what is typed in input[data-date] ("3112", "23.11", "i dag", "+14") stands as
   31.12.2026 when the field is left, so that everybody sees the day before it is used. A date without a year is in that of
   the field named by data-date, else in today's. Today is Norway's when the field is left, as the server's is when it reads:
   a page may be open for days. What is no date stays, for the server. */
const WORDS = { "i dag": 0, idag: 0, today: 0, "i går": -1, "igår": -1, yesterday: -1, "i morgen": 1, imorgen: 1, tomorrow: 1 };
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Oslo", year: "numeric", month: "2-digit", day: "2-digit" });
const WRITTEN = /^(\d{2})\.(\d{2})\.(\d{4})$/;

const write = (year, month, day) => {
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  if (year < 1 || date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return [String(day).padStart(2, "0"), String(month).padStart(2, "0"), String(year).padStart(4, "0")].join(".");
};

const today = () => Object.fromEntries(DAY.formatToParts(new Date()).map(({ type, value }) => [type, Number(value)]));

const after = (days) => {
  const { year, month, day } = today();
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return write(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
};

const yearOf = (field) =>
  Number(WRITTEN.exec(document.getElementById(field.dataset.date)?.value)?.[3] ?? today().year);

const read = (field) => {
  const bare = field.value.trim().toLowerCase().replace(/\u2212/g, "-").replace(/\s+/g, " ");
  if (Object.hasOwn(WORDS, bare)) return after(WORDS[bare]);
  if (/^[+-]\d{1,4}$/.test(bare)) return after(Number(bare));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(bare);
  if (iso) return write(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?\.?$/.exec(bare) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(bare);
  if (!parts) return null;
  const year = parts[3] ? Number(parts[3]) + (parts[3].length === 2 ? 2000 : 0) : yearOf(field);
  return write(year, Number(parts[2]), Number(parts[1]));
};

/* Before anybody else hears of the change, so that the day is known to those who ask for it. */
for (const name of ["change", "focusout"]) {
  document.addEventListener(name, ({ target }) => {
    if (target.matches?.("input[data-date]:not([readonly])")) target.value = read(target) ?? target.value;
  }, true);
}
