import { PLATFORM } from "#domain/access/roles";
import type { AuditActor } from "#domain/audit/audit-entry";
import type { Services } from "#services/composition";
import { answerIntrospection } from "../graphql-samples.ts";
import { ADMIN_TOKEN, openPeople, type SignedInPerson } from "../open-people.ts";
import { openOperations } from "../operations-harness.ts";
import { seedOrganization } from "../seed.ts";

/** Who calls, who that is in the log, and in which log it is unless the route says otherwise. */
export interface AuditedCaller {
  readonly bearer: string | null;
  readonly cookie?: string;
  readonly actor: Partial<AuditActor>;
  readonly log: string;
}

/** The members of answers that calls are made from. */
export interface Made {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** Where a test of the audit log stands: one organization, with a key that may do everything in it. */
export interface AuditWorld {
  readonly env: Env;
  readonly services: Services;
  readonly orgId: string;
  readonly key: AuditedCaller;
  readonly operator: AuditedCaller;
  /** Throws for everything but a 2xx. */
  call(by: AuditedCaller, method: string, path: string, body?: unknown): Promise<Made>;
  callerOf(apiKey: string): Promise<AuditedCaller>;
  /** Somebody new with this role, signed in. */
  person(orgId: string, roleId: string): Promise<SignedInPerson & { readonly caller: AuditedCaller }>;
}

export type Ask = (by: AuditedCaller, method: string, path: string, body?: unknown) => Promise<Response>;

const HOUR_MS = 3_600_000;

/** All services are real, but for those that act by themselves, for slow hashes for the OAuth provider and for the only targets, which speak GraphQL. */
export function openAuditServices(env: Env): Services {
  const { services } = openOperations(env, { passwords: openPeople(env).services.passwords });
  const tokenEndpoint: Services["tokenEndpoint"] = {
    ...services.tokenEndpoint,
    request: async () => ({
      kind: "tokens",
      tokens: { accessToken: "access-token-0123456789", refreshToken: "refresh-token-0123456789" },
      lifetime: { obtainedAt: Date.now(), expiresAt: Date.now() + HOUR_MS },
      refreshLifetimeMs: null,
    }),
  };
  return { ...services, tokenEndpoint, send: answerIntrospection };
}

export async function openAuditWorld(env: Env, services: Services, ask: Ask): Promise<AuditWorld> {
  const people = openPeople(env);
  const { orgId, apiKey } = await seedOrganization(env);
  const callerOf = async (key: string): Promise<AuditedCaller> => {
    const principal = await services.authenticate(key);
    if (principal?.kind !== "api_key") throw new Error("This is no key.");
    return { bearer: key, actor: { kind: "api_key", id: principal.id }, log: principal.homeOrgId };
  };
  return {
    env,
    services,
    orgId,
    key: await callerOf(apiKey),
    operator: { bearer: ADMIN_TOKEN, actor: { kind: "operator", id: "operator" }, log: PLATFORM },
    callerOf,
    async call(by, method, path, body) {
      const answer = await ask(by, method, path, body);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return JSON.parse(text === "" ? "{}" : text) as Made;
    },
    async person(home, roleId) {
      const person = await people.person(home, roleId);
      const actor = { kind: "user", id: person.userId, name: person.email } as const;
      return { ...person, caller: { bearer: person.accessToken, cookie: person.cookie, actor, log: home } };
    },
  };
}
