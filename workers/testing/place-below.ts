import { type SeededOrganization, seedOrganization } from "./seed.ts";

/** An organization below another one, with a key of its own that may do everything. */
export async function seedBelow(env: Env, parentId: string, name = "Below"): Promise<SeededOrganization> {
  const seeded = await seedOrganization(env, { name });
  await env.DB.prepare(
    `UPDATE organizations SET parent_id = ?2, path = (SELECT path FROM organizations WHERE id = ?2) || '/' || id WHERE id = ?1`,
  )
    .bind(seeded.orgId, parentId)
    .run();
  return seeded;
}

/** Its deletion has begun: from now on it reads as absent. */
export async function markDeleted(env: Env, orgId: string): Promise<void> {
  await env.DB.prepare("UPDATE organizations SET deleted_at = ?2 WHERE id = ?1")
    .bind(orgId, Date.now())
    .run();
}
