/* Buttons of passkeys and security keys: shown where the browser knows them, and never left without a word.
   The ceremony itself is allauth's (mfa/js/webauthn.js); it reports failures by the event allauth.error. */
(() => {
  "use strict";
  const SENTENCES = {
    NotAllowedError: "Klíč jsme nedostali: čekání vypršelo, nebo jste ho zrušili. Zkuste to znovu.",
    InvalidStateError: "Tento klíč už k účtu patří. Použijte jiný.",
    NotSupportedError: "Tento klíč neumí, co je potřeba. Použijte jiný.",
    ConstraintError: "Tento klíč neumí ověřit, že jste to vy. Přidejte ho bez volby „jen klíčem, bez hesla“.",
    SecurityError: "Na této adrese klíče nefungují. Otevřete stránku pod její obvyklou adresou.",
    AbortError: "Čtení klíče bylo přerušené. Zkuste to znovu.",
  };
  const OTHERWISE = "Klíč se nepodařilo použít. Zkuste to znovu, nebo zvolte jiný způsob.";
  const WAITING = "Potvrďte klíčem. Prohlížeč vás tím provede.";
  const button = document.querySelector("[data-key]");
  if (!button) return;
  const place = document.getElementById("key-status");

  const say = (text, failed) => {
    place.textContent = "";
    place.className = failed ? "failure" : "soft";
    setTimeout(() => { place.textContent = text; }, 100); // a change that screen readers notice, also the second time
  };

  if (!window.PublicKeyCredential || !window.isSecureContext) {
    for (const part of document.querySelectorAll("[data-without-keys]")) part.hidden = false;
    return;
  }
  for (const part of document.querySelectorAll("[data-with-keys]")) part.hidden = false;

  button.addEventListener("click", () => say(WAITING, false));
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    say(SENTENCES[event.detail.exception?.name] ?? OTHERWISE, true);
    button.focus();
  });

  /* Enter in a field of the form means the button, for there is nothing else to send. */
  const form = button.form;
  form?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input") || button.type !== "button") return;
    event.preventDefault();
    button.click();
  });
})();
