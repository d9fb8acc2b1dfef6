// A button that copies the message beside it; without this file the text is selected by hand.
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    let copied = true;
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      // Browsers keep the clipboard from pages that came without TLS; the older way still works.
      text.select();
      copied = document.execCommand("copy");
    }
    told.textContent = copied ? "Tersalin." : "Belum tersalin; salin teks yang sudah dipilih.";
  });
}
