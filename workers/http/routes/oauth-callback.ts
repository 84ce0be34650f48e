import { z } from "@hono/zod-openapi";
import { type FinishedAuthorization, finishAuthorization } from "#services/finish-authorization";
import { createRouter } from "../context.ts";
import { guardedRoute } from "../guarded-route.ts";
import { presentCredential } from "../present-credential.ts";

/** A code is some hundred characters; more is somebody trying things. */
const MAX_QUERY_LENGTH = 8_192;

const html = { "text/html": { schema: z.string() } };

/** Judged by the service and not by a schema: whatever comes here, a person looks at the answer. */
const parameter = z.unknown().optional().openapi({ type: "string" });

const callback = guardedRoute(
  // A GET that changes something: that is how browsers come back from a provider.
  { access: "public", audit: "credential.authorized" },
  {
    method: "get",
    path: "/oauth/callback",
    operationId: "finishAuthorization",
    tags: ["credentials"],
    summary: "Where providers send browsers back to",
    description:
      "Proves itself by its `state`, which works once and for ten minutes. Answers a page for the person who connected the credential.",
    request: {
      query: z.object({
        state: parameter,
        code: parameter,
        iss: parameter,
        error: parameter,
      }),
    },
    responses: {
      200: { description: "Connected", content: html },
      400: { description: "Not connected; the page says what to do", content: html },
    },
  },
);

export function createOAuthCallbackRoutes() {
  return createRouter().openapi(callback, async (c) => {
    const query = new URL(c.req.url).search.slice(1);
    // A HEAD request, of a link preview perhaps, must not use the state up.
    const usable = c.req.method === "GET" && query.length <= MAX_QUERY_LENGTH;
    const finished: FinishedAuthorization = usable
      ? await finishAuthorization(c.var.services, query, c.var.announce)
      : { kind: "unknown" };
    if (finished.kind === "connected") {
      const { before, after } = finished;
      c.var.trail.note({
        target: { kind: "credential", id: before.id },
        before: presentCredential(before),
        after: after === null ? undefined : presentCredential(after),
      });
    }
    const [title, text] = PAGES[finished.kind];
    const detail = finished.kind === "failed" ? ` Reason: ${finished.detail}.` : "";
    for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value);
    const back = finished.kind === "unknown" ? null : finished.begun.returnUrl;
    return c.html(page(title, text + detail, back), finished.kind === "connected" ? 200 : 400);
  });
}

/** Nothing of what came with the request is shown: whoever wrote the link would write the page. */
const PAGES: Readonly<Record<FinishedAuthorization["kind"], readonly [title: string, text: string]>> = {
  connected: ["Connected", "The credential is connected to its provider. What waited for it is being sent."],
  unknown: [
    "This link is not valid",
    "It was used already, it is older than ten minutes, or it never came from this gateway. Begin the connection again.",
  ],
  declined: [
    "Not connected",
    "The provider did not agree. Nothing was changed. Begin again when you want to.",
  ],
  failed: ["Not connected", "The provider's answer could not be used. Nothing was changed. Begin again."],
};

const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  // The address holds a code.
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** @param back where it was begun; kept by us, so nobody who writes a link writes this one. */
function page(title: string, text: string, back: string | null): string {
  const link = back === null ? "" : `<p><a href="${escapeHtml(back)}">Back to the credential</a></p>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>
<body><h1>${title}</h1><p>${escapeHtml(text)}</p>${link}<p>You can close this tab.</p></body>
</html>
`;
}

/** Our own words already; escaped all the same, so that it stays true. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
