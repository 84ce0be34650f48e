import { z } from "@hono/zod-openapi";
import { MAX_EMAIL_LENGTH } from "#domain/identity/email";
import { MAX_PASSWORD_LENGTH } from "#domain/identity/password-policy";
import type { AccessToken } from "#domain/identity/ports";
import type { Session as StoredSession } from "#domain/identity/user";
import type { SeenInvitation } from "#services/look-at-invitation";
import { toIso } from "../moment.ts";

/** Bounded before anything is hashed. */
export const passwordInput = z.string().min(1).max(MAX_PASSWORD_LENGTH).openapi({ format: "password" });
export const codeInput = z.string().max(40).openapi({
  description: "Six digits of the authenticator, or a recovery code. Spaces and hyphens do not matter.",
  example: "123456",
});
export const nameInput = z.string().trim().min(1).max(200);

export const SignIn = z
  .strictObject({
    email: z.string().min(1).max(MAX_EMAIL_LENGTH).openapi({ example: "ann@example.com" }),
    password: passwordInput,
    code: codeInput.optional(),
  })
  .openapi("SignIn");

export const Tokens = z
  .object({
    accessToken: z.string().openapi({ description: "Send it as `Authorization: Bearer`." }),
    tokenType: z.literal("Bearer"),
    expiresIn: z.int().openapi({ description: "Seconds" }),
  })
  .openapi("Tokens");

export const SignedIn = Tokens.extend({
  sessionId: z.string(),
  user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
}).openapi("SignedIn");

export const InvitationAcceptance = z
  .strictObject({
    token: z.string().min(1).max(200),
    name: nameInput.openapi({ description: "Kept as it is for somebody who has an account already." }),
    password: passwordInput.openapi({ description: "A new one, or that of the account there is." }),
  })
  .openapi("InvitationAcceptance");

export const InvitationLook = z.strictObject({ token: z.string().min(1).max(200) }).openapi("InvitationLook");

export const SeenInvitationSchema = z
  .object({
    organizationName: z.string().nullable().openapi({ description: "Null for the platform itself." }),
    role: z.object({ id: z.string(), name: z.string(), description: z.string() }).nullable().openapi({
      description: "Null when the role was deleted since: joining would open nothing.",
    }),
    email: z.string(),
    invitedBy: z
      .object({ name: z.string(), email: z.string() })
      .nullable()
      .openapi({ description: "Null when a program or the operator asked." }),
    expiresAt: z.iso.datetime(),
    hasAccount: z.boolean().openapi({
      description: "Accepting takes the password of the account there is; otherwise a new one.",
    }),
  })
  .openapi("SeenInvitation");

export const AcceptedInvitation = z
  .object({
    organizationId: z.string().openapi({ description: "`*` for the platform itself." }),
    roleId: z.string(),
    user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  })
  .openapi("AcceptedInvitation");

export const Session = z
  .object({
    id: z.string(),
    current: z.boolean(),
    createdAt: z.iso.datetime(),
    refreshedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    ip: z.string(),
    userAgent: z.string(),
  })
  .openapi("Session");

export const Sessions = z.object({ items: z.array(Session) }).openapi("Sessions");

export function presentTokens({ token, expiresInSeconds }: AccessToken) {
  return { accessToken: token, tokenType: "Bearer" as const, expiresIn: expiresInSeconds };
}

export function presentSeen({ invitation, role, inviter, hasAccount }: SeenInvitation) {
  return {
    organizationName: invitation.organizationName,
    role: role === null ? null : { id: role.id, name: role.name, description: role.description },
    email: invitation.email,
    invitedBy: inviter === null ? null : { name: inviter.name, email: inviter.email },
    expiresAt: toIso(invitation.expiresAt),
    hasAccount,
  };
}

export function presentSession(session: StoredSession, currentId: string) {
  return { ...describeSession(session), current: session.id === currentId };
}

/** As it is whoever looks at it: for the audit log. */
export function describeSession({ id, createdAt, refreshedAt, expiresAt, ip, userAgent }: StoredSession) {
  return {
    id,
    createdAt: toIso(createdAt),
    refreshedAt: toIso(refreshedAt),
    expiresAt: toIso(expiresAt),
    ip,
    userAgent,
  };
}
