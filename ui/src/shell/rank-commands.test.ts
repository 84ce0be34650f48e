import { describe, expect, it } from "vitest";
import { rank } from "./rank-commands.ts";

const command = (label: string) => ({ id: label, label, run: () => undefined });
const commands = ["Dead letters", "Deliveries", "Credentials", "Sources"].map(command);
const found = (query: string) => rank(commands, query).map(({ label }) => label);

describe("the palette", () => {
  it("shows all before anything is typed", () => {
    expect(found(" ")).toHaveLength(4);
  });

  it("puts what begins with the letters before what has them inside", () => {
    expect(found("de")).toEqual(["Dead letters", "Deliveries", "Credentials"]);
  });

  it("finds letters that have others between them, and nothing that lacks one", () => {
    expect(found("ddl")).toEqual(["Dead letters"]);
    expect(found("zz")).toEqual([]);
  });
});
