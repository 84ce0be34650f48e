import { isOperationalType } from "./operational-type.ts";

/** What the index needs to know of an integration. */
export interface Indexable {
  readonly enabled: boolean;
  readonly eventTypes: readonly string[];
}

/** Answers which integrations ask for a type, in the order in which they were given. */
export type TypeIndex<Integration> = (type: string) => readonly Integration[];

/** Types whose takers are remembered. Senders name the types, so that there is an end to it. */
const REMEMBERED_TYPES = 2_000;

/** One segment of the patterns, and what may follow it. */
interface Step {
  readonly next: Map<string, Step>;
  /** Places of the integrations one of whose patterns ends here. */
  readonly ends: number[];
  /** … with a `*`, which stands for one segment or more. */
  readonly endsOpen: number[];
}

/**
 * Looked up segment by segment instead of integration by integration: with ten thousand of them, asking each cost more
 * than delivering the event. Means the same as `compilePatterns`.
 */
export function indexTypes<Integration extends Indexable>(
  integrations: readonly Integration[],
): TypeIndex<Integration> {
  const root = openStep();
  integrations.forEach(({ enabled, eventTypes }, place) => {
    if (enabled) for (const pattern of eventTypes) enter(root, pattern.split("."), place);
  });
  const known = new Map<string, readonly Integration[]>();
  return (type) => {
    const remembered = known.get(type);
    if (remembered !== undefined) return remembered;
    const takers = findPlaces(root, type).flatMap((place) => integrations[place] ?? []);
    if (known.size >= REMEMBERED_TYPES) known.clear();
    known.set(type, takers);
    return takers;
  };
}

function openStep(): Step {
  return { next: new Map(), ends: [], endsOpen: [] };
}

function enter(root: Step, segments: readonly string[], place: number): void {
  let step = root;
  segments.forEach((segment, index) => {
    if (segment === "*" && index === segments.length - 1) {
      step.endsOpen.push(place);
      return;
    }
    const next = step.next.get(segment) ?? openStep();
    step.next.set(segment, next);
    step = next;
    if (index === segments.length - 1) step.ends.push(place);
  });
}

function findPlaces(root: Step, type: string): number[] {
  const places = new Set<number>();
  const take = (found: readonly number[]) => {
    for (const place of found) places.add(place);
  };
  // The gateway's own events go only to who names them: no pattern that begins with `*` takes one.
  const isOperational = isOperationalType(type);
  let reached = [root];
  type.split(".").forEach((segment, index) => {
    const names = isOperational && index === 0 ? [segment] : [segment, "*"];
    for (const step of reached) if (names.length > 1) take(step.endsOpen);
    reached = reached.flatMap((step) => names.flatMap((name) => step.next.get(name) ?? []));
  });
  for (const step of reached) take(step.ends);
  return [...places].sort((a, b) => a - b);
}
