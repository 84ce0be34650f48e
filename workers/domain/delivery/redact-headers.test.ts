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
    "X-Auth",
    "X-Auth-Key",
    "X_Api_Key",
    "Ocp-Apim-Subscription-Key",
    "x-functions-key",
    "X-Shopify-Hmac-Sha256",
  ])("hides the value of %s", (name) => {
    expect(redactHeaders({ [name]: "hunter2" })).toEqual({ [name]: REDACTED });
  });

  it("shows what helps an operator", () => {
    const headers = { "content-type": "application/json", "webhook-id": "evt_1", "idempotency-key": "k" };
    expect(redactHeaders(headers)).toEqual(headers);
  });
});
