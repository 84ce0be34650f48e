import { absoluteTime } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { DeliveryFilter, FilterPart } from "./delivery-filter.ts";

const words = text.deliveries.filter;

export interface Chip {
  readonly label: string;
  readonly value: string;
  /** What takes it away. */
  readonly without: Partial<DeliveryFilter>;
}

/** What is active, in words, each with what takes it away: of several statuses each by itself. */
export function chipsOf(filter: DeliveryFilter, nameOf: (integrationId: string) => string): readonly Chip[] {
  const one = (part: FilterPart, value: string | null): readonly Chip[] =>
    value === null ? [] : [{ label: words.part[part], value, without: { [part]: null } }];
  const { status, category, integrationId, range, from, to } = filter;
  const isExact = from !== null || to !== null;
  return [
    ...status.map((chosen) => ({
      label: words.part.status,
      value: text.status.delivery[chosen],
      without: { status: status.filter((other) => other !== chosen) },
    })),
    ...one("category", category === null ? null : text.status.category[category]),
    ...one("integrationId", integrationId === null ? null : nameOf(integrationId)),
    ...one("eventType", filter.eventType),
    ...one("httpStatus", filter.httpStatus),
    ...one("range", range === null || isExact ? null : words.ranges[range]),
    ...one("from", from === null ? null : absoluteTime(Date.parse(from))),
    ...one("to", to === null ? null : absoluteTime(Date.parse(to))),
    ...one("text", filter.text),
    ...one("eventId", filter.eventId),
    ...one("correlationId", filter.correlationId),
  ];
}
