/* Theme and density. The server writes them on <html> from the profile; before sign-in this browser remembers them.
   Loaded without defer, so that nothing flashes. A control says data-set="theme", a text data-show="theme". */
{
  const root = document.documentElement;
  const choices = { theme: ["auto", "light", "dark"], density: ["comfortable", "compact"] };

  const remembered = (name) => {
    try {
      return localStorage.getItem(`regna.${name}`);
    } catch {
      return null; // A private window may refuse storage.
    }
  };

  const remember = (name, value) => {
    try {
      localStorage.setItem(`regna.${name}`, value);
    } catch {
      // The page keeps the choice until it is left.
    }
  };

  const show = () => {
    for (const text of document.querySelectorAll("[data-show]")) {
      text.textContent = text.dataset[root.dataset[text.dataset.show]];
    }
  };

  const save = (name, value) => {
    const token = document.querySelector("meta[name=csrf-token]");
    if (!root.dataset.preferencesUrl || !token) return;
    fetch(root.dataset.preferencesUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token.content },
      body: new URLSearchParams({ [name]: value }),
    });
  };

  for (const [name, values] of Object.entries(choices)) {
    const value = remembered(name);
    if (!root.dataset.preferencesUrl && values.includes(value)) root.dataset[name] = value;
  }

  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-set]");
    if (!control) return;
    const name = control.dataset.set;
    const values = choices[name];
    const value = control.value || values[(values.indexOf(root.dataset[name]) + 1) % values.length];
    root.dataset[name] = value;
    remember(name, value);
    save(name, value);
    show();
  });
}
