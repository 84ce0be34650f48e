import { describe, expect, it } from "vitest";
import github from "../../../../workers/connectors/github/metadata.json" with { type: "json" };
import { newSourceBody } from "./new-source.ts";
import type { Connector } from "./source-queries.ts";
import { mappingDraft } from "./type-mapping.ts";

const GITHUB = github as unknown as Connector;
const DRAFT = {
  name: " Repository ",
  settings: { secret: "s3cret", algorithm: "sha256" },
  mapping: mappingDraft(null, GITHUB),
  isUnverified: false,
  isAccepted: false,
};

describe("the body for a new source", () => {
  it("sends the signing secret apart from the settings", () => {
    expect(newSourceBody(GITHUB, DRAFT)).toEqual({
      name: "Repository",
      provider: "github",
      secret: "s3cret",
      settings: { algorithm: "sha256" },
    });
  });

  it("leaves an empty secret out: it may follow later", () => {
    expect(newSourceBody(GITHUB, { ...DRAFT, settings: { secret: " " } })).toEqual({
      name: "Repository",
      provider: "github",
    });
  });

  it("says of an unverified source whether that was understood", () => {
    expect(newSourceBody(GITHUB, { ...DRAFT, isUnverified: true })).toMatchObject({
      verification: "none",
      acceptUnverified: false,
    });
  });

  it("names the events as was chosen", () => {
    const mapping = { ...DRAFT.mapping, mode: "prefix" as const, prefix: "code." };
    expect(newSourceBody(GITHUB, { ...DRAFT, mapping }).eventType).toEqual({
      mode: "prefix",
      prefix: "code.",
    });
  });
});
