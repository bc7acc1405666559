/* Makes pages smoother; every page works without it. Status line, focus and title after a swap, errors, dialogs. */
(() => {
  "use strict";
  const status = document.getElementById("status");

  const announce = (root) => {
    const source = root.matches("[data-announce]") ? root : root.querySelector("[data-announce]");
    if (!source || !status) return;
    status.textContent = "";
    status.className = "visually-hidden";
    setTimeout(() => { status.textContent = source.textContent.replace(/\s+/g, " ").trim(); }, 100);
  };

  /* The target may have been replaced by outerHTML: find it again by its id. */
  const swapped = (event) => {
    const { target } = event.detail.ctx;
    const element = typeof target === "string" ? document.querySelector(target) : target;
    return (element?.id && document.getElementById(element.id)) || element;
  };

  /* Focus stays where the person is; it moves only when a link asks for it or its element has gone. */
  document.addEventListener("htmx:after:swap", (event) => {
    const root = swapped(event);
    if (!root?.isConnected) return;
    const wanted = event.detail.ctx.sourceElement?.dataset.focus;
    const lost = document.activeElement === document.body;
    const goal = wanted ? document.querySelector(wanted) : lost && root.querySelector("[autofocus], [tabindex='-1']");
    if (goal) {
      goal.focus({ preventScroll: true });
      goal.scrollIntoView({ block: "nearest" });
    }
    announce(root);
    for (const { dataset, value } of root.querySelectorAll("[data-field]")) {
      const field = document.getElementById(dataset.field); // a form outside of the part says what was asked last
      if (field) field.value = value;
    }
    const heading = root.querySelector("h1");
    if (heading) document.title = `${heading.textContent.trim()} – ${document.title.split(" – ").pop()}`;
  });

  document.addEventListener("htmx:before:request", (event) => {
    const target = event.detail.ctx?.target;
    if (target instanceof Element) target.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const target = event.detail.ctx?.target;
    if (target instanceof Element) target.removeAttribute("aria-busy");
  });
  const complain = () => {
    if (!status) return;
    status.className = "failure";
    status.textContent = "Stránku se nepodařilo načíst. Zkontrolujte připojení a zkuste to znovu.";
  };
  document.addEventListener("htmx:error", complain);

  /* An error page or the sign-in page is shown whole, never swapped into a part; 422 is a form with its errors. */
  document.addEventListener("htmx:before:response", (event) => {
    const { request, response } = event.detail.ctx;
    const failed = response.status >= 400 && response.status !== 422;
    if (!failed && !response.raw.redirected) return;
    event.preventDefault();
    if (response.raw.redirected || request.method === "GET") location.assign(response.raw.url);
    else complain();
  });

  /* A link with data-dialog leads to a page; when the dialog is here, it opens in place. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("a[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    const closer = event.target.closest("dialog [data-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  });
})();
