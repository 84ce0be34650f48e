import { describe, expect, it } from "vitest";
import { REDACTED, redactHeaders } from "./redact-headers.ts";

describe("redactHeaders", () => {
  it.each([
    "Authorization",
    "proxy-authorization",
    "Cookie",
    "set-cookie",
    "X-Api-Key",
    "x-apikey",
    "X-Auth-Token",
    "webhook-signature",
    "X-Client-Secret",
  ])("hides the value of %s", (name) => {
    expect(redactHeaders({ [name]: "hunter2" })).toEqual({ [name]: REDACTED });
  });

  it("shows what helps an operator", () => {
    const headers = { "content-type": "application/json", "webhook-id": "evt_1", "retry-after": "30" };
    expect(redactHeaders(headers)).toEqual(headers);
  });
});
