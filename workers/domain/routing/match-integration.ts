import { type CompiledFilter, compileFilter } from "./content-filter.ts";
import { compilePatterns } from "./event-type-pattern.ts";
import { indexTypes, type TypeIndex } from "./type-index.ts";

/** What routing needs to know of an integration. */
export interface Routable {
  readonly id: string;
  readonly enabled: boolean;
  readonly eventTypes: readonly string[];
  /** As `compileFilter` reads it. Null: every event of the type. */
  readonly filter: unknown;
}

/** What routing needs to know of an event. `parsePayload` runs at most once, and only when a filter needs it. */
export interface RoutedEvent {
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly parsePayload: () => unknown;
}

/**
 * Why an integration does not get an event. `filter_invalid`: a stored filter no longer compiles. That must be
 * seen: as a plain `filter` it would look like the tenant's own wish while events go missing.
 */
export type SkipReason = "disabled" | "event_type" | "filter" | "filter_invalid";

export interface RoutingDecision<Integration> {
  readonly matched: readonly Integration[];
  readonly skipped: readonly { readonly id: string; readonly reason: SkipReason }[];
}

/** Which integrations get this event, in the order given, and why the others do not. */
export function matchIntegrations<Integration extends Routable>(
  event: RoutedEvent,
  integrations: readonly Integration[],
): RoutingDecision<Integration> {
  const matched: Integration[] = [];
  const skipped: { id: string; reason: SkipReason }[] = [];
  const payload = once(event.parsePayload);

  for (const integration of integrations) {
    const reason = refuse(event, integration, payload);
    if (reason === null) matched.push(integration);
    else skipped.push({ id: integration.id, reason });
  }
  return { matched, skipped };
}

/**
 * Those that are switched on and ask for the type, in the order given: for `matchIntegrations`, which else would ask each.
 * `integrations` is indexed once and may not change.
 */
export function takersOf<Integration extends Routable>(
  type: string,
  integrations: readonly Integration[],
): readonly Integration[] {
  const known = indexes.get(integrations) as TypeIndex<Integration> | undefined;
  const index = known ?? indexTypes(integrations);
  if (known === undefined) indexes.set(integrations, index as TypeIndex<Routable>);
  return index(type);
}

/** Will `matchIntegrations` look into the payload? Asked before a large payload is fetched from R2 for nothing. */
export function needsPayload(type: string, integrations: readonly Routable[]): boolean {
  return integrations.some(
    (integration) => integration.enabled && hasFilter(integration) && typeMatcherOf(integration)(type),
  );
}

function refuse(event: RoutedEvent, integration: Routable, payload: () => unknown): SkipReason | null {
  if (!integration.enabled) return "disabled";
  if (!typeMatcherOf(integration)(event.type)) return "event_type";
  if (!hasFilter(integration)) return null;
  const filter = filterOf(integration.filter);
  if (!filter.ok) return "filter_invalid";
  return filter.matches({ type: event.type, labels: event.labels, payload: payload() }) ? null : "filter";
}

function hasFilter(integration: Routable): boolean {
  return integration.filter !== null && integration.filter !== undefined;
}

function once(make: () => unknown): () => unknown {
  let made: { readonly value: unknown } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

// Configuration is cached by version and lives for thousands of events, so what was compiled is kept with the
// object it was compiled from. Compiling is pure: losing an entry costs time and nothing else.
const typeMatchers = new WeakMap<readonly string[], (type: string) => boolean>();
const filters = new WeakMap<object, CompiledFilter>();
const indexes = new WeakMap<readonly Routable[], TypeIndex<Routable>>();

function typeMatcherOf(integration: Routable): (type: string) => boolean {
  const known = typeMatchers.get(integration.eventTypes);
  if (known !== undefined) return known;
  const compiled = compilePatterns(integration.eventTypes);
  typeMatchers.set(integration.eventTypes, compiled);
  return compiled;
}

function filterOf(filter: unknown): CompiledFilter {
  if (typeof filter !== "object" || filter === null) return compileFilter(filter);
  const known = filters.get(filter);
  if (known !== undefined) return known;
  const compiled = compileFilter(filter);
  filters.set(filter, compiled);
  return compiled;
}
