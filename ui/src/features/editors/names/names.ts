import { type BodySide, CALL_NAMES } from "#domain/transformation/call-scope";
import { text } from "~/text/index.ts";

/** What a template or a script may name here. */
export interface Names {
  /** A payload to learn from: a past event's, or the catalogue's example. Undefined when there is none. */
  readonly payload: unknown;
  /** Names that array rows give to their elements, with an example of each. */
  readonly locals: Readonly<Record<string, unknown>>;
  /** Null: they may not be listed. */
  readonly variables: readonly { readonly name: string; readonly value: string }[] | null;
  readonly tables: readonly string[];
  /** Set where a body of the proxy is transformed: there is a call then, and no event. */
  readonly call?: BodySide;
}

export const NO_NAMES: Names = { payload: undefined, locals: {}, variables: [], tables: [] };

/** As `context.event`, `context.config` and `{{event.…}}`, `{{config.…}}` have them. */
const EVENT_MEMBERS = ["id", "type", "occurredAt", "acceptedAt", "correlationId", "labels"] as const;
const CONFIG_MEMBERS = ["tenantId", "tenantName", "region", "integrationId", "integrationName"] as const;

interface NamedFact {
  readonly path: string;
  readonly detail: string;
}

/** What is known beside the payload: of the event, or of the call. */
export function factsOf({ call }: Pick<Names, "call">): readonly NamedFact[] {
  const words = text.editors.names;
  const config = CONFIG_MEMBERS.map((name) => ({ path: `config.${name}`, detail: words.config[name] }));
  if (call === undefined) {
    return [
      ...EVENT_MEMBERS.map((name) => ({ path: `event.${name}`, detail: words.event[name] })),
      ...config,
    ];
  }
  const request = CALL_NAMES.map((name) => ({ path: `request.${name}`, detail: words.request[name] }));
  const response = call === "response" ? [{ path: "response.status", detail: words.status }] : [];
  return [...request, ...response, ...config];
}
