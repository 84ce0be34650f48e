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
import type { Caller } from "#services/note-at-the-door";
import { clientIp } from "./client-ip.ts";
import type { HttpEnv } from "./context.ts";

const MAX_PATH = 256;
/** The longest form of an IPv6 address. */
const MAX_IP = 45;

/** What is known of a change before it is tried. Its target is the request, until the handler names a resource. */
export function intentOf(c: Context<HttpEnv>, action: string): AuditIntent {
  const { services } = c.var;
  const { ip, requestId } = callerOf(c);
  const request = `${c.req.method} ${c.req.path}`.slice(0, MAX_PATH);
  return {
    id: requestId,
    startedAt: services.now(),
    actor: actorOf(c),
    action,
    target: { kind: "request", id: request },
    ip,
    requestId,
  };
}

/** The platform writes the address itself; a caller's own header never gets past it. Locally nobody does. */
export function callerOf(c: Context<HttpEnv>): Caller {
  return { ip: (clientIp(c) ?? "").slice(0, MAX_IP), requestId: c.var.requestId };
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

/** On a public route nobody has been asked who they are, and not every route is about an organization. */
function known(c: Context<HttpEnv>): { readonly principal?: Principal; readonly orgId?: string } {
  return c.var;
}
