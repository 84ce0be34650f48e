import { z } from "@hono/zod-openapi";
import type { Account as ShownAccount } from "#services/show-account";
import { toIso } from "../moment.ts";
import { codeInput, nameInput, passwordInput } from "./session.ts";

export const AccountPatch = z.strictObject({ name: nameInput }).openapi("AccountPatch");

export const PasswordChange = z
  .strictObject({ currentPassword: passwordInput, newPassword: passwordInput })
  .openapi("PasswordChange");

export const PasswordProof = z.strictObject({ password: passwordInput }).openapi("PasswordProof");
export const CodeProof = z.strictObject({ code: codeInput }).openapi("CodeProof");
export const FullProof = z.strictObject({ password: passwordInput, code: codeInput }).openapi("FullProof");

export const NewSecondFactor = z
  .object({
    secret: z.string().openapi({ description: "Base 32, to type by hand. Shown this once." }),
    otpauthUri: z.string().openapi({ description: "For a QR code. Shown this once." }),
  })
  .openapi("NewSecondFactor");

export const RecoveryCodes = z
  .object({
    recoveryCodes: z.array(z.string()).openapi({ description: "Each works once. Shown this once." }),
  })
  .openapi("RecoveryCodes");

export const Account = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    secondFactor: z.boolean(),
    recoveryCodesLeft: z.int(),
    createdAt: z.iso.datetime(),
    memberships: z.array(
      z.object({
        organizationId: z.string().openapi({ description: "`*` for the platform itself." }),
        organizationName: z.string().nullable(),
        roleId: z.string(),
        roleName: z.string().nullable(),
        permissions: z.array(z.string()).openapi({
          description: "What you may do there, by this role and by those in organizations above.",
        }),
      }),
    ),
  })
  .openapi("Account");

export function presentAccount({ user, memberships }: ShownAccount) {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    secondFactor: user.totpEnabledAt !== null,
    recoveryCodesLeft: user.recoveryHashes.length,
    createdAt: toIso(user.createdAt),
    memberships: memberships.map(({ orgId, organizationName, roleId, role, permissions }) => ({
      organizationId: orgId,
      organizationName,
      roleId,
      roleName: role?.name ?? null,
      permissions: [...permissions],
    })),
  };
}
