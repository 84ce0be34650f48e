import { isLive } from "#domain/ingress/source";
import type { LiveSource, SourceDirectory } from "#domain/ingress/source-ports";
import type { SecretBox } from "../crypto/secret-box.ts";
import { setBounded } from "../set-bounded.ts";
import { newestFirst, readConfig, type Vault, vaultPlace } from "./source-row.ts";

/** A change reaches an isolate that has seen the source no later than this. */
const MAX_AGE_MS = 30_000;
/** A token that was unknown a moment ago may have been made since. */
const UNKNOWN_AGE_MS = 10_000;
const MAX_KNOWN = 2_000;
const MAX_UNKNOWN = 5_000;

interface Known {
  readonly source: LiveSource | null;
  readonly until: number;
}

interface Row {
  readonly org_id: string;
  readonly id: string;
  readonly provider: string;
  readonly enabled: number;
  readonly config: string;
  readonly vault: string;
  readonly expires_at: number | null;
}

/**
 * Two caches, by the token's hash: guesses are remembered too, so that the same one asks the database once, and apart, so
 * that no flood of them pushes a real source out.
 */
const known = new Map<string, Known>();
const unknown = new Map<string, Known>();

const FIND = `SELECT t.org_id, s.id, s.provider, s.enabled, s.config, s.vault, t.expires_at FROM source_tokens AS t
JOIN sources AS s ON s.org_id = t.org_id AND s.id = t.source_id
JOIN organizations AS o ON o.id = t.org_id AND o.deleted_at IS NULL WHERE t.hash = ?1`;

export function createSourceDirectory(db: D1Database, box: SecretBox, now: () => number): SourceDirectory {
  async function load(tokenHash: string): Promise<LiveSource | null> {
    const row = await db.prepare(FIND).bind(tokenHash).first<Row>();
    return row === null ? null : open(box, row, now());
  }

  return {
    known(tokenHash) {
      const entry = known.get(tokenHash) ?? unknown.get(tokenHash);
      return entry === undefined || entry.until <= now() ? "unknown" : entry.source;
    },

    async find(tokenHash) {
      const source = await load(tokenHash);
      if (source === null) {
        known.delete(tokenHash);
        setBounded(unknown, tokenHash, { source, until: now() + UNKNOWN_AGE_MS }, MAX_UNKNOWN);
      } else {
        setBounded(known, tokenHash, { source, until: now() + MAX_AGE_MS }, MAX_KNOWN);
      }
      return source;
    },

    forget() {
      known.clear();
      unknown.clear();
    },
  };
}

/** @throws when a secret cannot be opened now: the provider is told to come again, and nothing is taken unverified. */
async function open(box: SecretBox, row: Row, now: number): Promise<LiveSource> {
  const settings = readConfig(row.config);
  const vault = JSON.parse(row.vault) as Vault;
  const openText = (sealed: string, field: string) => box.open(sealed, vaultPlace(row.org_id, row.id, field));
  const live = newestFirst(vault).filter((secret) => isLive(secret, now));
  const secrets = await Promise.all(
    live.map(async ({ id, sealed, expiresAt }) => ({
      value: await openText(sealed, `secrets.${id}`),
      expiresAt,
    })),
  );
  const opened = await Promise.all(
    Object.entries(vault.settings).map(
      async ([name, { sealed }]) => [name, await openText(sealed, `settings.${name}`)] as const,
    ),
  );
  return {
    ...settings,
    orgId: row.org_id,
    id: row.id,
    provider: row.provider,
    enabled: row.enabled === 1,
    tokenExpiresAt: row.expires_at,
    secrets,
    allSettings: { ...settings.settings, ...Object.fromEntries(opened) },
  };
}
