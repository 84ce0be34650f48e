import { describe, expect, it } from "vitest";
import { chunksOf, isEditor, judge, type Manifest, scriptsOf } from "./first-load.ts";

const MANIFEST: Manifest = {
  "index.html": { file: "assets/index.js", imports: ["_web.js", "_client.js"] },
  "overview.tsx": { file: "assets/overview.js", imports: ["index.html", "_chart.js"] },
  "_web.js": { file: "assets/web.js" },
  "_client.js": { file: "assets/client.js", imports: ["_web.js"] },
  "_chart.js": { file: "assets/chart.js", imports: ["_client.js"] },
  "_editor.js": { file: "assets/editor.js", imports: ["_web.js"] },
};

describe("the first load", () => {
  it("counts what is imported by what is imported, once, and nothing that nobody imports", () => {
    const files = chunksOf(MANIFEST, ["index.html", "overview.tsx"]).map(({ file }) => file);
    expect(files.toSorted()).toEqual([
      "assets/chart.js",
      "assets/client.js",
      "assets/index.js",
      "assets/overview.js",
      "assets/web.js",
    ]);
  });

  it("does not pass over a chunk that was renamed", () => {
    expect(() => chunksOf(MANIFEST, ["overview-page.tsx"])).toThrow("no chunk of overview-page.tsx");
  });

  it("finds the scripts that the page names, and no style sheet", () => {
    const html = `<script src="/theme.js"></script><script type="module" crossorigin src="/assets/a.js"></script>
      <link rel="modulepreload" crossorigin href="/assets/b.js"><link rel="stylesheet" href="/assets/c.css">`;
    expect(scriptsOf(html)).toEqual(["theme.js", "assets/a.js", "assets/b.js"]);
  });
});

describe("the budget", () => {
  const weight = (file: string, gzipBytes: number, code = "") => ({
    file,
    bytes: gzipBytes * 3,
    gzipBytes,
    editor: isEditor(code),
  });

  it("holds to the last byte", () => {
    expect(judge([weight("a.js", 60), weight("b.js", 40)], 100)).toEqual({ gzipBytes: 100, faults: [] });
  });

  it("is broken by one byte more, and says by how many", () => {
    expect(judge([weight("a.js", 60), weight("b.js", 41)], 100).faults).toEqual([
      "the first load is 1 bytes over its 100",
    ]);
  });

  it("is broken by an editor, however small", () => {
    const { faults } = judge([weight("a.js", 1, 'theme({".cm-content":{}})')], 100);
    expect(faults).toEqual([expect.stringContaining("a.js has an editor in it")]);
  });
});
