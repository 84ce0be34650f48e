import type { ConnectorManifest } from "#domain/ingress/connector";
import type { RejectedSummary } from "#domain/ingress/rejected-request";
import type { SourceRecord, SourceSecret, SourceToken } from "#domain/ingress/source";
import type { DetailedActivity, SourceActivity } from "#domain/ingress/source-ports";
import { toIso } from "./moment.ts";

/** A source as everybody of its organization may see it: nothing here opens a seal. */
export function presentSource(record: SourceRecord, manifest: ConnectorManifest | null, now: number) {
  const { sealedSettings, response, verification } = record;
  const masks = Object.entries(sealedSettings).map(([name, { hint }]) => [name, hint] as const);
  const secrets = record.secrets.map((secret) => presentSecret(secret, now));
  const live = secrets.some(({ status }) => status !== "expired");
  return {
    id: record.id,
    name: record.name,
    provider: record.provider,
    enabled: record.enabled,
    verified: verification !== "none",
    ready: verification === "none" || manifest?.secretField === null || live,
    verification,
    settings: { ...record.settings, ...Object.fromEntries(masks) },
    toleranceSeconds: record.toleranceSeconds,
    response: response === null ? null : { ...response, headers: { ...response.headers } },
    eventType: record.eventType,
    headers: [...record.headers],
    labels: { ...record.labels },
    deduplicate: record.deduplicate,
    methods: [...(manifest?.methods ?? [])],
    secrets,
    addresses: record.tokens.map((token) => presentAddress(token, now)),
    createdAt: timeOf(record.createdAt),
    updatedAt: timeOf(record.updatedAt),
  };
}

export function presentSecret({ id, hint, createdAt, expiresAt }: SourceSecret, now: number) {
  return { id, hint, ...lifetime(createdAt, expiresAt, now) };
}

function presentAddress({ hint, createdAt, expiresAt }: SourceToken, now: number) {
  return { hint, ...lifetime(createdAt, expiresAt, now) };
}

function lifetime(createdAt: number, expiresAt: number | null, now: number) {
  const status = expiresAt === null ? "current" : expiresAt > now ? "expiring" : "expired";
  return {
    status: status as "current" | "expiring" | "expired",
    createdAt: timeOf(createdAt),
    expiresAt: expiresAt === null ? null : timeOf(expiresAt),
  };
}

export function presentActivity({ firstEventAt, lastEventAt, ...counts }: SourceActivity) {
  return {
    firstEventAt: firstEventAt === null ? null : timeOf(firstEventAt),
    lastEventAt: lastEventAt === null ? null : timeOf(lastEventAt),
    ...counts,
  };
}

/** With the newest events: the list of all sources has no use for them. */
export function presentDetailedActivity({ recentEvents, ...activity }: DetailedActivity) {
  const events = recentEvents.map(({ id, type, at }) => ({ id, type, acceptedAt: timeOf(at) }));
  return { ...presentActivity(activity), recentEvents: events };
}

export function presentRejected({ id, at, reason, detail, method, status, ip, bodyBytes }: RejectedSummary) {
  return { id, at: timeOf(at), reason, detail, method, status, ip, bodyBytes };
}

export function presentManifest(manifest: ConnectorManifest) {
  const { id, name, description, docsUrl, secretField, fields, methods } = manifest;
  const { toleranceSeconds, typePrefix, fallbackType, challenge, setup } = manifest;
  return {
    ...{ id, name, description, docsUrl, secretField, methods },
    fields: fields.map((field) => ({ ...field })),
    ...{ toleranceSeconds, typePrefix, fallbackType, challenge, setup },
  };
}

function timeOf(timeMs: number): string {
  return toIso(timeMs);
}
