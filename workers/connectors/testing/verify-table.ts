import { describe, expect, it } from "vitest";
import type { Connector, RejectionReason } from "#domain/ingress/connector";
import { describeTable } from "./describe-table.ts";
import {
  type Arrival,
  bytes,
  inbound,
  NOW,
  type SignedParts,
  TOLERANCE_MS,
  type ToSign,
  type VerifyOptions,
  verdict,
  verifyWith,
} from "./signed-request.ts";

export interface VerifyTable {
  /** Signs as the provider does. Write it with something else than the connector: the provider's own package, or Web Crypto. */
  sign(parts: ToSign): SignedParts | Promise<SignedParts>;
  /** Three that are valid for this provider; `sign` is asked with each of them. */
  readonly secrets: readonly [right: string, wrong: string, other: string];
  /** The header that carries the signature; null where it lies in the body or the URL. */
  readonly signatureHeader: string | null;
  /** Does the provider sign a timestamp? */
  readonly timestamped: boolean;
  readonly encoding: "hex" | "base64";
  /** False where the provider signs something else than the body's bytes: the cases about bytes are then the provider's own test's. */
  readonly signsBytes?: boolean;
  /** Two header values, each right for one secret, as one. Leave it out where a request has one signature. */
  joinSignatures?(first: string, second: string): string;
  /** Values of the signature header that no provider sends, and what is said about them. */
  readonly malformed: readonly (readonly [value: string, reason: RejectionReason])[];
  readonly settings?: Readonly<Record<string, string>>;
  /** For a body with a form of its own. */
  readonly body?: Uint8Array;
}

const BODY = bytes('{"id":"evt_1","type":"thing.created","amount":1.10}');
/** Both decode to the same text, with U+FFFD in it. */
const NOT_UTF8 = new Uint8Array([...bytes('{"a":"'), 0xff, ...bytes('"}')]);
const NOT_UTF8_ALIKE = new Uint8Array([...bytes('{"a":"'), 0xfe, ...bytes('"}')]);

const capitals = (value: string): string => value.replace(/[0-9a-f]{40,}/g, (hex) => hex.toUpperCase());

/** The cases of every provider. Each is a promise of the gateway, so each provider keeps it or says why it cannot. */
export function verifyTable(connector: Connector, table: VerifyTable): void {
  const [right, wrong, other] = table.secrets;
  const body = table.body ?? BODY;
  const timestampMs = NOW - 5_000;

  const signed = async (change: Partial<ToSign> = {}): Promise<Arrival> => {
    const parts = { secret: right, body, timestampMs, ...change };
    return { body: parts.body, ...(await table.sign(parts)) };
  };
  const judge = async (arrival: Arrival, options: Partial<VerifyOptions> = {}) =>
    verdict(
      await verifyWith(connector, inbound(arrival), {
        secrets: [right],
        ...(table.settings && { settings: table.settings }),
        ...options,
      }),
    );

  describe(`${connector.manifest.name}: what every provider must stand`, () => {
    it("a valid request is verified", async () => {
      expect(await judge(await signed())).toBe("verified");
    });

    it("a signature of another secret is refused", async () => {
      expect(await judge(await signed({ secret: wrong }))).toBe("signature_mismatch");
    });

    it("while a secret is rotated, each of the two verifies and a third does not", async () => {
      const secrets = [other, right];
      expect(await judge(await signed(), { secrets })).toBe("verified");
      expect(await judge(await signed({ secret: other }), { secrets })).toBe("verified");
      expect(await judge(await signed({ secret: wrong }), { secrets })).toBe("signature_mismatch");
    });

    it.each([[[]], [[""]], [["  "]]])(
      "without a usable secret (%j) everything is refused",
      async (secrets) => {
        expect(await judge(await signed(), { secrets })).toBe("no_secret_configured");
      },
    );

    it("a refusal tells no secret and no right signature", async () => {
      const arrival = await signed({ secret: wrong });
      const refused = await verifyWith(connector, inbound(arrival), {
        secrets: [right],
        ...(table.settings && { settings: table.settings }),
      });
      const answer = JSON.stringify(refused);
      const { headers } = await signed();
      expect(answer).not.toContain(right);
      for (const part of Object.values(headers).flatMap((value) => value.split(/[=,;\s]+/))) {
        if (part.length >= 20) expect(answer).not.toContain(part);
      }
    });

    if (table.signsBytes !== false) aboutBytes();
    if (table.timestamped) aboutTime();
    if (table.signatureHeader !== null) aboutHeader(table.signatureHeader);
  });

  function aboutBytes(): void {
    it("a tampered body is refused", async () => {
      const arrival = await signed();
      const tampered = Uint8Array.from(arrival.body);
      const last = tampered.length - 2;
      tampered[last] = (tampered[last] ?? 0) ^ 1;
      expect(await judge({ ...arrival, body: tampered })).toBe("signature_mismatch");
      const longer = new Uint8Array([...arrival.body, 0x20]);
      expect(await judge({ ...arrival, body: longer })).toBe("signature_mismatch");
    });

    it("bytes that are not UTF-8 are verified as they are, and bytes that only decode alike are not", async () => {
      const arrival = await signed({ body: NOT_UTF8 });
      expect(await judge(arrival)).toBe("verified");
      const alike = arrival.body.map((byte) => (byte === 0xff ? 0xfe : byte));
      expect(new TextDecoder().decode(NOT_UTF8_ALIKE)).toBe(new TextDecoder().decode(NOT_UTF8));
      expect(await judge({ ...arrival, body: alike })).toBe("signature_mismatch");
    });
  }

  function aboutTime(): void {
    it.each([
      ["older than", -TOLERANCE_MS - 1_000],
      ["further in the future than", TOLERANCE_MS + 1_000],
    ])("a timestamp %s the tolerance is refused", async (_how, offset) => {
      expect(await judge(await signed({ timestampMs: NOW + offset }))).toBe("timestamp_outside_tolerance");
    });

    it.each([
      ["old", -TOLERANCE_MS],
      ["young", TOLERANCE_MS],
    ])("a timestamp exactly as %s as tolerated is verified", async (_how, offset) => {
      expect(await judge(await signed({ timestampMs: NOW + offset }))).toBe("verified");
    });
  }

  function aboutHeader(name: string): void {
    const withHeader = (arrival: Arrival, value: string): Arrival => ({
      ...arrival,
      headers: { ...arrival.headers, [name]: value },
    });
    const signatureOf = (arrival: Arrival): string => {
      const value = arrival.headers[name];
      if (value === undefined) throw new Error(`sign() gave no header ${name}`);
      return value;
    };

    it("a missing header is refused", async () => {
      const arrival = await signed();
      const { [name]: _signature, ...headers } = arrival.headers;
      expect(await judge({ ...arrival, headers })).toBe("missing_signature_header");
    });

    it.each(["", "   "])("an empty header (%j) is refused", async (value) => {
      expect(await judge(withHeader(await signed(), value))).toBe("missing_signature_header");
    });

    it.each([...table.malformed, ["\u00e9".repeat(8), "malformed_header"] as const])(
      "a malformed header (%j) is refused: %s",
      async (value, reason) => {
        expect(await judge(withHeader(await signed(), value))).toBe(reason);
      },
    );

    it("a header without end is refused", async () => {
      const arrival = await signed();
      expect(await judge(withHeader(arrival, signatureOf(arrival).padEnd(9_000, "0")))).toBe(
        "malformed_header",
      );
    });

    if (table.encoding === "hex") {
      it("hex in capitals is verified", async () => {
        const arrival = await signed();
        const value = capitals(signatureOf(arrival));
        expect(value).not.toBe(signatureOf(arrival));
        expect(await judge(withHeader(arrival, value))).toBe("verified");
      });
    }

    const join = table.joinSignatures;
    if (join === undefined) {
      it("the header twice is refused: one request has one signature", async () => {
        const arrival = await signed();
        const twice = `${signatureOf(arrival)}, ${signatureOf(arrival)}`;
        expect(await judge(withHeader(arrival, twice))).toMatch(/^malformed_/);
      });
      return;
    }

    it("of two signatures one right one is enough, wherever it stands", async () => {
      const good = await signed();
      const bad = signatureOf(await signed({ secret: wrong }));
      expect(await judge(withHeader(good, join(bad, signatureOf(good))))).toBe("verified");
      expect(await judge(withHeader(good, join(signatureOf(good), bad)))).toBe("verified");
      expect(await judge(withHeader(good, join(bad, bad)))).toBe("signature_mismatch");
    });

    it("sixteen signatures are compared and seventeen are refused, even with a right one", async () => {
      const good = await signed();
      const bad = signatureOf(await signed({ secret: wrong }));
      let value = signatureOf(good);
      for (let count = 1; count < 16; count++) value = join(bad, value);
      expect(await judge(withHeader(good, value))).toBe("verified");
      expect(await judge(withHeader(good, join(bad, value)))).toBe("too_many_signatures");
    });
  }

  describeTable(connector, body, table.settings);
}
