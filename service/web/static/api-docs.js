// Shows the contract with Swagger UI; everything it needs is served from here.
const place = document.getElementById("swagger-ui");
SwaggerUIBundle({ url: place.dataset.contract, domNode: place, validatorUrl: null });
