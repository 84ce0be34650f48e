import { absoluteTime } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { type AuditFilter, activeParts, type FilterPart } from "./audit-filter.ts";
import type { AuditSummary } from "./use-audit.ts";

const words = text.audit;

export function targetKindWord(kind: string): string {
  const known: Readonly<Record<string, string>> = words.targetKinds;
  return Object.hasOwn(known, kind) ? (known[kind] ?? kind) : kind;
}

/** People are known by their address, keys by their name; the rest by what they are. */
export function actorWord({ kind, name }: AuditSummary["actor"]): string {
  return kind === "user" || kind === "api_key" ? name : words.actorKinds[kind];
}

interface Chip {
  readonly part: FilterPart;
  readonly label: string;
  readonly value: string;
}

/** What is active, in words. Exact ends stand in the place of a range. */
export function chipsOf(filter: AuditFilter, actorName: (id: string) => string): readonly Chip[] {
  const isExact = filter.from !== null || filter.to !== null;
  return activeParts(filter)
    .filter((part) => part !== "range" || !isExact)
    .map((part) => ({
      part,
      label: words.filter.part[part],
      value: valueWord(part, filter[part] ?? "", actorName),
    }));
}

function valueWord(part: FilterPart, value: string, actorName: (id: string) => string): string {
  switch (part) {
    case "outcome":
      return words.outcomes[value as NonNullable<AuditFilter["outcome"]>];
    case "range":
      return text.deliveries.filter.ranges[value as NonNullable<AuditFilter["range"]>];
    case "from":
    case "to":
      return absoluteTime(Date.parse(value));
    case "targetKind":
      return targetKindWord(value);
    case "actorId":
      return actorName(value);
    case "q":
    case "action":
    case "targetId":
    case "ip":
    case "requestId":
      return value;
  }
}
