import { Problem } from "#domain/problem";
import { joinUrl, mapPath } from "#domain/proxy/map-path";
import { mapQuery, queryNames } from "#domain/proxy/map-query";
import { pickHeaders } from "#domain/proxy/proxy-headers";
import type { ProxySettings } from "#domain/proxy/proxy-settings";
import type { Integration } from "#domain/tenancy/organization-config";
import type { ProxyRequest } from "./proxy-services.ts";

/** An integration that may be called. */
export type CallableIntegration = Integration & {
  readonly settings: Integration["settings"] & { readonly proxy: ProxySettings };
};

/** The method is one that the integration does not take; `allow` is what it takes. */
export class MethodProblem extends Problem {
  readonly allow: readonly string[];

  constructor(allow: readonly string[]) {
    super("method_not_allowed", `This integration takes ${allow.join(", ")}: proxy.methods says so.`);
    this.allow = allow;
  }
}

/** What goes upstream, before credential and body. */
export interface PlannedCall {
  readonly url: string;
  readonly path: string;
  readonly query: string;
  /** The caller's that are passed on. Names in lower case. */
  readonly callerHeaders: Readonly<Record<string, string>>;
}

/** @throws Problem for a method, path or query that the integration does not take */
export function planCall({ settings, credential }: CallableIntegration, request: ProxyRequest): PlannedCall {
  const { proxy, url: base } = settings;
  if (request.headers.has("upgrade")) {
    throw new Problem(
      "not_supported",
      "Upgrades, WebSockets among them, are not passed on. Use plain requests.",
    );
  }
  if (!proxy.methods.some((method) => method === request.method)) {
    throw new MethodProblem(proxy.methods);
  }
  if ((request.method === "GET" || request.method === "HEAD") && announcesBody(request.headers)) {
    throw new Problem(
      "invalid_body",
      `The platform sends no body with ${request.method}, so it would be lost. Use POST where the upstream takes it.`,
    );
  }
  const mapped = mapPath(request.path, proxy.path);
  if (!mapped.ok) {
    throw new Problem(mapped.reason === "malformed" ? "invalid_path" : "path_not_allowed", mapped.message);
  }
  const own =
    credential?.kind === "static" && credential.settings.kind === "api_key"
      ? credential.settings.config
      : null;
  const taken = [...queryNames(base), ...(own?.in === "query" ? [own.name] : [])];
  const query = mapQuery(request.search, proxy.query, taken);
  if (!query.ok) throw new Problem("invalid_path", query.message);
  const url = joinUrl(base, mapped.path, query.query);
  if (url === null) throw new Problem("invalid_path", "This path leads away from the integration's URL.");
  const callerHeaders = pickHeaders(request.headers, proxy.requestHeaders, "request");
  return { url, path: mapped.path, query: query.query, callerHeaders };
}

function announcesBody(headers: Headers): boolean {
  const length = headers.get("content-length");
  return (length !== null && length !== "0") || headers.has("transfer-encoding");
}
