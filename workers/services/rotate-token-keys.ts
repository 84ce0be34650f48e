import { planTokenKeys, SIGNING_MS } from "#domain/identity/token-key-lifecycle";
import type { PeopleServices } from "./people-services.ts";

/** A new key when it is time, old ones retired and removed. None is made before the region's first token needs one. */
export async function rotateTokenKeys({
  tokenKeys,
  now,
}: Pick<PeopleServices, "tokenKeys" | "now">): Promise<void> {
  const times = await tokenKeys.times();
  if (times.length === 0) return;
  const { make, retire, remove } = planTokenKeys(times, now());
  if (make) await tokenKeys.make(now() - SIGNING_MS, now());
  await tokenKeys.retire(retire, now());
  await tokenKeys.remove(remove);
}
