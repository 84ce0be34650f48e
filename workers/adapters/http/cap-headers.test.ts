import { describe, expect, it } from "vitest";
import { capHeaders } from "./cap-headers.ts";

describe("the headers of an answer", () => {
  it("are kept as they are when they are of a usual size", () => {
    const headers = new Headers({ "Content-Type": "text/plain", "X-Request-Id": "r1", "Retry-After": "30" });
    expect(capHeaders(headers)).toEqual({
      "content-type": "text/plain",
      "x-request-id": "r1",
      "retry-after": "30",
    });
  });

  it("never fill the memory, and never push out what the gateway reads", () => {
    const headers = new Headers({ "webhook-delivery": "disable", "retry-after": "30" });
    for (let index = 0; index < 200; index++) headers.set(`a-${index}`, "x".repeat(1_000));
    const kept = capHeaders(headers);
    expect(kept).toMatchObject({ "webhook-delivery": "disable", "retry-after": "30" });
    expect(JSON.stringify(kept).length).toBeLessThan(20_000);
  });
});
