// Enhancements only; every page works without this file.
"use strict";

// A fault summary is read first.
const summary = document.querySelector(".errors[tabindex]");
if (summary) summary.focus();

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
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
