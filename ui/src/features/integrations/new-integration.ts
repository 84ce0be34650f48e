import type { components } from "~/api/openapi.d.ts";

export interface NewForm {
  readonly name: string;
  readonly eventTypes: readonly string[];
  readonly protocol: "HTTP" | "GRAPHQL";
  readonly url: string;
  readonly document: string;
}

type Create = components["schemas"]["IntegrationCreate"];

/** What a plain target leaves out, the gateway fills in. */
export function requestOf({ name, eventTypes, protocol, url, document }: NewForm): Create {
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
