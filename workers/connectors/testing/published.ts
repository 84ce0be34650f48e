import { describe, expect, it } from "vitest";
import type { Connector, RejectionReason } from "#domain/ingress/connector";
import { bytes, inbound, verdict, verifyWith } from "./signed-request.ts";

/** A request that somebody else published, with what must come of it. */
export interface Published {
  readonly name: string;
  /** Where it stands. */
  readonly source: string;
  readonly secrets: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly url?: string;
  /** Epoch seconds; left out where nothing depends on the time. */
  readonly now?: number;
  readonly toleranceS?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly verdict: "verified" | "challenge" | RejectionReason;
}

/** Vectors of others: what only agrees with our own signer may be wrong in both places. */
export function publishedTable(connector: Connector, rows: readonly Published[]): void {
  describe(`${connector.manifest.name}: published vectors`, () => {
    it.each(rows)("$name ($source): $verdict", async (row) => {
      const request = inbound({
        headers: row.headers,
        body: bytes(row.body),
        ...(row.url !== undefined && { url: row.url }),
      });
      const verification = await verifyWith(connector, request, {
        secrets: row.secrets,
        ...(row.settings && { settings: row.settings }),
        now: (row.now ?? 1_700_000_000) * 1_000,
        toleranceMs: (row.toleranceS ?? 300) * 1_000,
      });
      expect(verdict(verification)).toBe(row.verdict);
    });
  });
}
