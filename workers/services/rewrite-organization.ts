import type {
  KeyRotation,
  OrganizationResult,
  RotationLevel,
  RotationPosition,
} from "#domain/secrets/key-rotation";
import type { RewrittenPage } from "#domain/secrets/ports";
import type { EncryptionServices } from "./encryption-services.ts";

/** Each one is a request to a Durable Object. */
const VAULTS = 50;
/** In place of a column's number in the cursor: the organization's CredentialObjects. */
const AT_VAULTS = 1_000;

/** The next page of one organization: its data keys with the first, then its secrets, then what its objects keep. */
export async function rewritePage(
  services: EncryptionServices,
  { level, createdAt }: Pick<KeyRotation, "level" | "createdAt">,
  { cursor }: RotationPosition,
  orgId: string,
  rows: number,
): Promise<RewrittenPage> {
  if (cursor?.column === AT_VAULTS) return resealVaults(services, orgId, cursor.after[0] ?? "");
  const keys = cursor === null ? await replaceKeys(services, level, createdAt, orgId) : NOTHING;
  const page = await services.sealedRecords.reseal(orgId, level, cursor, rows);
  const vaults =
    page.next === null && level === "data_keys" ? await resealVaults(services, orgId, "") : NOTHING;
  for (const place of page.unreadable) {
    console.error(JSON.stringify({ event: "rotation.cannot_open", place }));
  }
  return {
    rewritten: keys.rewritten + page.rewritten + vaults.rewritten,
    next: page.next ?? vaults.next,
    unreadable: [...keys.unreadable, ...page.unreadable, ...vaults.unreadable],
  };
}

const NOTHING: RewrittenPage = { rewritten: 0, next: null, unreadable: [] };

async function replaceKeys(
  { sealedRecords, now }: EncryptionServices,
  level: RotationLevel,
  since: number,
  orgId: string,
): Promise<Omit<RewrittenPage, "next">> {
  if (level === "key_encryption_keys") return sealedRecords.rewrapDataKeys(orgId);
  await sealedRecords.replaceDataKey(orgId, since, now());
  return NOTHING;
}

/** Their tokens lie where no statement of the database sees them: only their own word says that they are done. */
async function resealVaults(
  { credentialVaults }: EncryptionServices,
  orgId: string,
  after: string,
): Promise<RewrittenPage> {
  const ids = await credentialVaults.list(orgId, after, VAULTS);
  const counts = await Promise.all(ids.map((id) => credentialVaults.reseal(orgId, id)));
  const last = ids.length < VAULTS ? undefined : ids.at(-1);
  return {
    rewritten: counts.reduce((sum, count) => sum + count, 0),
    next: last === undefined ? null : { column: AT_VAULTS, after: [last] },
    unreadable: [],
  };
}

/**
 * An organization was gone through for the proof: its old data keys go, unless something is left under them. Its objects
 * have all said by now that nothing is, and they have sealed with the new key since the phase before.
 */
export async function countLeft(
  { sealedRecords }: EncryptionServices,
  { level }: Pick<KeyRotation, "level">,
  orgId: string,
  { unreadable }: RewrittenPage,
): Promise<OrganizationResult> {
  if (level === "data_keys") await sealedRecords.removeOldDataKeys(orgId);
  const left = await sealedRecords.countLeft(orgId, level);
  return { left, mayImprove: unreadable.length === 0, examples: unreadable };
}
