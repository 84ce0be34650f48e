import type { components } from "~/api/openapi.d.ts";
import { PROXY_START } from "../proxy/use-proxy-form.ts";

/** Events go to it, or callers reach it through the gateway. It can be both later. */
export type Purpose = "events" | "calls";

export interface NewForm {
  readonly purpose: Purpose;
  readonly name: string;
  readonly eventTypes: readonly string[];
  readonly protocol: "HTTP" | "GRAPHQL";
  readonly url: string;
  readonly document: string;
}

type Create = components["schemas"]["IntegrationCreate"];

/** What a plain target leaves out, the gateway fills in. */
export function requestOf({ purpose, name, eventTypes, protocol, url, document }: NewForm): Create {
  if (purpose === "calls") return { name: name.trim(), eventTypes: [], url: url.trim(), proxy: PROXY_START };
  const plain = { name: name.trim(), eventTypes: [...eventTypes], url: url.trim() };
  if (protocol === "HTTP") return plain;
  const graphql = {
    document,
    operationName: null,
    variables: null,
    errorCodes: {},
    partialData: "fail" as const,
    userErrorsPath: null,
  };
  return { ...plain, protocol, graphql };
}
