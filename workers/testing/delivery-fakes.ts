import { createHmac } from "node:crypto";
import type { AttemptResult } from "#domain/delivery/attempt-result";
import { DEFAULT_RETRY_POLICY } from "#domain/delivery/retry-policy";
import type { Offer, Settlement } from "#domain/delivery/settlement";
import type { BodyPointer, GatewayEvent } from "#domain/event";
import type { CircuitChange } from "#domain/flow/circuit-change";
import { DEFAULT_FLOW } from "#domain/flow/flow-settings";
import type { DueDelivery, EventsMessage } from "#domain/messages";
import type { DeliveryRecord, OutgoingRequest } from "#domain/ports";
import { NO_HOST_RULES } from "#domain/tenancy/host-rules";
import type {
  Integration,
  IntegrationSettings,
  OrganizationConfig,
} from "#domain/tenancy/organization-config";
import { LOOSEST } from "#domain/tenancy/policy";
import { LIMITLESS } from "#domain/tenancy/quota";
import { DEFAULT_RATE_LIMITS } from "#domain/tenancy/rate-limits";
import type { DeliveryServices } from "#services/delivery-services";
import { createGuardTarget } from "#services/guard-target";
import { createFakeCage } from "./fake-cage.ts";

/** What a delivery run did, in the order in which it did it. */
export interface RunLog {
  readonly steps: string[];
  readonly requests: OutgoingRequest[];
  readonly records: Map<string, DeliveryRecord>;
  readonly settlements: Settlement[];
  readonly confirmed: number[];
  readonly disabled: string[];
  readonly bodies: Map<string, string>;
}

export interface FakeWorld {
  readonly services: DeliveryServices;
  readonly log: RunLog;
  /** Change these to make the world behave otherwise. */
  readonly world: {
    answer: (request: OutgoingRequest) => AttemptResult;
    offer: (id: string) => Offer;
    recordFails: boolean;
    /** What `settle` says of the circuit. */
    circuitChanges: readonly CircuitChange[];
    config: OrganizationConfig | null;
    /** Deliveries of which the log says that nothing more is to come. */
    finished: Set<string>;
    /** Rows of the IntegrationObjects that are due. */
    due: Map<string, DueDelivery>;
    now: number;
  };
}

export const ok: AttemptResult = { kind: "response", status: 200, headers: {} };

/** Services whose stores are lists and whose receiver is a function: for what a run promises, not for the platform. */
export function createFakeWorld(config: OrganizationConfig): FakeWorld {
  const log: RunLog = {
    steps: [],
    requests: [],
    records: new Map(),
    settlements: [],
    confirmed: [],
    disabled: [],
    bodies: new Map(),
  };
  const world: FakeWorld["world"] = {
    answer: () => ok,
    offer: () => ({ kind: "send" }),
    recordFails: false,
    circuitChanges: [],
    config,
    finished: new Set(),
    due: new Map(),
    now: 1_000_000,
  };
  const services: DeliveryServices = {
    now: () => world.now,
    random: () => 0.5,
    sha256: (text) => `sha256 of ${text}`,
    digest: (text) => text,
    schemaCage: {
      compile: () => Promise.reject(new Error("no schema here")),
      check: () => Promise.reject(new Error("no schema here")),
    },
    compiledSchemas: { find: async () => null, put: async () => {} },
    schemaSources: { ofIntegration: async () => null, ofEventType: async () => null },
    guardTarget: createGuardTarget({ allowPrivate: true, resolver: null }),
    concurrentRequests: 4,
    sign: async () => ({ "webhook-signature": "v1,test" }),
    targetTokens: { get: () => Promise.reject(new Error("no credential here")) },
    base64: (text) => Buffer.from(text).toString("base64"),
    cage: createFakeCage(),
    lookups: { find: async (_orgId, keys) => keys.map(() => ({ kind: "no_table" })) },
    hmac: (algorithm, key, text, encoding) => createHmac(algorithm, key).update(text).digest(encoding),
    openSender: () => async (request) => {
      log.requests.push(request);
      return { result: world.answer(request), durationMs: 5, body: "", bodyTruncated: false };
    },
    deliveryId: (_orgId, eventId, integrationId) => `dlv_${eventId}_${integrationId}`,
    intake: {
      append: () => Promise.reject(new Error("not part of a run")),
      reserve: () => Promise.reject(new Error("not part of a run")),
      release: () => Promise.reject(new Error("not part of a run")),
      eventsToday: () => Promise.reject(new Error("not part of a run")),
      async confirm(_identity, seqs) {
        log.steps.push("confirm");
        log.confirmed.push(...seqs);
      },
      async configChanged() {},
      async wake() {},
    },
    integrations: {
      offer: async (_identity, _version, ids) => ids.map((id) => world.offer(id)),
      async settle(_identity, settlements) {
        log.steps.push("settle");
        log.settlements.push(...settlements);
        return world.circuitChanges;
      },
      claim: async (_identity, ids) => ids.flatMap((id) => world.due.get(id) ?? []),
      circuit: () => Promise.reject(new Error("not part of a run")),
      orderCircuit: () => Promise.reject(new Error("not part of a run")),
      async enqueue() {},
      cancel: async () => [],
      async retire() {},
      async resume() {},
      unblock: async () => {},
      blockedLanes: async () => ({ items: [], next: null }),
      look: async () => null,
      adopt: async () => [],
      async wake() {},
    },
    integrationSwitch: {
      async disable(_orgId, integrationId, reason) {
        log.disabled.push(`${integrationId}:${reason}`);
        return 2;
      },
    },
    circuitWatch: {
      async noteCircuitChange({ integrationId }, { from, to }) {
        log.steps.push(`circuit ${integrationId}: ${from} -> ${to}`);
      },
    },
    alertNotes: {
      noteExhausted: async () => {},
      noteDisabled: async () => {},
      noteCircuitChange: async () => {},
    },
    changeJournal: { begin: async () => {}, complete: async () => {} },
    configurations: { load: async () => world.config, forget() {} },
    bodies: {
      openSegment: () => openSegment(log),
      putPayload: () => Promise.reject(new Error("not part of a run")),
      read: async (at) => log.bodies.get(keyOf(at)) ?? null,
      async remove() {},
      removeBefore: async () => true,
      removeAll: async () => true,
      count: async () => 0,
    },
    log: {
      async record(_orgId, deliveries) {
        if (world.recordFails) throw new Error("D1 is not answering");
        log.steps.push("record");
        for (const record of deliveries) log.records.set(record.id, record);
      },
      finished: async (_orgId, ids) => new Set(ids.filter((id) => world.finished.has(id))),
    },
  };
  return { services, log, world };
}

function openSegment(log: RunLog) {
  let size = 0;
  return {
    add(text: string): BodyPointer {
      const at = { key: "segment", offset: size, length: text.length };
      size += text.length;
      log.bodies.set(keyOf(at), text);
      return at;
    },
    async write() {
      log.steps.push("write");
      return { day: "2026-01-01", bytes: size };
    },
  };
}

const keyOf = (at: BodyPointer) => `${at.key}|${at.offset}|${at.length}`;

export function buildIntegration(id: string, settings: Partial<IntegrationSettings> = {}): Integration {
  const complete: IntegrationSettings = {
    eventTypes: ["*"],
    filter: null,
    url: `http://${id}.test/hook`,
    method: "POST",
    headers: {},
    timeoutMs: 1_000,
    bodyFormat: "payload",
    signing: { mode: "standard" },
    retry: DEFAULT_RETRY_POLICY,
    deadLetter: { autoRetry: null },
    credentialId: null,
    validation: null,
    transform: null,
    graphql: null,
    proxy: null,
    flow: DEFAULT_FLOW,
    ...settings,
  };
  const { eventTypes, filter } = complete;
  return {
    id,
    orgId: "org_1",
    name: id,
    enabled: true,
    switchedOff: null,
    eventTypes,
    filter,
    settings: complete,
    lockedHeaders: [],
    secrets: [],
    hostRules: NO_HOST_RULES,
    organization: { id: "org_1", name: "Example", region: "eu", variables: {} },
    credential: null,
  };
}

export function buildConfig(integrations: readonly Integration[]): OrganizationConfig {
  return {
    orgId: "org_1",
    version: 1,
    policy: LOOSEST,
    quota: LIMITLESS,
    storedBytes: 0,
    catalogueMode: "open",
    intakeShards: 1,
    rateLimits: DEFAULT_RATE_LIMITS,
    eventTypes: new Set(),
    lookupTables: new Map(),
    enforcedTypes: new Map(),
    integrations,
    integrationsById: new Map(integrations.map((integration) => [integration.id, integration])),
  };
}

export function buildEvent(id: string): GatewayEvent {
  return {
    id,
    type: "order.created",
    payload: { kind: "inline", json: `{"id":"${id}"}` },
    occurredAt: null,
    labels: {},
    acceptedAt: 999_000,
    correlationId: "correlation",
  };
}

/** One message with one chunk of these events. */
export function buildMessage(seq: number, ids: readonly string[], maybeSeen = false): EventsMessage {
  return {
    orgId: "org_1",
    shard: 0,
    configVersion: 1,
    chunks: [{ seq, maybeSeen, events: ids.map(buildEvent) }],
  };
}
