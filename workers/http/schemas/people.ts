import { z } from "@hono/zod-openapi";
import {
  INVITATION_DAYS,
  MAX_INVITATION_DAYS,
  type Invitation as StoredInvitation,
} from "#domain/access/invitation";
import type { Member as StoredMember } from "#domain/access/member";
import { isEmail, MAX_EMAIL_LENGTH, normalizeEmail } from "#domain/identity/email";
import { toIso } from "../moment.ts";

export const emailInput = z
  .string()
  .max(MAX_EMAIL_LENGTH)
  .transform(normalizeEmail)
  .refine(isEmail, "It must be an e-mail address.")
  .openapi({ type: "string", maxLength: MAX_EMAIL_LENGTH, example: "ann@example.com" });

const roleId = z
  .string()
  .min(1)
  .max(64)
  .openapi({ description: "A built-in role's id, or a custom role's `role_…`.", example: "developer" });

export const InvitationCreate = z
  .strictObject({
    email: emailInput,
    roleId,
    expiresInDays: z.int().min(1).max(MAX_INVITATION_DAYS).default(INVITATION_DAYS),
  })
  .openapi("InvitationCreate");

export const Invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    roleId: z.string(),
    invitedBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .openapi("Invitation");

export const CreatedInvitation = Invitation.extend({
  token: z.string().openapi({ description: "Hand it to the invited person. Shown this once." }),
}).openapi("CreatedInvitation");

export const MemberPatch = z.strictObject({ roleId }).openapi("MemberPatch");

export const Member = z
  .object({
    userId: z.string(),
    email: z.string(),
    name: z.string(),
    roleId: z.string(),
    roleName: z
      .string()
      .nullable()
      .openapi({ description: "Null when the role is gone: it allows nothing." }),
    secondFactor: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Member");

export function presentInvitation({ orgId: _own, createdAt, expiresAt, ...rest }: StoredInvitation) {
  return { ...rest, createdAt: toIso(createdAt), expiresAt: toIso(expiresAt) };
}

export function presentMember({ role, createdAt, updatedAt, ...rest }: StoredMember) {
  return {
    ...rest,
    roleName: role?.name ?? null,
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
  };
}
