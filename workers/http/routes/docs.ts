import type { Context } from "hono";
import { Problem } from "#domain/problem";
import { createRouter, type HttpEnv } from "../context.ts";
import { API_PAGE, DOCS_CSS, DOCS_POLICY, INIT_JS } from "../docs/page.ts";
import { problemsPage } from "../docs/problems-page.ts";

/** Swagger UI's files, copied into the assets by scripts/copy-assets.ts. Nothing else of the asset store is public. */
const ASSET_TYPES: Readonly<Record<string, string>> = {
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "swagger-ui.css": "text/css; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

/** Short enough that a deploy is seen the same hour; these answers hold nothing about a tenant. */
const CACHED = "public, max-age=3600";

/**
 * `/openapi.json` and the pages that explain it. Public, and not part of the described API.
 *
 * `describe` is asked at the first request and its text kept for the isolate: the document takes milliseconds to build.
 */
export function createDocsRoutes(describe: () => object) {
  let document: string | null = null;
  let problems: string | null = null;
  const router = createRouter();
  router.get("/", (c) => c.redirect("/docs", 302));
  router.get("/openapi.json", () => {
    document ??= JSON.stringify(describe());
    return answer(document, "application/json; charset=utf-8");
  });
  router.get("/docs", () => answer(API_PAGE, "text/html; charset=utf-8"));
  router.get("/docs/problems", () => {
    problems ??= problemsPage();
    return answer(problems, "text/html; charset=utf-8");
  });
  router.get("/docs/init.js", () => answer(INIT_JS, "text/javascript; charset=utf-8"));
  router.get("/docs/docs.css", () => answer(DOCS_CSS, "text/css; charset=utf-8"));
  router.get("/docs/assets/:file", serveAsset);
  return router;
}

async function serveAsset(c: Context<HttpEnv>): Promise<Response> {
  const file = c.req.param("file") ?? "";
  const type = Object.hasOwn(ASSET_TYPES, file) ? ASSET_TYPES[file] : undefined;
  const found =
    type === undefined ? null : await c.env.ASSETS.fetch(new URL(`/docs/assets/${file}`, c.req.url));
  if (type === undefined || found === null || !found.ok) {
    throw new Problem("not_found", `The docs have no file ${file}.`);
  }
  return answer(found.body, type);
}

function answer(body: string | ReadableStream | null, contentType: string): Response {
  return new Response(body, {
    headers: {
      "content-type": contentType,
      "content-security-policy": DOCS_POLICY,
      "cache-control": CACHED,
    },
  });
}
