import { Secret, TOTP } from "otpauth";
import { ALL_PERMISSIONS } from "#domain/access/permissions";
import { createApp } from "#http/app";
import type { Services } from "#services/composition";
import { invite } from "#services/invite";
import { cookieOf, PASSWORD } from "./open-people.ts";

/** Somebody with an account who is signed in. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly sessionId: string;
  readonly accessToken: string;
  /** The refresh cookie, as a browser sends it back. */
  readonly cookie: string;
}

const OPERATOR = { id: "operator", permissions: new Set(ALL_PERMISSIONS) };

/** An open invitation by the operator; its address contains `name`. */
export async function inviteSomebody(services: Services, orgId: string, roleId: string, name: string) {
  const email = `${name}-${crypto.randomUUID().slice(0, 8)}@example.test`;
  return invite(services, orgId, OPERATOR, { email, roleId, days: 1 });
}

/** Somebody new with this role, as it happens: invited, accepted, signed in. */
export async function joinPerson(
  services: Services,
  orgId: string,
  roleId: string,
  name: string,
): Promise<Person> {
  const { invitation, token } = await inviteSomebody(services, orgId, roleId, name);
  await post(services, "invitations/accept", { token, name, password: PASSWORD });
  return signInAgain(services, invitation.email);
}

export async function signInAgain(services: Services, email: string): Promise<Person> {
  const { body, headers } = await post(services, "sign-in", { email, password: PASSWORD });
  const { user, sessionId, accessToken } = body as {
    readonly user: { readonly id: string };
    readonly sessionId: string;
    readonly accessToken: string;
  };
  return { userId: user.id, email, sessionId, accessToken, cookie: cookieOf(headers) };
}

/** What the person's authenticator shows now. */
export function codeOf(secret: string, now: number): string {
  const form = { algorithm: "SHA1", digits: 6, period: 30 } as const;
  return new TOTP({ ...form, secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
}

/** Making all routes takes longer than asking one of them. */
const apps = new WeakMap<Services, ReturnType<typeof createApp>>();

async function post(services: Services, path: string, body: unknown) {
  const app = apps.get(services) ?? createApp(() => services);
  apps.set(services, app);
  const answer = await app.request(`https://gateway.test/api/v1/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return { headers: answer.headers, body: (await answer.json()) as unknown };
}
