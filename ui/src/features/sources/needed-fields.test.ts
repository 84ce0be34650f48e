import { describe, expect, it } from "vitest";
import generic from "../../../../workers/connectors/generic/metadata.json" with { type: "json" };
import { findProblems } from "../../../../workers/connectors/generic/scheme.ts";
import github from "../../../../workers/connectors/github/metadata.json" with { type: "json" };
import { missingLabels, neededFields } from "./needed-fields.ts";
import { defaultSettings } from "./relevant-fields.ts";
import type { Connector } from "./source-queries.ts";

const GENERIC = generic as unknown as Connector;
const DEFAULTS = defaultSettings(GENERIC);

describe("what a source's form needs", () => {
  it.each([
    [{}, ["Header"]],
    [{ header: "X-Sign" }, []],
    [{ header: "X-Sign", content: "{timestamp}.{body}" }, ["Header of the timestamp"]],
    [{ header: "X-Sign", content: "{timestamp}.{body}", timestampKey: "t" }, ["Key of the signature"]],
    [{ header: "X-Sign", content: "{id}.{body}" }, ["Header of the event id"]],
    [{ scheme: "basic" }, ["User name"]],
    [{ scheme: "api_key" }, ["Header"]],
    [{ scheme: "api_key", queryParameter: "key" }, []],
  ])("under %j is %j, as the gateway says it, too", (settings: Record<string, string>, labels: string[]) => {
    const all = { ...DEFAULTS, ...settings };
    expect(missingLabels(GENERIC, all)).toEqual(labels);
    const refused = findProblems(all).map(({ field }) => field);
    expect(GENERIC.fields.filter(({ name }) => refused.includes(name)).map(({ label }) => label)).toEqual(
      labels,
    );
  });

  it("is of every other provider what its manifest says", () => {
    const known = github as unknown as Connector;
    const required = known.fields.flatMap((field) => (field.required ? [field.name] : []));
    expect([...neededFields(known, {})]).toEqual(required);
  });
});
