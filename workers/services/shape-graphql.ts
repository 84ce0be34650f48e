import type { AttemptResult } from "#domain/delivery/attempt-result";
import { areVariables, buildRequest } from "#domain/graphql/build-request";
import { ACCEPT, type GraphqlSettings } from "#domain/graphql/graphql-settings";
import type { OutgoingMessage, TransformedMessage } from "./transform-payload.ts";

export type ShapedGraphql =
  | { readonly kind: "messages"; readonly messages: readonly OutgoingMessage[] }
  | { readonly kind: "stopped"; readonly result: Extract<AttemptResult, { kind: "transform_failed" }> };

/** Messages whose payloads are variables, as requests to a GraphQL server. */
export function shapeGraphql(
  settings: GraphqlSettings,
  messages: readonly TransformedMessage[],
): ShapedGraphql {
  if (!messages.every(({ payloadJson }) => areVariables(payloadJson))) {
    return stopped("GraphQL variables are an object, and this event makes something else of them");
  }
  if (!messages.every(({ method }) => method === "POST")) {
    return stopped("GraphQL goes by POST only, and the transformation set another method");
  }
  return {
    kind: "messages",
    messages: messages.map(({ payloadJson, ...target }) => ({
      ...target,
      headers: withAccept(target.headers),
      body: buildRequest(settings, payloadJson),
    })),
  };
}

function stopped(message: string): ShapedGraphql {
  return { kind: "stopped", result: { kind: "transform_failed", message } };
}

function withAccept(headers: OutgoingMessage["headers"]): OutgoingMessage["headers"] {
  const named = Object.keys(headers).some((name) => name.toLowerCase() === "accept");
  return named ? headers : { accept: ACCEPT, ...headers };
}
