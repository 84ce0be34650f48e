import type { KeyUsage } from "#domain/secrets/ports";
import type { OpenKeyRing } from "../crypto/key-ring.ts";
import { SEALED_COLUMNS, type SealedColumn } from "./sealed-places.ts";
import { keyIdOf, textsOf, versionOf } from "./sealed-sql.ts";

interface DataKeyCount {
  readonly id: string;
  readonly n: number;
  readonly old: number;
}

interface TextCount {
  readonly direct: number;
  /** Null when the data key is not there. */
  readonly id: string | null;
  readonly n: number;
}

/** Looks at every sealed secret of the region: for an operator who asks, not for a page that refreshes itself. */
export function createKeyUsage(db: D1Database, openKeyRing: OpenKeyRing): () => Promise<KeyUsage> {
  return async () => {
    const { currentId, ids } = await openKeyRing();
    const dataKeyCounts = db.prepare(
      "SELECT kek_id AS id, count(*) AS n, count(retired_at) AS old FROM data_keys GROUP BY kek_id",
    );
    const statements = [dataKeyCounts, ...SEALED_COLUMNS.map((column) => db.prepare(countTexts(column)))];
    const [keyRows, ...textRows] = await db.batch<unknown>(statements);
    const dataKeys = (keyRows?.results ?? []) as DataKeyCount[];
    const texts = textRows.flatMap(({ results }) => results as TextCount[]);
    const needed = [...dataKeys, ...texts].flatMap(({ id }) => id ?? []);
    const sum = (id: string | null, direct: boolean) =>
      texts.filter((row) => row.id === id && (row.direct === 1) === direct).reduce((n, row) => n + row.n, 0);
    return {
      currentKeyId: currentId,
      keys: [...new Set([...ids, ...needed.toSorted()])].map((id) => ({
        id,
        configured: ids.includes(id),
        dataKeys: dataKeys.find((row) => row.id === id)?.n ?? 0,
        secrets: sum(id, false),
        directSecrets: sum(id, true),
      })),
      oldDataKeys: dataKeys.reduce((n, row) => n + row.old, 0),
      orphanedSecrets: sum(null, false),
    };
  };
}

function countTexts(column: SealedColumn): string {
  const { from, text, org, where } = textsOf(column);
  const tables = from === null ? column.table : `${column.table}, ${from}`;
  const direct = `${text} LIKE 'v1.%'`;
  const wrappedWith = `(SELECT kek_id FROM data_keys WHERE data_keys.org_id = ${org} AND data_keys.version = ${versionOf(text)})`;
  return `SELECT ${direct} AS direct, CASE WHEN ${direct} THEN ${keyIdOf(text)} ELSE ${wrappedWith} END AS id, count(*) AS n
FROM ${tables} WHERE ${where} GROUP BY 1, 2`;
}
