import { describe, expect, it } from "vitest";
import { bytes, inbound, NOW, TOLERANCE_MS, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { generic } from "./index.ts";

const PLAIN = { scheme: "hmac", header: "X-Signature", prefix: "sha256=" };
const TIMED = {
  scheme: "hmac",
  header: "X-Sign",
  algorithm: "sha512",
  encoding: "base64",
  content: "{timestamp}.{body}",
  timestampKey: "t",
  signatureKey: "v1",
};

verifyTable(generic, {
  async sign({ secret, body }) {
    const { hex } = await webHmac("SHA-256", secret, "", body);
    return { headers: { "X-Signature": `sha256=${hex}` } };
  },
  secrets: ["right secret", "wrong secret", "other secret"],
  signatureHeader: "X-Signature",
  timestamped: false,
  encoding: "hex",
  joinSignatures: (first, second) => `${first}, ${second}`,
  malformed: [
    ["sha1=00", "malformed_header"],
    ["sha256=", "malformed_signature"],
    ["sha256=zz", "malformed_signature"],
    ["sha256=00", "malformed_signature"],
  ],
  settings: PLAIN,
});

verifyTable(generic, {
  async sign({ secret, body, timestampMs }) {
    const t = Math.floor(timestampMs / 1_000);
    const { base64 } = await webHmac("SHA-512", secret, `${t}.`, body);
    return { headers: { "X-Sign": `t=${t},v1=${base64}` } };
  },
  secrets: ["right secret", "wrong secret", "other secret"],
  signatureHeader: "X-Sign",
  timestamped: true,
  encoding: "base64",
  joinSignatures: (first, second) => `${first},${second.slice(second.indexOf("v1="))}`,
  malformed: [
    ["nothing", "malformed_header"],
    ["v1=AA==", "malformed_header"],
    ["t=1,t=2,v1=AA==", "malformed_header"],
    ["t=1", "no_supported_scheme"],
    ["t=1,v1=AA==", "malformed_signature"],
  ],
  settings: TIMED,
});

describe("a template with everything in it", () => {
  const settings = {
    scheme: "hmac",
    header: "X-Sig",
    algorithm: "sha384",
    encoding: "base64url",
    content: "{id}.{timestamp}.{method}.{url}.{body}",
    timestampHeader: "X-Time",
    timestampUnit: "rfc3339",
    idHeader: "X-Id",
  };
  const url = "https://gateway.example/in/token?a={body}&b=1";
  const time = new Date(NOW - TOLERANCE_MS).toISOString();
  async function arrival(id: string, signedId = id) {
    const body = bytes('{"a":1}');
    const { base64 } = await webHmac("SHA-384", "secret", `${signedId}.${time}.PUT.${url}.`, body);
    const signature = base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    return inbound({ headers: { "X-Sig": signature, "X-Time": time, "X-Id": id }, body, url }, "PUT");
  }
  const judge = async (request: ReturnType<typeof inbound>) =>
    verdict(await verifyWith(generic, request, { secrets: ["secret"], settings }));

  it("verifies, and a placeholder in a value stays a text", async () => {
    expect(await judge(await arrival("{timestamp}"))).toBe("verified");
  });

  it("is refused with another id, and without one", async () => {
    expect(await judge(await arrival("evt-2", "evt-1"))).toBe("signature_mismatch");
    expect(await judge(await arrival(""))).toBe("missing_signature_header");
  });

  it("is what its settings say, and those are sound", () => {
    expect(generic.findProblems?.(settings)).toEqual([]);
  });
});

describe("basic authentication", () => {
  const settings = { scheme: "basic", username: "shop" };
  const judge = async (authorization: string | null, secrets = ["päss:word"]) =>
    verdict(
      await verifyWith(
        generic,
        inbound({ headers: authorization === null ? {} : { authorization }, body: bytes("{}") }),
        { secrets, settings },
      ),
    );
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

  it("takes the right password, also while it is rotated, and no other", async () => {
    expect(await judge(basic("shop:päss:word"))).toBe("verified");
    expect(await judge(basic("shop:päss:word"), ["new", "päss:word"])).toBe("verified");
    expect(await judge(basic("shop:wrong"))).toBe("signature_mismatch");
    expect(await judge(basic("shop2:päss:word"))).toBe("signature_mismatch");
  });

  it("refuses what is no basic authentication, and everything without a secret", async () => {
    expect(await judge(null)).toBe("missing_signature_header");
    expect(await judge("Bearer abc")).toBe("malformed_header");
    expect(await judge(basic("shop:"), [""])).toBe("no_secret_configured");
  });
});

describe("an API key", () => {
  const judge = async (settings: Record<string, string>, headers: Record<string, string>, query = "") =>
    verdict(
      await verifyWith(
        generic,
        inbound({ headers, body: bytes(""), url: `https://gateway.example/in/t${query}` }, "GET"),
        { secrets: ["the-key"], settings: { scheme: "api_key", ...settings } },
      ),
    );

  it("is taken from its header or its query parameter, and only from there", async () => {
    const header = { header: "X-Key", prefix: "Token " };
    expect(await judge(header, { "X-Key": "Token the-key" })).toBe("verified");
    expect(await judge(header, { "X-Key": "Token the-key2" })).toBe("signature_mismatch");
    expect(await judge(header, { "X-Key": "the-key" })).toBe("malformed_header");
    expect(await judge(header, {}, "?X-Key=the-key")).toBe("missing_signature_header");
    const query = { queryParameter: "key" };
    expect(await judge(query, {}, "?key=the-key")).toBe("verified");
    expect(await judge(query, {}, "?key=THE-KEY")).toBe("signature_mismatch");
    expect(await judge(query, {}, "?key=")).toBe("missing_signature_header");
    expect(await judge(query, {}, "?key=the-key&key=other")).toBe("malformed_header");
  });

  it("is in no payload and in no log", () => {
    const settings = { scheme: "api_key", queryParameter: "Key" };
    const request = inbound(
      { headers: {}, body: bytes(""), url: "https://gateway.example/in/t?Key=the-key&a=1&a=2" },
      "GET",
    );
    expect(generic.payload?.(request, settings)).toBe('{"a":["1","2"]}');
    expect(generic.secretNames?.(settings)).toEqual(["key"]);
  });
});

describe("settings that would verify less than they seem to", () => {
  it.each([
    [{}, ["header"]],
    [{ header: "X S" }, ["header"]],
    [{ header: "X-S", content: "{timestamp}", timestampHeader: "X-T" }, ["content"]],
    [{ header: "X-S", content: "{body}{nonce}" }, ["content"]],
    [{ header: "X-S", timestampHeader: "X-T" }, ["content"]],
    [{ header: "X-S", content: "{timestamp}{body}" }, ["timestampHeader"]],
    [{ header: "X-S", content: "{timestamp}{body}", timestampKey: "t" }, ["signatureKey"]],
    [{ header: "X-S", content: "{id}{body}" }, ["idHeader"]],
    [{ scheme: "basic" }, ["username"]],
    [{ scheme: "basic", username: "a:b" }, ["username"]],
    [{ scheme: "api_key" }, ["header"]],
    [{ scheme: "api_key", header: "X-A", queryParameter: "a" }, ["header"]],
    [{ scheme: "api_key", header: "X-A", idHeader: "x-a", typeHeader: "X-a" }, ["idHeader", "typeHeader"]],
  ])("%j: refused at %j", (settings, fields) => {
    expect(generic.findProblems?.(settings).map(({ field }) => field)).toEqual(fields);
  });

  it.each([PLAIN, TIMED])("%j: sound", (settings) => {
    expect(generic.findProblems?.(settings)).toEqual([]);
  });
});

describe("an event of a generic source", () => {
  it("is named by the header or the path that the settings say", () => {
    const request = inbound({
      headers: { "X-Event": "order.paid" },
      body: bytes('{"data":[{"id":42}],"type":"from body"}'),
    });
    expect(generic.describe(request, { typeHeader: "X-Event", idPath: "data.0.id" })).toEqual({
      type: "order.paid",
      id: "42",
      occurredAt: null,
    });
    expect(generic.describe(request, { typePath: "type" })).toMatchObject({ type: "from body", id: null });
    expect(generic.describe(request, { typePath: "__proto__.toString", idPath: "constructor.name" })).toEqual(
      {
        type: null,
        // The body is what stands for an id that is not there.
        id: expect.stringMatching(/^sha256:/),
        occurredAt: null,
      },
    );
  });
});

describe("a request without a body, whose query becomes the event", () => {
  const judge = async (content: string, signed: string, query: string, method = "GET") => {
    const url = `https://gateway.example/in/token${query}`;
    const { hex } = await webHmac("SHA-256", "secret", signed === "{url}" ? url : signed);
    const request = inbound(
      { headers: { "X-Sign": hex, "X-Time": `${NOW / 1_000}` }, body: bytes(""), url },
      method,
    );
    const settings = { scheme: "hmac", header: "X-Sign", content, timestampHeader: "X-Time" };
    const untimed = { scheme: "hmac", header: "X-Sign", content };
    return verdict(
      await verifyWith(generic, request, {
        secrets: ["secret"],
        settings: content.includes("{timestamp}") ? settings : untimed,
      }),
    );
  };

  it.each(["GET", "POST"])("is refused where the signature does not cover the query (%s)", async (method) => {
    expect(await judge("{body}", "", "?amount=1", method)).toBe("no_supported_scheme");
    expect(await judge("{timestamp}.{body}", `${NOW / 1_000}.`, "?amount=1", method)).toBe(
      "no_supported_scheme",
    );
  });

  it("is taken where it does, and where there is none", async () => {
    expect(await judge("{url}{body}", "{url}", "?amount=1")).toBe("verified");
    expect(await judge("{body}", "", "")).toBe("verified");
    expect(await judge("{body}", "", "?")).toBe("verified");
  });
});

describe("a prefix with a blank or comma in it", () => {
  it.each(["HMAC-SHA256 ", "HMAC, "])("%j stands once, in front of all signatures", async (prefix) => {
    const { hex } = await webHmac("SHA-256", "secret", "{}");
    const judge = async (value: string) =>
      verdict(
        await verifyWith(generic, inbound({ headers: { Authorization: value }, body: bytes("{}") }), {
          secrets: ["secret"],
          settings: { scheme: "hmac", header: "Authorization", prefix },
        }),
      );
    expect(await judge(`${prefix}${hex}`)).toBe("verified");
    expect(await judge(`${prefix}${"00".repeat(32)}, ${hex}`)).toBe("verified");
    expect(await judge(hex)).toBe("malformed_header");
  });
});
