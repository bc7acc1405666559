/* For people signed in: says that the session is going to end, keeps it while they work, and gives back the text of a
   form that came too late. Without this script the server does the same when the next page is asked for. */
(() => {
  "use strict";
  const warning = document.getElementById("idle-warning");
  const over = document.getElementById("idle-over");
  if (!warning?.showPopover) return;
  const seconds = (name) => Number(warning.dataset[name]) * 1000;
  const [limit, notice, every] = ["limit", "warning", "every"].map(seconds);
  const longest = Date.now() + seconds("left");
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("opora-session") : null;
  let last = Date.now(); // the act that the server knows of
  let asked = last;
  let field = ""; // name of the field where the person was last
  let before = null; // what had the focus when the warning came

  const show = (element, open) => {
    if (element.matches(":popover-open") === open) return;
    if (open) before = document.activeElement;
    element.togglePopover(open);
  };
  const tick = () => {
    const now = Date.now();
    const long = longest < last + limit; // the longest session ends whatever the person does
    const left = Math.min(last + limit, longest) - now;
    for (const part of warning.querySelectorAll("[data-idle]")) part.hidden = long;
    warning.querySelector("[data-long]").hidden = !long;
    show(warning, left > 0 && left <= notice);
    show(over, left <= 0);
  };
  const stay = async () => {
    const now = Date.now();
    if (now - asked < every || now > Math.min(last + limit, longest)) return;
    asked = now;
    const headers = { "X-CSRFToken": token };
    const answer = await fetch(warning.dataset.url, { method: "POST", redirect: "manual", headers }).catch(() => null);
    if (answer?.status !== 204) return;
    last = now;
    tabs?.postMessage(last);
    tick();
  };
  if (tabs) {
    tabs.onmessage = ({ data }) => {
      last = Math.max(last, data);
      tick();
    };
    tabs.postMessage(last);
  }
  for (const name of ["keydown", "pointerdown", "input"]) document.addEventListener(name, stay, { passive: true });
  warning.querySelector("button").addEventListener("click", async () => {
    await stay();
    before?.focus();
  });
  document.addEventListener("visibilitychange", tick);
  setInterval(tick, 1000);

  const FIELDS = "input:not([type=hidden], [type=submit], [type=button]), select, textarea";
  document.addEventListener("focusin", ({ target }) => {
    if (target.name && target.matches(FIELDS)) field = target.name;
  });
  document.addEventListener("formdata", ({ target, formData }) => {
    if (target.method === "post" && field && target.elements[field]) formData.append("_focus", field);
  });

  const fill = (form, values) => {
    for (const control of form.elements) {
      const texts = values[control.name];
      if (/^(checkbox|radio)$/.test(control.type)) control.checked = Boolean(texts?.includes(control.value));
      else if (!texts || /^(file|password|submit|button)$/.test(control.type)) continue;
      else if (control.type === "select-multiple") {
        for (const option of control.options) option.selected = texts.includes(option.value);
      } else {
        const same = [...form.elements].filter(({ name }) => name === control.name);
        control.value = texts[same.indexOf(control)] ?? control.value;
      }
    }
  };
  const giveBack = ({ action, values, focus }) => {
    const names = Object.keys(values);
    const fits = (form) => names.filter((name) => form.elements[name]).length + (new URL(form.action).pathname === action);
    const [form] = [...document.forms].filter((one) => one.method === "post").sort((a, b) => fits(b) - fits(a));
    const note = document.getElementById("kept");
    if (!form || !note || !names.some((name) => form.elements[name])) return;
    fill(form, values);
    if (names.every((name) => form.elements[name])) note.querySelector("[data-kept-texts]").hidden = true;
    const goal = form.querySelector(`[name="${CSS.escape(focus)}"]:checked`) ?? form.querySelector(`[name="${CSS.escape(focus)}"]`);
    goal?.closest("details")?.setAttribute("open", "");
    goal?.focus();
    if (/^(textarea|text)$/.test(goal?.type)) goal.setSelectionRange(goal.value.length, goal.value.length);
    setTimeout(() => {
      document.getElementById("status").textContent = note.querySelector("strong").textContent;
    }, 300);
  };
  const kept = document.getElementById("kept-data");
  if (kept) giveBack(JSON.parse(kept.textContent));
})();
