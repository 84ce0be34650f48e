import { describe, expect, it } from "vitest";
import { type CopiedRequest, toCurl, toFetch } from "./copy-request.ts";
import { MASKED, maskUrl } from "./mask.ts";

const url = "https://example.com/hook";

function requestWith(changes: Partial<CopiedRequest>): CopiedRequest {
  return { method: "POST", url, headers: {}, body: "{}", isBodyCut: false, ...changes };
}

// That a shell and a script bring any body to the target as it was: tests/browser/copied-requests.test.ts.
describe("what is copied", () => {
  const headers = {
    authorization: "Bearer hunter2",
    "webhook-signature": "[redacted]",
    "x-api-key": "hunter2",
    cookie: "session=hunter2",
    "x-hub-signature-256": "hunter2",
    "content-type": "application/json",
  };

  it.each([toCurl, toFetch])("holds no secret", (write) => {
    const copied = write(
      requestWith({ headers, url: "https://me:hunter2@example.com/a?token=hunter2&page=2#x" }),
    );
    expect(copied).not.toContain("hunter2");
    expect(copied).toContain(MASKED);
    expect(copied).toContain("https://example.com/a?token=[masked]&page=2#x");
    expect(copied).toContain("application/json");
  });

  it("leaves an address without secrets as it was written", () => {
    const odd = "https://example.com/a b?x=%7B&keyboard=de&monkey=1";
    expect(maskUrl(odd)).toBe(odd);
  });

  it("says when the body is not all there", () => {
    expect(toCurl(requestWith({ body: null }))).toMatch(/^# The body is no longer kept/);
    expect(toFetch(requestWith({ isBodyCut: true }))).toMatch(/^\/\/ The body was kept only in part/);
    expect(toCurl(requestWith({ method: "GET", body: null }))).not.toContain("#");
  });
});
