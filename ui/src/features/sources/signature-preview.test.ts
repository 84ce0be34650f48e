import { describe, expect, it } from "vitest";
import { signaturePreview } from "./signature-preview.ts";

describe("the preview of a signature", () => {
  it("shows header, list of keys and what is signed", () => {
    const settings = {
      scheme: "hmac",
      header: "X-Sign",
      signatureKey: "v1",
      timestampKey: "t",
      content: "{timestamp}.{body}",
    };
    expect(signaturePreview(settings)).toBe(
      'X-Sign: t=<timestamp>,v1=<signature>\nsignature = hex(HMAC-SHA256(secret, "{timestamp}.{body}"))',
    );
  });

  it("has gaps for what is not said yet, and never an example in their place", () => {
    expect(signaturePreview({ scheme: "hmac", content: "{timestamp}.{body}" })).toBe(
      '…: <timestamp>\n…: <signature>\nsignature = hex(HMAC-SHA256(secret, "{timestamp}.{body}"))',
    );
    expect(signaturePreview({ scheme: "basic" })).toBe('Authorization: Basic base64("…:" + secret)');
  });

  it("shows a key in the header, else in the query", () => {
    expect(signaturePreview({ scheme: "api_key", header: "X-Key", queryParameter: "k" })).toBe(
      "X-Key: <secret>",
    );
    expect(signaturePreview({ scheme: "api_key", queryParameter: "k" })).toBe("?k=<secret>");
  });
});
