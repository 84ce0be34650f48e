interface Assets {
  fetch(url: URL): Promise<Response>;
}

/**
 * Nothing from another host, no inline script, no inline style sheet: what somebody smuggles into a payload that the
 * dashboard shows can neither run nor phone home.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": PAGE_POLICY,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
};

/** The local runtime's file service says no types; Pages does, and then says the same. */
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

const PAGES = "/o/";
const FOREVER = "public, max-age=31536000, immutable";
const ASK_AGAIN = "no-cache";

/** A file of the build, or the application for every other address: its router knows the pages. */
export async function servePage(request: Request, assets: Assets): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("Pages are read with GET.", { status: 405, headers: { allow: "GET, HEAD" } });
  }
  const url = new URL(request.url);
  // Below an organization every address is a page, also one that ends like a file: /o/…/event-types/order.created.
  const extension = url.pathname.startsWith(PAGES) ? undefined : /\.([a-z0-9]+)$/.exec(url.pathname)?.[1];
  if (extension === undefined) return page(await fetchIndex(url, assets));
  const found = await assets.fetch(new URL(url.pathname, url));
  // An asset of yesterday's build is gone: answered as the page it would be taken for a script.
  if (!found.ok)
    return withHeaders(new Response("There is no such file.", { status: 404 }), "txt", ASK_AGAIN);
  return withHeaders(found, extension, url.pathname.startsWith("/assets/") ? FOREVER : ASK_AGAIN);
}

/** Pages answers `/index.html` by sending to `/`; the local runtime's file service knows only the file. */
async function fetchIndex(url: URL, assets: Assets): Promise<Response> {
  const file = await assets.fetch(new URL("/index.html", url));
  return file.ok ? file : assets.fetch(new URL("/", url));
}

function page(index: Response): Response {
  return withHeaders(index, "html", ASK_AGAIN);
}

function withHeaders(response: Response, extension: string, cacheControl: string): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) headers.set(name, value);
  // Pages lets every site read its files; nobody but the dashboard itself has to.
  headers.delete("access-control-allow-origin");
  headers.set("cache-control", cacheControl);
  const type = TYPES[extension];
  if (type !== undefined) headers.set("content-type", type);
  return new Response(response.body, { status: response.status, headers });
}
