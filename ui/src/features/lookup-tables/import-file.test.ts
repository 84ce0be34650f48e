import { describe, expect, it } from "vitest";
import { delimiterOf, formatOf, previewCsv, problemsOf, rowsAt } from "./import-file.ts";

describe("a file to import", () => {
  it("is known by its name, else by how it begins", () => {
    expect(formatOf("a.CSV", "")).toBe("csv");
    expect(formatOf("a.jsonl", "")).toBe("ndjson");
    expect(formatOf("a.json", "")).toBe("json");
    expect(formatOf("export", '  [{"key":"a"}]')).toBe("json");
    expect(formatOf("export", '{"key":"a"}\n')).toBe("ndjson");
    expect(formatOf("export", "code;name")).toBe("csv");
  });

  it("has the delimiter that its first line has most of", () => {
    expect(delimiterOf("code;name, long;x\n1,2,3,4")).toBe(";");
    expect(delimiterOf("code\tname")).toBe("\t");
    expect(delimiterOf("code")).toBe(",");
  });

  it("is previewed with quotes and line breaks where they belong", () => {
    expect(previewCsv('\uFEFFcode,name\nNL,"Nether\nlands"\n\n', ",")).toEqual([
      ["code", "name"],
      ["NL", "Nether\nlands"],
    ]);
  });
});

describe("what is wrong with a file", () => {
  it("is told by the row's number, or the entry's, or the key", () => {
    expect(problemsOf([{ pointer: "/3", message: "m" }], "csv")).toEqual([{ place: 3, message: "m" }]);
    expect(problemsOf([{ pointer: "/3", message: "m" }], "json")).toEqual([{ place: 4, message: "m" }]);
    expect(problemsOf([{ pointer: "/a~1b", message: "m" }], "json")).toEqual([
      { place: "a/b", message: "m" },
    ]);
    expect(problemsOf([{ pointer: "", message: "m" }], "csv")).toEqual([{ place: null, message: "m" }]);
  });

  it("is shown with what the row says", async () => {
    const csv = new Blob(['code,name\nNL,"a\nb"\nBE\n']);
    expect(await rowsAt(csv, "csv", ",", new Set([3]))).toEqual(new Map([[3, "BE"]]));
    const lines = new Blob(['{"key":"a"}\nbroken\n']);
    expect(await rowsAt(lines, "ndjson", ",", new Set([2]))).toEqual(new Map([[2, "broken"]]));
    expect(await rowsAt(csv, "json", ",", new Set([1]))).toEqual(new Map());
  });
});
