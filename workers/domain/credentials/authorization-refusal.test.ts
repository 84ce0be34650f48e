import { describe, expect, it } from "vitest";
import { declinedDetail } from "./authorization-refusal.ts";

describe("what a provider's page said instead of yes", () => {
  it("is named by its code where that is one of the standard's", () => {
    expect(declinedDetail("access_denied")).toContain("(access_denied)");
    expect(declinedDetail("invalid_scope")).toBe("the provider's page ended with an error (invalid_scope)");
  });

  it("is never repeated otherwise", () => {
    for (const code of ["<script>alert(1)</script>", "access_denied ", ""])
      expect(declinedDetail(code)).toBe("the provider's page ended with an error");
  });
});
