/* Shows what is typed into fields of passwords, on demand; without the script they are just hidden. */
(() => {
  "use strict";
  for (const form of document.forms) {
    const fields = [...form.querySelectorAll("input[type=password]")];
    if (!fields.length) continue;
    const box = document.createElement("input");
    const label = document.createElement("label");
    const line = document.createElement("div");
    box.type = "checkbox";
    box.id = label.htmlFor = `${fields[0].id}_show`;
    label.textContent = fields.length > 1 ? "Ukázat hesla" : "Ukázat heslo";
    line.className = "choice";
    line.append(box, label);
    fields.at(-1).after(line);

    const show = () => {
      for (const field of fields) {
        field.type = box.checked ? "text" : "password";
        field.spellcheck = false;
        field.autocapitalize = "none";
      }
    };
    box.addEventListener("change", show);
    form.addEventListener("submit", () => { box.checked = false; show(); }); // nothing remembers it as a plain text
  }
})();
