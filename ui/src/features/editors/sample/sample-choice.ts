import { matchesEventType } from "#domain/routing/event-type-pattern";

/** The payload that an editor learns from and that a dry run is made with. */
export type SampleChoice =
  | { readonly kind: "event"; readonly id: string }
  /** The example that the catalogue has of a type. */
  | { readonly kind: "example"; readonly type: string }
  | { readonly kind: "own" };

const EXAMPLE = "example:";
const OWN = "own";

/** As it stands in the address. */
export function writeChoice(choice: SampleChoice): string {
  switch (choice.kind) {
    case "event":
      return choice.id;
    case "example":
      return EXAMPLE + choice.type;
    case "own":
      return OWN;
  }
}

export function readChoice(text: string): SampleChoice {
  if (text === OWN) return { kind: "own" };
  return text.startsWith(EXAMPLE)
    ? { kind: "example", type: text.slice(EXAMPLE.length) }
    : { kind: "event", id: text };
}

export interface PastEvent {
  readonly id: string;
  readonly type: string;
  readonly acceptedAt: string;
}

/** Deliveries of one event, replays among them, are one event. */
export function eventsOf(
  deliveries: readonly {
    readonly eventId: string;
    readonly eventType: string;
    readonly acceptedAt: string;
  }[],
): readonly PastEvent[] {
  const events = new Map<string, PastEvent>();
  for (const { eventId, eventType, acceptedAt } of deliveries) {
    if (!events.has(eventId)) events.set(eventId, { id: eventId, type: eventType, acceptedAt });
  }
  return [...events.values()];
}

/** Examples of what this integration gets, before all others. */
export function sortExamples<One extends { readonly name: string }>(
  types: readonly One[],
  patterns: readonly string[],
): readonly One[] {
  const wanted = (type: One) => (matchesEventType(patterns, type.name) ? 0 : 1);
  return types.toSorted((a, b) => wanted(a) - wanted(b) || a.name.localeCompare(b.name));
}

/** What is shown until somebody chooses: the newest event, else an example of what the integration gets, else nothing known. */
export function firstChoice(
  events: readonly PastEvent[],
  examples: readonly { readonly name: string }[],
  patterns: readonly string[],
): SampleChoice {
  const [event] = events;
  if (event !== undefined) return { kind: "event", id: event.id };
  const example = examples.find(({ name }) => matchesEventType(patterns, name));
  return example === undefined ? { kind: "own" } : { kind: "example", type: example.name };
}
