import { matchesEventType } from "../../../../workers/domain/routing/event-type-pattern.ts";

export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly isFiltered: boolean;
  /** The patterns by which it takes the type. */
  readonly patterns: readonly string[];
}

interface Subscriber {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly eventTypes: readonly string[];
  readonly filter?: unknown;
}

/** Who takes events of this type, by the gateway's own rule; those that are on first. */
export function subscriptionsTo(type: string, integrations: readonly Subscriber[]): readonly Subscription[] {
  return integrations
    .filter(({ eventTypes }) => matchesEventType(eventTypes, type))
    .map(({ id, name, enabled, eventTypes, filter }) => ({
      id,
      name,
      enabled,
      isFiltered: filter !== null && filter !== undefined,
      patterns: eventTypes.filter((pattern) => matchesEventType([pattern], type)),
    }))
    .toSorted((a, b) => Number(b.enabled) - Number(a.enabled) || a.name.localeCompare(b.name));
}
