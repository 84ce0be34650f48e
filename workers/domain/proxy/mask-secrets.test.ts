import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMasker } from "./mask-secrets.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function mask(secrets: readonly string[], chunks: readonly string[]): string {
  const masker = createMasker(secrets.map(bytes));
  const decoder = new TextDecoder();
  const passed = chunks.map((chunk) => decoder.decode(masker.push(bytes(chunk)), { stream: true }));
  return passed.join("") + decoder.decode(masker.end());
}

describe("a secret in a body", () => {
  it.each([
    [["secret-token"], ["a secret-token b"], "a ************ b"],
    [["secret-token"], ["a secr", "et-to", "ken b"], "a ************ b"],
    [["secret-token"], ["secret-tokensecret-token"], "************************"],
    [["secret-token"], ["secret-toke"], "secret-toke"],
    [["secret-token", "secret-token-two"], ["x secret-token-two y"], "x **************** y"],
    [["short"], ["short"], "short"],
    [[], ["anything"], "anything"],
  ])("%j in %j becomes %j", (secrets, chunks, expected) => {
    expect(mask(secrets, chunks)).toBe(expected);
  });

  it("is found wherever the chunks are cut, and nothing else changes", () => {
    const part = fc.string({ unit: fc.constantFrom("a", "b", "aaaaaaab", "aaaaaaaab"), maxLength: 30 });
    fc.assert(
      fc.property(part, fc.array(fc.nat(60), { maxLength: 6 }), (text, cuts) => {
        const edges = [
          0,
          ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b),
          text.length,
        ];
        const chunks = edges.slice(1).map((edge, index) => text.slice(edges[index], edge));
        const masked = mask(["aaaaaaab"], chunks);
        expect(masked).toBe(text.replaceAll("aaaaaaab", "********"));
      }),
    );
  });

  it("does not hold back what cannot be its beginning: an event stream must not wait", () => {
    const masker = createMasker([bytes("secret-token")]);
    expect(masker.push(bytes("data: 1\n\n")).length).toBe(9);
  });
});
