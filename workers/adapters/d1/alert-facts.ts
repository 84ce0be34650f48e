import type { ExpiringThing } from "#domain/alerts/find-violations";
import type { AlertFactRecords } from "#domain/alerts/ports";

const OLDEST_ROWS = 1_000;

/**
 * The oldest of the organization, not of each integration: an index for that would cost a row with every retry. An
 * integration that is not among them has nothing older than all of these.
 */
export const OLDEST = `SELECT integration_id AS id, min(accepted_at) AS at FROM (
  SELECT integration_id, accepted_at FROM deliveries INDEXED BY deliveries_status
  WHERE org_id = ?1 AND status = ?2 AND status <> 'delivered' ORDER BY id LIMIT ${OLDEST_ROWS}
) GROUP BY integration_id`;

/** A token that is fetched or renewed without a person is nobody's worry until that fails. */
const CREDENTIALS = `SELECT id, name, status, expires_at AS endsAt FROM credentials WHERE org_id = ?1
  AND (status <> 'ready' OR (kind = 'oauth2_authorization_code' AND renew_at IS NULL AND expires_at < ?2))`;

/** A key that has a successor is meant to end, and one that has ended is past warning. */
const API_KEYS = `SELECT id, name, expires_at AS endsAt FROM api_keys WHERE org_id = ?1 AND revoked_at IS NULL AND replaced_by IS NULL
  AND expires_at > ?3 AND expires_at < ?2`;

interface CredentialRow {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly endsAt: number | null;
}

export function createAlertFactRecords(db: D1Database): AlertFactRecords {
  return {
    async oldestWaiting(orgId) {
      const answers = await db.batch<{ id: string; at: number }>(
        ["pending", "held", "retrying"].map((status) => db.prepare(OLDEST).bind(orgId, status)),
      );
      const oldest = new Map<string, number>();
      for (const { id, at } of answers.flatMap(({ results }) => results)) {
        oldest.set(id, Math.min(at, oldest.get(id) ?? at));
      }
      return oldest;
    },

    async expiring(orgId, now, before) {
      const [credentials, keys] = await Promise.all([
        db.prepare(CREDENTIALS).bind(orgId, before).all<CredentialRow>(),
        db
          .prepare(API_KEYS)
          .bind(orgId, before, now)
          .all<Omit<CredentialRow, "status"> & { readonly endsAt: number }>(),
      ]);
      return [
        ...credentials.results.map(({ id, name, status, endsAt }): ExpiringThing => {
          const ends = status === "ready" ? endsAt : null;
          const detail =
            ends === null
              ? `The credential does not work (${status.replaceAll("_", " ")}).`
              : `Its token ends at ${new Date(ends).toISOString()} and renews itself no more.`;
          return { subject: { kind: "credential", id }, name, endsAt: ends, detail };
        }),
        ...keys.results.map(({ id, name, endsAt }): ExpiringThing => {
          const detail = `The API key ends at ${new Date(endsAt).toISOString()}. Rotate it.`;
          return { subject: { kind: "api_key", id }, name, endsAt, detail };
        }),
      ];
    },
  };
}
