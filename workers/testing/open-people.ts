import { env } from "cloudflare:workers";
import { createPasswordHasher } from "#adapters/crypto/password-hasher";
import { openSecretBox } from "#adapters/open-secret-box";
import { createPeople } from "#adapters/people";
import { PLATFORM } from "#domain/access/roles";
import { createTimeOrderedId } from "#domain/ids";
import { createApp } from "#http/app";
import { createAuthenticate } from "#services/authenticate";
import { composeServices, type Services } from "#services/composition";
import type { ApiAnswer } from "./call-api.ts";

/** Right in form and quick: the real parameters have a test of their own. */
export const QUICK_PASSWORDS = createPasswordHasher({ cost: 2 ** 4, blockSize: 8, parallelization: 1 });

/** Both are set by vitest.config.ts. */
export const ADMIN_TOKEN = env.ADMIN_TOKEN ?? "";
const SECRETS_KEYS = env.SECRETS_KEYS ?? "";

export const PASSWORD = "correct battery staple";

export interface SignedInPerson {
  readonly userId: string;
  readonly sessionId: string;
  readonly email: string;
  readonly accessToken: string;
  /** `__Host-igw_refresh=…`, as a browser sends it back. */
  readonly cookie: string;
}

interface Members {
  readonly [member: string]: unknown;
}

/** The whole HTTP surface on a real database, with a clock that the test moves. */
export function openPeople(bindings: Env, given: Partial<Services> = {}) {
  const clock = { now: Date.now() };
  const now = () => clock.now;
  const createId = (prefix: string) =>
    createTimeOrderedId(prefix, now(), crypto.getRandomValues(new Uint8Array(10)));
  const real = composeServices(bindings);
  const { box } = openSecretBox(bindings.DB, SECRETS_KEYS, now);
  const { userOfAccessToken, ...people } = createPeople(bindings.DB, { region: "local", box, createId, now });
  const services: Services = {
    ...real,
    ...people,
    passwords: QUICK_PASSWORDS,
    authenticate: createAuthenticate({
      apiKey: async () => null,
      accessToken: userOfAccessToken,
      isAdminToken: (token) => token === ADMIN_TOKEN,
    }),
    createId,
    now,
    ...given,
  };
  const app = createApp(() => services);

  async function call(
    bearer: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer & { readonly json: Members }> {
    const response = await app.request(
      `https://gateway.test/api/v1${path}`,
      {
        method,
        headers: {
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      bindings,
    );
    const text = await response.text();
    const parsed: unknown = text === "" ? null : JSON.parse(text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parsed,
      json: (parsed ?? {}) as Members,
    };
  }

  /** By the operator, unless somebody else invites. */
  async function invite(orgId: string, email: string, roleId: string, bearer = ADMIN_TOKEN) {
    const [path, headers] =
      orgId === PLATFORM ? ["/admin/invitations", {}] : ["/invitations", { "x-organization-id": orgId }];
    const made = await call(bearer, "POST", path, { email, roleId }, headers);
    if (made.status !== 201) throw new Error(`not invited: ${made.text}`);
    return String(made.json.token);
  }

  async function join(orgId: string, roleId: string, email = anyEmail()): Promise<string> {
    const token = await invite(orgId, email, roleId);
    const acceptance = { token, name: "Ann", password: PASSWORD };
    const joined = await call(null, "POST", "/auth/invitations/accept", acceptance);
    if (joined.status !== 200) throw new Error(`not joined: ${joined.text}`);
    return email;
  }

  async function signIn(email: string, extra: Members = {}): Promise<SignedInPerson> {
    const answer = await call(null, "POST", "/auth/sign-in", { email, password: PASSWORD, ...extra });
    if (answer.status !== 200) throw new Error(`not signed in: ${answer.text}`);
    const { id } = answer.json.user as { id: string };
    return {
      userId: id,
      sessionId: String(answer.json.sessionId),
      email,
      accessToken: String(answer.json.accessToken),
      cookie: cookieOf(answer.headers),
    };
  }

  /** Somebody new with this role, signed in. */
  async function person(orgId: string, roleId: string): Promise<SignedInPerson> {
    return signIn(await join(orgId, roleId));
  }

  return { clock, services, call, invite, join, signIn, person };
}

export function cookieOf(headers: Headers): string {
  return (headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

export function anyEmail(): string {
  return `${crypto.randomUUID()}@example.com`;
}
