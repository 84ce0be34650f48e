import { compileMapping } from "#domain/transformation/compile-mapping";
import { SAVED_SHAPE } from "#domain/transformation/delivery-scope";
import { parseExact } from "#domain/transformation/exact-json";
import { checkMapping, renderMapping } from "#domain/transformation/render-mapping";
import { NO_LOOKUPS } from "#domain/transformation/scope";

export interface VariablesFrom {
  readonly payloadText: string;
  readonly type: string;
  readonly config: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly now: number;
}

export type MadeVariables =
  | { readonly kind: "json"; readonly json: string }
  | { readonly kind: "failed"; readonly message: string }
  /** It takes a lookup table, and those are asked by the gateway only. */
  | { readonly kind: "lookup" };

/** The variables that a mapping makes of a payload: the gateway's own code, here, so that nothing need be saved. */
export function renderVariables(mapping: unknown, from: VariablesFrom): MadeVariables {
  if (mapping === null || mapping === undefined) return { kind: "json", json: from.payloadText };
  const [problem] = checkMapping(mapping, SAVED_SHAPE);
  if (problem !== undefined) return { kind: "failed", message: problem.message };
  const compiled = compileMapping(mapping, SAVED_SHAPE);
  if (!compiled.ok) return { kind: "failed", message: "" };
  const at = new Date(from.now).toISOString();
  const event = {
    id: "evt_example",
    type: from.type,
    occurredAt: null,
    acceptedAt: at,
    correlationId: "example",
    labels: {},
  };
  const rendered = renderMapping(compiled, {
    values: { payload: parseExact(from.payloadText), event, config: from.config, env: from.env },
    now: from.now,
    lookups: NO_LOOKUPS,
  });
  switch (rendered.kind) {
    case "json":
      return { kind: "json", json: rendered.json };
    case "failed":
      return { kind: "failed", message: `${rendered.pointer}: ${rendered.message}` };
    case "omitted":
      return { kind: "json", json: "{}" };
    case "wanted":
      return { kind: "lookup" };
  }
}
