import type { ExampleEvent } from "./example-call.ts";

interface KnownType {
  readonly name: string;
  readonly source: "own" | "template";
  readonly archived: boolean;
  readonly example?: unknown;
}

/** For whoever has no type that is safe to try, or may not see the catalogue. */
const SOME_EVENT: ExampleEvent = { type: "order.created", payload: { orderId: "o-1" } };

/** Of the gateway's own: sent as an example it would alert whoever listens for it. */
const OPERATIONAL = /^(alert|gateway)(\.|$)/;

/** What a new key is tried with: the organization's own types before templates. */
export function exampleEvent(types: readonly KnownType[]): ExampleEvent {
  const usable = types.filter(
    ({ name, archived, example }) => !archived && example != null && !OPERATIONAL.test(name),
  );
  const chosen = usable.find(({ source }) => source === "own") ?? usable[0];
  return chosen === undefined ? SOME_EVENT : { type: chosen.name, payload: chosen.example };
}
