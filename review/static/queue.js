// The queue by keys: a list that narrows while one types, and the next page's picture made ready.
"use strict";

// A select becomes a field with a list under it (the ARIA pattern of a combobox). What is chosen is
// put back into the select, which is what the form sends.
function typeAhead(select) {
  const entries = [...select.options].map((option, at) => ({
    at, label: option.text.replace(/^– /, ""), words: option.dataset.words || "",
  })).filter((entry) => select.options[entry.at].value);
  const chosen = () => entries.find((entry) => entry.at === select.selectedIndex)?.label ?? "";
  const field = document.createElement("input");
  field.id = "type-ahead";
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", "choices");
  field.autocomplete = "off";
  field.dataset.key = "c";
  field.value = chosen();
  // A field that is not seen must not be what keeps a form from being sent.
  field.required = select.required;
  select.required = false;
  const list = document.createElement("ul");
  list.id = "choices";
  list.className = "choices";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Areas and criteria");
  list.hidden = true;
  const label = document.querySelector(`label[for="${select.id}"]`);
  if (label) label.htmlFor = field.id;
  select.hidden = true;
  // The list lies over what follows: if that moved as the list closes, a click would miss it.
  const place = document.createElement("div");
  place.className = "combobox";
  place.append(field, list);
  select.after(place);
  let found = [];
  let active = 0;
  let typed = false;

  function draw() {
    list.replaceChildren(...found.map((entry, at) => {
      const item = document.createElement("li");
      item.id = `choice-${entry.at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(at === active));
      const name = document.createElement("strong");
      name.textContent = entry.label;
      item.append(name);
      if (entry.words) item.append(` ${entry.words}`);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(at); });
      return item;
    }));
    if (found.length === 0 && typed) {
      const none = document.createElement("li");
      none.textContent = "Nothing has these words.";
      list.append(none);
    }
    list.hidden = list.children.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (found[active]) field.setAttribute("aria-activedescendant", `choice-${found[active].at}`);
    else field.removeAttribute("aria-activedescendant");
    const shown = list.children[active];
    if (shown) shown.scrollIntoView({ block: "nearest" });
  }

  function narrow() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.toLowerCase().includes(word));
    const close = entries.filter((entry) => fits(entry.label));
    const far = entries.filter((entry) => !fits(entry.label) && fits(`${entry.label} ${entry.words}`));
    found = [...close, ...far];
    active = 0;
    typed = words.length > 0;
    draw();
  }

  // What was typed and not chosen is no choice: it is kept, and the form is not sent with another.
  function check() {
    const left = field.value.trim() !== chosen();
    const wrong = typed && found.length === 0
      ? "Nothing in the list has these words. Type others, or a part of a code."
      : "Choose one of the list: arrows and Enter take it.";
    field.setCustomValidity(left ? wrong : "");
  }

  function choose(at) {
    if (found[at]) {
      select.selectedIndex = found[at].at;
      field.value = found[at].label;
    }
    check();
    close();
  }

  function close() {
    found = [];
    typed = false;
    draw();
  }

  field.addEventListener("focus", () => field.select());
  field.addEventListener("input", () => { narrow(); check(); });
  field.addEventListener("blur", () => {
    if (!field.value.trim()) field.value = chosen();
    if (field.value.trim() === chosen()) field.setCustomValidity("");
    close();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) narrow();
      else if (found.length) active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (found.length) choose(active);
      else if (field.reportValidity()) (field.form.querySelector('[value="change"]') || field.form.querySelector("button")).click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (list.hidden) {
        field.value = "";
        field.blur();
      } else close();
    }
  });
}

for (const select of document.querySelectorAll("[data-type-ahead]")) typeAhead(select);

// In the comment, Escape gives the keys back.
for (const area of document.querySelectorAll("textarea")) {
  area.addEventListener("keydown", (event) => { if (event.key === "Escape") area.blur(); });
}

// A second key while the first is on its way must not decide on the next item.
document.getElementById("decide")?.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});

// Pictures alone, which are of public documents: what is asked for counts as seen, so the next item
// itself is asked for only by whoever goes to it.
function makeReady() {
  const next = document.querySelector("[data-pictures]");
  for (const address of next?.dataset.pictures.split(" ").filter(Boolean) ?? []) {
    new Image().src = address;
  }
}

addEventListener("load", () => setTimeout(makeReady, 50));
