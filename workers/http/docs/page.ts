/** The pages for people. Everything comes from this origin: no script in the page, no font, no validator elsewhere. */

const HEAD = `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/docs/docs.css">`;

/** A page of the docs around `body`, which must be HTML already. */
export function page(title: string, body: string, head = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
${HEAD}
<title>${title}</title>
${head}
</head>
<body>
<nav><a href="/docs">API</a> <a href="/docs/problems">Problems</a> <a href="/openapi.json">openapi.json</a></nav>
${body}
</body>
</html>
`;
}

export const API_PAGE = page(
  "Integration gateway API",
  `<main id="swagger-ui"></main>
<noscript><p>This page draws <a href="/openapi.json">openapi.json</a> with JavaScript.</p></noscript>
<script src="/docs/assets/swagger-ui-bundle.js" defer></script>
<script src="/docs/init.js" defer></script>`,
  '<link rel="stylesheet" href="/docs/assets/swagger-ui.css">',
);

/** A file of its own, because the policy below forbids scripts in the page. `validatorUrl: null`: no call to swagger.io. */
export const INIT_JS = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
});
`;

export const DOCS_CSS = `body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
nav { padding: 0.75rem 1.25rem; border-bottom: 1px solid #d0d7de; }
nav a { margin-right: 1rem; }
main.text { max-width: 50rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
section { border-top: 1px solid #d0d7de; padding: 0.25rem 0; }
section:target { background: #fff8c5; }
h2 code { font-size: 1.1rem; }
`;

/**
 * Swagger UI sets styles through the DOM, which needs no exception; its icons are data: images. Nobody may frame the
 * page, where an operator types a key into it.
 */
export const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
