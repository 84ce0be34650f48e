import { describe, expect, it } from "vitest";
import { qrPath } from "./qr-path.ts";

describe("the path of a QR code", () => {
  it("draws neighbours as one piece, and nothing where it is light", () => {
    expect(qrPath([[false, true, true, false, true]])).toBe("M1 0h2v1H1zM4 0h1v1H4z");
    expect(qrPath([[false], [false]])).toBe("");
    expect(qrPath([[true], [true]])).toBe("M0 0h1v1H0zM0 1h1v1H0z");
  });
});
