import { joinUrl, mapPath } from "#domain/proxy/map-path";
import { mapQuery } from "#domain/proxy/map-query";
import type { ProxyDraft } from "./use-proxy-form.ts";

export type Destination =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly message: string };

/**
 * The upstream's URL for a call, decided by the gateway's own code. What its credential puts into the query is not known here.
 *
 * @param called path and query as a caller writes them: `/orders/7?expand=lines`
 */
export function whereItGoes(
  baseUrl: string,
  proxy: Pick<ProxyDraft, "path" | "query">,
  called: string,
): Destination {
  const [path = "", ...rest] = called.split("?");
  const mapped = mapPath(path, proxy.path);
  if (!mapped.ok) return mapped;
  const query = mapQuery(rest.join("?"), proxy.query, []);
  if (!query.ok) return query;
  const url = URL.canParse(baseUrl) ? joinUrl(baseUrl, mapped.path, query.query) : null;
  return url === null ? { ok: false, message: "" } : { ok: true, url };
}
