/* A one-time code: input[data-otp="6"] becomes six boxes that write into it. Without this file it is one field. */
const dress = (root) => {
  for (const field of root.querySelectorAll("input[data-otp]:not([hidden])")) {
    const length = Number(field.dataset.otp);
    const boxes = Array.from({ length }, (_, at) => {
      const box = document.createElement("input");
      box.className = "input";
      box.inputMode = "numeric";
      box.autocomplete = at ? "off" : "one-time-code";
      box.value = field.value[at] ?? "";
      box.setAttribute("aria-label", field.dataset.digit.replace("{n}", at + 1));
      for (const name of ["aria-invalid", "aria-describedby"]) {
        if (field.hasAttribute(name)) box.setAttribute(name, field.getAttribute(name));
      }
      return box;
    });
    const group = document.createElement("div");
    group.className = "otp";
    group.append(...boxes);
    field.after(group);
    field.hidden = true;
    field.required = false; // A hidden field that must be filled would stop the form without a word.
    for (const label of field.labels ?? []) label.htmlFor = boxes[0].id = `${field.id}-1`;
    wire(field, boxes);
    if (field.autofocus) boxes[0].focus();
  }
};

const wire = (field, boxes) => {
  const fill = (text, from) => {
    const digits = [...text.replace(/\D/g, "")].slice(0, boxes.length - from);
    digits.forEach((digit, at) => (boxes[from + at].value = digit));
    boxes[Math.min(from + digits.length, boxes.length - 1)].focus();
  };
  boxes.forEach((box, at) => {
    box.addEventListener("focus", () => box.select());
    // What is written takes the place of the digit that is there, also after a click beside it.
    box.addEventListener("beforeinput", (event) => event.data && (box.value = ""));
    box.addEventListener("input", () => {
      const text = box.value;
      box.value = "";
      if (text) fill(text, at);
      field.value = boxes.map((each) => each.value).join("");
    });
    box.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Backspace: box.value ? at : at - 1 }[event.key];
      if (to === undefined || to === at || !boxes[to]) return;
      event.preventDefault();
      if (event.key === "Backspace") boxes[to].value = "";
      field.value = boxes.map((each) => each.value).join("");
      boxes[to].focus();
    });
  });
};

dress(document);
document.addEventListener("htmx:after:process", ({ target }) => target.querySelectorAll && dress(target));
