/* The calendar button beside a date field, and F4 in the field, open the browser's own picker, which writes dd.mm.yyyy
   into the field. The button is no stop of the Tab key: who types has the date before the picker is open. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-calendar]");
  if (!button) return;
  const field = button.parentElement.querySelector("input.input");
  const picker = button.parentElement.querySelector("input[type=date]");
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(field.value.trim()) ?? [];
  picker.value = year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : "";
  picker.showPicker();
});

document.addEventListener("keydown", (event) => {
  const button = event.key === "F4" && event.target.matches?.(".affix > input") && event.target.parentElement.querySelector("[data-calendar]");
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-calendar] ~ input[type=date]")) return;
  const field = event.target.parentElement.querySelector("input.input");
  event.stopPropagation();
  if (!event.target.value) return;
  field.value = event.target.value.split("-").reverse().join(".");
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});
