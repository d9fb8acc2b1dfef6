// Enhancements only; every page works without this file.
"use strict";

// A fault summary is read first.
const summary = document.querySelector(".errors[tabindex]");
if (summary) summary.focus();

// A download leaves the page and its form as they are.
const stays = (event) => event.submitter !== null && "stays" in event.submitter.dataset;

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (stays(event)) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
}
// A page taken back from the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// The role switch closes with Escape and gives the focus back.
const role = document.querySelector("details.role");
if (role) {
  role.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    role.open = false;
    role.querySelector("summary").focus();
  });
}

// What was typed into a draft is not lost by a slip of the thumb.
const draft = document.querySelector("form[data-draft]");
if (draft) {
  let unsaved = draft.dataset.draft === "unsaved";
  draft.addEventListener("input", () => { unsaved = true; });
  draft.addEventListener("submit", (event) => { if (!stays(event)) unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

// The link for the first administrator carries its code behind #, where no server sees it.
const once = document.querySelector("input[data-from-hash]");
if (once && location.hash.length > 1) {
  once.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
