import type { LookupAnswer, LookupRowRepository, LookupValues } from "#domain/lookups/ports";
import type { Configurations } from "#domain/ports";
import { setBounded } from "./set-bounded.ts";

const MAX_REMEMBERED = 20_000;

/**
 * Values by table, version and key, null for a key that the version does not have. A version never changes, so what was
 * found stays true; it lives as long as the isolate.
 */
const remembered = new Map<string, string | null>();

export function createLookupValues(configurations: Configurations, rows: LookupRowRepository): LookupValues {
  return {
    async find(orgId, keys) {
      const tables = (await configurations.load(orgId, 0))?.lookupTables;
      const wanted = keys.map(({ table, key }) => {
        const known = tables?.get(table);
        if (known === undefined) return null;
        const { id: tableId, version, defaultJson } = known;
        return { tableId, version, key, defaultJson, place: JSON.stringify([tableId, version, key]) };
      });
      const missing = new Map(
        wanted.flatMap((wish) => (wish === null || remembered.has(wish.place) ? [] : [[wish.place, wish]])),
      );
      if (missing.size > 0) {
        const found = await rows.findMany(orgId, [...missing.values()]);
        [...missing.keys()].forEach((place, index) => {
          setBounded(remembered, place, found[index] ?? null, MAX_REMEMBERED);
        });
        const fresh = new Map([...missing.keys()].map((place, index) => [place, found[index] ?? null]));
        return wanted.map((wish) =>
          answer(wish, (place) => fresh.get(place) ?? remembered.get(place) ?? null),
        );
      }
      return wanted.map((wish) => answer(wish, (place) => remembered.get(place) ?? null));
    },
  };
}

interface Wish {
  readonly place: string;
  readonly defaultJson: string | null;
}

function answer(wish: Wish | null, valueAt: (place: string) => string | null): LookupAnswer {
  if (wish === null) return { kind: "no_table" };
  const json = valueAt(wish.place);
  if (json !== null) return { kind: "value", json };
  return wish.defaultJson === null ? { kind: "no_key" } : { kind: "default", json: wish.defaultJson };
}
