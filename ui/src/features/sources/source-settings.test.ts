import { describe, expect, it } from "vitest";
import meta from "../../../../workers/connectors/meta/metadata.json" with { type: "json" };
import type { Connector, Source } from "./source-queries.ts";
import { masksOf, settingsDraft, settingsPatch } from "./source-settings.ts";

const META = meta as unknown as Connector;
const SOURCE = {
  name: "Pages",
  provider: "meta",
  enabled: true,
  verification: "provider",
  settings: { verifyToken: "••••abcd" },
  toleranceSeconds: null,
  response: null,
  eventType: null,
  headers: ["x-hub"],
  labels: { shop: "eu" },
  deduplicate: null,
} as unknown as Source;
const DRAFT = settingsDraft(SOURCE, META);

describe("the settings of a source", () => {
  it("that nobody touched are no change", () => {
    expect(settingsPatch(SOURCE, META, DRAFT)).toEqual({});
  });

  it("send what was changed and nothing else", () => {
    expect(settingsPatch(SOURCE, META, { ...DRAFT, name: "Shop pages" })).toEqual({ name: "Shop pages" });
    expect(settingsPatch(SOURCE, META, { ...DRAFT, headers: "x-hub, x-two" })).toEqual({
      headers: ["x-hub", "x-two"],
    });
  });

  it("never bring a stored secret into the form, and send a new one alone", () => {
    expect(DRAFT.settings).toEqual({});
    expect(masksOf(SOURCE, META)).toEqual({ verifyToken: "••••abcd" });
    expect(settingsPatch(SOURCE, META, { ...DRAFT, settings: { verifyToken: "new" } })).toEqual({
      settings: { verifyToken: "new" },
    });
  });

  it("say that an unverified source is meant, when it becomes one", () => {
    expect(settingsPatch(SOURCE, META, { ...DRAFT, isUnverified: true, isAccepted: true })).toEqual({
      verification: "none",
      acceptUnverified: true,
    });
  });

  it("put an answer together, and take it away again", () => {
    const answered = {
      ...DRAFT,
      hasResponse: true,
      status: "202",
      responseHeaders: [{ name: "content-type", value: "text/plain" }],
      responseBody: "ok",
    };
    const response = { status: 202, headers: { "content-type": "text/plain" }, body: "ok" };
    expect(settingsPatch(SOURCE, META, answered)).toEqual({ response });
    expect(settingsPatch({ ...SOURCE, response }, META, { ...answered, hasResponse: false })).toEqual({
      response: null,
    });
  });

  it("keep which members are compared when only the window changes", () => {
    const deduplicate = { windowMs: 60_000, include: ["id"], exclude: [] };
    const source = { ...SOURCE, deduplicate } as Source;
    const draft = { ...settingsDraft(source, META), windowMs: "600000" };
    expect(settingsPatch(source, META, draft)).toEqual({
      deduplicate: { windowMs: 600_000, include: ["id"], exclude: [] },
    });
  });
});
