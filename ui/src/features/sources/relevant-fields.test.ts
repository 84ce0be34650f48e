import { describe, expect, it } from "vitest";
import generic from "../../../../workers/connectors/generic/metadata.json" with { type: "json" };
import github from "../../../../workers/connectors/github/metadata.json" with { type: "json" };
import { defaultSettings, relevantFields, settingsToSend } from "./relevant-fields.ts";
import type { Connector } from "./source-queries.ts";

const GENERIC = generic as unknown as Connector;
const names = (settings: Record<string, string>) => relevantFields(GENERIC, settings).map(({ name }) => name);

describe("the fields of a provider's form", () => {
  it("of the generic provider are those of the chosen scheme", () => {
    expect(names({ scheme: "basic" })).toEqual(
      expect.arrayContaining(["secret", "scheme", "username", "typePath"]),
    );
    expect(names({ scheme: "basic" })).not.toContain("algorithm");
    expect(names({ scheme: "api_key" })).toContain("queryParameter");
    expect(names({ scheme: "hmac" })).not.toContain("username");
  });

  it("ask for a unit of time only where there is a time", () => {
    expect(names({ scheme: "hmac" })).not.toContain("timestampUnit");
    expect(names({ scheme: "hmac", timestampKey: "t" })).toContain("timestampUnit");
  });

  it("of every other provider are all of them", () => {
    expect(relevantFields(github as unknown as Connector, {})).toHaveLength(github.fields.length);
  });

  it("are all reachable by some scheme", () => {
    const reachable = new Set(
      ["hmac", "basic", "api_key"].flatMap((scheme) => names({ scheme, timestampKey: "t" })),
    );
    expect([...reachable].toSorted()).toEqual(generic.fields.map(({ name }) => name).toSorted());
  });

  it("are sent without the secret, without what is empty, and without another scheme's", () => {
    const settings = { ...defaultSettings(GENERIC), scheme: "basic", username: "ann", typePath: "  " };
    expect(settingsToSend(GENERIC, settings)).toEqual({ scheme: "basic", username: "ann" });
  });
});
