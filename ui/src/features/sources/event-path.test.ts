import { describe, expect, it } from "vitest";
import { eventPath, logPath, ownPart } from "./event-path.ts";

const source = (...ids: string[]) => ({ id: "src_1", activity: { recentEvents: ids.map((id) => ({ id })) } });

describe("the way from a source to its events", () => {
  it("leads to one event, whatever its id has in it", () => {
    expect(eventPath("src_1:a/b")).toBe("/events/src_1%3Aa%2Fb");
  });

  it("leads to the log where the provider names its events", () => {
    expect(logPath(source("evt_1", "src_1:2"))).toBe("/deliveries?text=src_1%3A");
  });

  it("calls it as the provider does", () => {
    expect(["src_1:2:3", "src_10:2", "evt_1"].map((id) => ownPart("src_1", id))).toEqual([
      ...["2:3", "src_10:2", "evt_1"],
    ]);
  });

  it("does not where the log could not find them", () => {
    expect(logPath(source("evt_1", "src_10:2"))).toBeNull();
    expect(logPath(source())).toBeNull();
  });
});
