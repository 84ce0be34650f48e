import type { Context } from "hono";
import type { Principal } from "#domain/access/principal";
import { PLATFORM } from "#domain/access/roles";
import {
  ANONYMOUS_ACTOR,
  type AuditActor,
  type AuditIntent,
  type AuditRecord,
} from "#domain/audit/audit-entry";
import { takeSnapshot } from "#domain/audit/bound-snapshot";
import type { HttpEnv } from "./context.ts";

const MAX_PATH = 256;

/** What is known of a change before it is tried. Its target is the request, until the handler names a resource. */
export function intentOf(c: Context<HttpEnv>, action: string): AuditIntent {
  const { requestId, services } = c.var;
  const request = `${c.req.method} ${c.req.path}`.slice(0, MAX_PATH);
  return {
    id: requestId,
    startedAt: services.now(),
    actor: actorOf(c),
    action,
    target: { kind: "request", id: request },
    ip: callerIp(c),
    requestId,
  };
}

/** The log that a call belongs to: its organization's, or the caller's own, or the platform's. */
export function logOf(c: Context<HttpEnv>): string {
  return known(c).orgId ?? known(c).principal?.homeOrgId ?? PLATFORM;
}

/** Somebody reads the audit log: what they asked for is part of it. */
export function readingOf(c: Context<HttpEnv>, action: string, asked: unknown): AuditRecord {
  const { actor, ip, requestId } = intentOf(c, action);
  const target = { kind: "audit_log", id: logOf(c) };
  return {
    actor,
    action,
    target,
    outcome: "succeeded",
    ip,
    requestId,
    before: null,
    after: takeSnapshot(asked),
  };
}

function actorOf(c: Context<HttpEnv>): AuditActor {
  const { principal } = known(c);
  return principal === undefined
    ? ANONYMOUS_ACTOR
    : { kind: principal.kind, id: principal.id, name: principal.name };
}

/** The platform writes this header itself; a caller's own never gets past it. Locally nobody does. */
function callerIp(c: Context<HttpEnv>): string {
  return (c.req.header("cf-connecting-ip") ?? "").slice(0, 45);
}

/** On a public route nobody has been asked who they are, and not every route is about an organization. */
function known(c: Context<HttpEnv>): { readonly principal?: Principal; readonly orgId?: string } {
  return c.var;
}
