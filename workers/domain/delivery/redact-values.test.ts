import { describe, expect, it } from "vitest";
import { redactValues, secretValues } from "./redact-values.ts";

const HEADERS = {
  Authorization: "Bearer token-0123456789",
  "X-Api-Key": 'key-"quoted"-0123',
  "X-Trace": "not-secret-at-all",
  "X-Auth-Short": "abc",
};
const secrets = secretValues(HEADERS);

describe("the secrets of a request", () => {
  it("are gone from an answer that repeats them, with and without their scheme, in JSON too", () => {
    const echo = JSON.stringify({ headers: HEADERS, note: "token-0123456789" });
    const shown = redactValues(echo, secrets);
    expect(shown).not.toMatch(/token-0|quoted/);
    expect(JSON.parse(shown)).toMatchObject({
      headers: { Authorization: "[redacted]", "X-Api-Key": "[redacted]", "X-Trace": "not-secret-at-all" },
      note: "[redacted]",
    });
  });

  it("are those that their header's name says are secret, and long enough to be recognised", () => {
    expect(secrets).toEqual([
      "Bearer token-0123456789",
      'key-\\"quoted\\"-0123',
      'key-"quoted"-0123',
      "token-0123456789",
    ]);
    expect(redactValues("an answer about abc", secrets)).toBe("an answer about abc");
  });
});
