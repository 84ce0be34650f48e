import type { BodyPointer, EventPayload, GatewayEvent } from "#domain/event";
import type { DayAllowance, IncomingEvent, IntakeIdentity } from "#domain/ingress/append";
import { PROVIDER_KEY_PREFIX } from "#domain/ingress/deduplication";
import type { EventEnvelope } from "#domain/ingress/event-envelope";
import type { BodyStore, Configurations, Intake } from "#domain/ports";
import { Problem } from "#domain/problem";
import { isOperationalType } from "#domain/routing/operational-type";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import { msUntilNextDay, shardAllowance } from "#domain/tenancy/quota";
import { type EventValidation, validateEvents } from "./validate-events.ts";

export interface AcceptServices extends EventValidation {
  readonly configurations: Configurations;
  readonly intake: Intake;
  readonly bodies: BodyStore;
  readonly createEventId: () => string;
  readonly fingerprint: (text: string) => string;
  readonly byteLength: (text: string) => number;
  readonly shardOf: (text: string, shards: number) => number;
}

/** One event as the caller sent it, its envelope checked and its payload still the caller's own text. */
export interface PostedEvent {
  readonly envelope: EventEnvelope;
  readonly payloadJson: string;
  /** Where it stands in the caller's document, for messages. */
  readonly pointer: string;
  /**
   * `provider`: the id is a provider's own. It is remembered for three days, and whatever comes under it again is the
   * same event: providers resend with bodies that differ in counters and timestamps.
   */
  readonly idFrom?: "caller" | "provider";
  /** What is the same within a window makes no second event. */
  readonly content?: NonNullable<IncomingEvent["content"]>;
  /** All events with this word meet in one intake object, whatever their keys: where contents are compared. */
  readonly meetBy?: string;
}

export type Acceptance =
  | { readonly kind: "accepted"; readonly id: string; readonly duplicate: boolean }
  | { readonly kind: "conflict"; readonly id: string };

/** An event above this travels as a pointer: a queue message takes 128 KB. */
const MAX_INLINE_BYTES = 96 * 1024;
/** The largest single event; a batch may hold several of them. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024;

/**
 * Take events into custody. Resolves only when every one of them is on disk in its intake object, or known to be there
 * from an earlier post.
 */
export async function acceptEvents(
  services: AcceptServices,
  orgId: string,
  sent: readonly PostedEvent[],
  correlationId: string,
  idempotencyKey: string | null,
): Promise<readonly Acceptance[]> {
  const config = await configFor(services, orgId, sent);
  checkStorage(config);
  // Without a type that enforces its schema there is nothing to wait for.
  const posted =
    config.enforcedTypes.size === 0 ? sent : await validateEvents(services, config, sent, correlationId);
  const acceptedAt = services.now();
  const single = posted.length === 1;
  const prepared = await Promise.all(
    posted.map((event, index) => {
      const key = idempotencyKey === null ? null : single ? idempotencyKey : `${idempotencyKey}#${index}`;
      return prepare(services, config, event, key, correlationId, acceptedAt);
    }),
  );
  const results = new Array<Acceptance>(posted.length);
  const byShard = Map.groupBy(prepared.keys(), (index) => prepared[index]?.shard ?? 0);
  const groups = [...byShard].map(([shard, indexes]): ShardGroup => {
    const events = indexes.flatMap((index) => prepared[index]?.incoming ?? []);
    const allowance = shardAllowance(config.quota.eventsPerDay, config.intakeShards, shard);
    return { identity: { orgId, shard }, allowance, indexes, events };
  });
  const reservations = await reserveRoom(services, groups);
  const refused = reservations === null || (await appendAll(services, config, groups, reservations, results));
  await removeUnused(services, prepared, results);
  if (refused) throw overQuota(config, services.now());
  return results;
}

/** The events of one post that one intake object takes. */
interface ShardGroup {
  readonly identity: IntakeIdentity;
  readonly allowance: DayAllowance;
  readonly indexes: readonly number[];
  readonly events: readonly IncomingEvent[];
}

/**
 * Under a quota, a post that several shards share needs room in all of them before any takes a part of it; null when one
 * has none. A post for one shard is judged there, while it is taken.
 */
async function reserveRoom(
  { intake }: AcceptServices,
  groups: readonly ShardGroup[],
): Promise<readonly (string | null)[] | null> {
  if (groups.length === 1 || groups.every(({ allowance }) => allowance === null))
    return groups.map(() => null);
  const reservations = await Promise.all(
    groups.map(({ identity, allowance, events }) => {
      const keys = events.map((event) => ({ keys: event.keys }));
      return intake.reserve(identity, allowance, keys);
    }),
  );
  if (!reservations.includes(null)) return reservations;
  await Promise.all(
    groups.map(({ identity }, index) => {
      const reservation = reservations[index];
      return reservation == null ? undefined : intake.release(identity, reservation);
    }),
  );
  return null;
}

/** True when one refused its part for the quota. */
async function appendAll(
  { intake }: AcceptServices,
  config: OrganizationConfig,
  groups: readonly ShardGroup[],
  reservations: readonly (string | null)[],
  results: Acceptance[],
): Promise<boolean> {
  const refusals = await Promise.all(
    groups.map(async ({ identity, allowance, indexes, events }, group) => {
      const reservation = reservations[group] ?? null;
      const options = { configVersion: config.version, allowance, reservation };
      const reply = await intake.append(identity, options, events);
      if (reply.overQuota) return true;
      indexes.forEach((index, position) => {
        const result = reply.results[position];
        if (result === undefined) throw new Error("The intake answered for fewer events than it was given.");
        results[index] = result;
      });
      return false;
    }),
  );
  return refusals.includes(true);
}

/** From the cached configuration: half a minute late at most, and no store is asked for it. */
function checkStorage({ quota, storedBytes }: OrganizationConfig): void {
  if (quota.storageBytes === null || storedBytes < quota.storageBytes) return;
  throw new Problem(
    "insufficient_storage",
    `The organization keeps ${storedBytes} of ${quota.storageBytes} bytes. Shorten the retention, or have the quota raised by whoever set it.`,
  );
}

function overQuota({ quota }: OrganizationConfig, now: number): Problem {
  return new Problem(
    "quota_exceeded",
    `Nothing was accepted: it would be more than the ${quota.eventsPerDay} events of one day (UTC). Wait until the next, or have the quota raised by whoever set it.`,
    [],
    msUntilNextDay(now),
  );
}

interface Prepared {
  readonly incoming: IncomingEvent;
  readonly shard: number;
  readonly storedAt: BodyPointer | null;
}

/** In a strict catalogue an unknown type is looked up afresh before it is refused: it may have been added just now. */
async function configFor(
  services: AcceptServices,
  orgId: string,
  posted: readonly PostedEvent[],
): Promise<OrganizationConfig> {
  let config = await services.configurations.load(orgId, 0);
  if (config !== null && unknownTypes(config, posted).length > 0) {
    config = await services.configurations.load(orgId, config.version + 1);
  }
  if (config === null) throw new Problem("unauthorized", "This API key's organization no longer exists.");
  const unknown = unknownTypes(config, posted);
  if (unknown.length === 0) return config;
  throw new Problem(
    "unknown_event_type",
    "The organization's catalogue is strict. Add the type under /api/v1/event-types, or set the catalogue to open.",
    unknown.slice(0, 20).map((event) => ({
      pointer: `${event.pointer}/type`,
      message: `${event.envelope.type} is not in the catalogue.`,
    })),
  );
}

function unknownTypes(config: OrganizationConfig, posted: readonly PostedEvent[]): readonly PostedEvent[] {
  return config.catalogueMode === "open"
    ? []
    : posted.filter(({ envelope: { type } }) => !config.eventTypes.has(type) && !isOperationalType(type));
}

async function prepare(
  services: AcceptServices,
  config: OrganizationConfig,
  { envelope, payloadJson, idFrom, content: compared, meetBy }: PostedEvent,
  idempotencyKey: string | null,
  correlationId: string,
  acceptedAt: number,
): Promise<Prepared> {
  const { type, occurredAt, labels } = envelope;
  const id = envelope.id ?? services.createEventId();
  const event = (payload: EventPayload): GatewayEvent => ({
    id,
    type,
    payload,
    occurredAt,
    labels,
    acceptedAt,
    correlationId,
  });
  let storedAt: BodyPointer | null = null;
  let json = JSON.stringify(event({ kind: "inline", json: payloadJson }));
  let bytes = services.byteLength(json);
  if (bytes > MAX_INLINE_BYTES) {
    storedAt = await services.bodies.putPayload(config.orgId, payloadJson, acceptedAt);
    json = JSON.stringify(event({ kind: "stored", at: storedAt }));
    bytes = services.byteLength(json);
  }
  const keys = [
    ...(idempotencyKey === null ? [] : [`k:${idempotencyKey}`]),
    ...(envelope.id === null ? [] : [`${idFrom === "provider" ? PROVIDER_KEY_PREFIX : "i:"}${envelope.id}`]),
  ];
  const anyContent = keys.length === 0 || idFrom === "provider";
  const content = anyContent ? "" : JSON.stringify([type, envelope.id, occurredAt, labels]) + payloadJson;
  return {
    incoming: {
      id,
      json,
      bytes,
      keys,
      fingerprint: anyContent ? "" : services.fingerprint(content),
      ...(compared === undefined ? {} : { content: compared }),
    },
    // By the key when there is one, so that both posts of one key meet in the same object.
    shard: services.shardOf(meetBy ?? keys[0] ?? id, config.intakeShards),
    storedAt,
  };
}

/**
 * A duplicate's large payload was stored a second time; nobody will ever ask for it. What cannot be removed goes with
 * the retention: the events are accepted, and a caller must not be told otherwise.
 */
async function removeUnused(
  services: AcceptServices,
  prepared: readonly Prepared[],
  results: readonly Acceptance[],
): Promise<void> {
  const unused = prepared.flatMap(({ storedAt }, index) => {
    const result = results[index];
    const taken = result?.kind === "accepted" && !result.duplicate;
    return taken || storedAt === null ? [] : [storedAt];
  });
  const removals = await Promise.allSettled(unused.map((at) => services.bodies.remove(at)));
  const failed = removals.filter(({ status }) => status === "rejected").length;
  if (failed > 0) console.warn(JSON.stringify({ event: "payload.not_removed", failed }));
}
