import { describe, expect, it } from "vitest";
import {
  arrange,
  type Health,
  joinEntries,
  type Listed,
  nameKey,
  type Wish,
} from "./arrange-integrations.ts";

const integration = (id: string, more: Partial<Listed> = {}) =>
  ({
    id,
    name: id,
    url: `https://${id}.example`,
    eventTypes: ["order.*"],
    enabled: true,
    circuit: null,
    createdAt: "2026-11-01T00:00:00Z",
    ...more,
  }) as Listed;
const health = (integrationId: string, score: number | null, grade: Health["grade"]) =>
  ({ integrationId, score, grade, inputs: { lastAttemptAt: null } }) as unknown as Health;

const entries = joinEntries(
  [
    integration("quiet"),
    integration("well"),
    integration("ill", { circuit: { phase: "open", since: "", restsUntil: null } }),
    integration("off", { enabled: false, name: "Partner" }),
  ],
  [health("well", 97, "green"), health("ill", 31, "red"), health("quiet", null, "unknown")],
  new Map([["ill", 0.5]]),
  { health: "read", rates: "read" },
);
const all: Wish = { text: "", grades: [], circuits: [], enabled: "all", sort: "worst" };
const ids = (wish: Partial<Wish>) =>
  arrange(entries, { ...all, ...wish }).map(({ integration: { id } }) => id);

describe("the list of integrations", () => {
  it("the worst come first, those without a score last", () => {
    expect(ids({})).toEqual(["ill", "well", "off", "quiet"]);
  });

  it("is narrowed by grade, circuit, switch and text", () => {
    expect(ids({ grades: ["red"] })).toEqual(["ill"]);
    expect(ids({ grades: ["unknown"] })).toEqual(["off", "quiet"]);
    expect(ids({ circuits: ["open"] })).toEqual(["ill"]);
    expect(ids({ enabled: "off" })).toEqual(["off"]);
    expect(ids({ text: "PARTNER" })).toEqual(["off"]);
    expect(ids({ text: "well.example" })).toEqual(["well"]);
  });

  it("names are in the order in which people count", () => {
    const numbered = joinEntries(
      ["Shop 10", "shop 2", "Shop 1"].map((name) => integration(name)),
      [],
      new Map(),
      { health: "failed", rates: "failed" },
    );
    const sorted = arrange(numbered, { ...all, sort: "name" });
    expect(sorted.map(({ integration: { name } }) => name)).toEqual(["Shop 1", "shop 2", "Shop 10"]);
    expect(numbered.map(nameKey).toSorted()).toEqual(sorted.map(nameKey));
  });
});
