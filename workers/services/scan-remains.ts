import { objectsOf, type PurgeObject } from "#domain/operations/purge";
import type { PurgeObjects, PurgeRecords, Remains } from "#domain/operations/purge-ports";
import type { BodyStore } from "#domain/ports";
import { runLimited } from "./run-limited.ts";

interface ScanServices {
  readonly purgeRecords: PurgeRecords;
  readonly purgeObjects: PurgeObjects;
  readonly bodies: BodyStore;
}

const CONCURRENT_OBJECTS = 6;
/** Counting further would only take longer: what matters is whether there is anything. */
const MOST = 1_000;

/**
 * What is left of an organization, besides its own row: rows of D1, contents of Durable Objects, objects in R2.
 * @param known objects that its rows may not name any more
 */
export async function scanRemains(
  { purgeRecords, purgeObjects, bodies }: ScanServices,
  orgId: string,
  known: readonly PurgeObject[],
): Promise<Omit<Remains, "organization">> {
  const rows = await purgeRecords.countRows(orgId, MOST);
  const named = objectsOf(orgId, await purgeRecords.owners(orgId));
  const byName = new Map([...known, ...named].map((object) => [`${object.kind} ${object.name}`, object]));
  const objects: Record<string, number> = {};
  await runLimited(
    [...byName.values()],
    CONCURRENT_OBJECTS,
    () => true,
    async (object) => {
      const found = await purgeObjects.remains(object);
      if (found > 0) objects[object.kind] = (objects[object.kind] ?? 0) + found;
    },
  );
  const found = await bodies.count(orgId, MOST);
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  return { rows, objects, bodies: found, total: sum(rows) + sum(objects) + found };
}
