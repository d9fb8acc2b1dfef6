// Shows the contract with Swagger UI; everything it needs is served from here.
const place = document.getElementById("swagger-ui");

// What Swagger UI leaves without a name, or out of order, for who listens to the page.
const NAMED = { ".information-container": "Keterangan", ".scheme-container": "Alamat layanan", "#servers": "Alamat layanan" };
const mend = () => {
  for (const [where, name] of Object.entries(NAMED)) {
    for (const one of place.querySelectorAll(where)) {
      one.setAttribute("aria-label", name);
      if (one.tagName !== "SELECT") one.setAttribute("role", "region");
    }
  }
  for (const one of place.querySelectorAll("h3.opblock-tag")) one.setAttribute("aria-level", "2");
  for (const one of place.querySelectorAll("h4")) one.setAttribute("aria-level", "3");
};
new MutationObserver(mend).observe(place, { childList: true, subtree: true });

SwaggerUIBundle({ url: place.dataset.contract, domNode: place, validatorUrl: null });
