import { describe, expect, it } from "vitest";
import type { Connector } from "#domain/ingress/connector";
import { manifestProblems } from "./manifest-problems.ts";
import { bytes, inbound } from "./signed-request.ts";

const STRANGE = [
  "",
  "null",
  "[]",
  "[null]",
  "7",
  '"text"',
  "{",
  "{}",
  '{"type":{"a":1},"id":[],"event":7}',
  "\u0000",
];

/** A verified request may hold anything: what a provider sends tomorrow must not break what describes it. */
export function describeTable(
  connector: Connector,
  body: Uint8Array,
  settings: Readonly<Record<string, string>> = {},
): void {
  describe(`${connector.manifest.name}: what it says about requests and itself`, () => {
    it.each(STRANGE)("a body like %j is described without an error", (text) => {
      const request = inbound({ headers: {}, body: bytes(text) });
      const description = connector.describe(request, settings);
      for (const value of Object.values(description))
        expect([null, expect.any(String)]).toContainEqual(value);
      const payload = connector.payload?.(request, settings) ?? null;
      if (payload !== null) JSON.parse(payload);
    });

    it("bytes that are no text are described without an error", () => {
      const request = inbound({ headers: {}, body: new Uint8Array([0xff, 0xfe, ...body]) });
      expect(() => [
        connector.describe(request, settings),
        connector.payload?.(request, settings),
      ]).not.toThrow();
    });

    it("its metadata.json keeps to the contract", () => {
      expect(manifestProblems(connector.manifest)).toEqual([]);
    });
  });
}
