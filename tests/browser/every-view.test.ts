import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../../scripts/runtime.ts";
import { judge } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Stage, setStage } from "./support/stage.ts";
import { VIEWS, type View } from "./support/views.ts";
import { createVisitors, settled, showTheme, sidewaysBy, visit } from "./support/visit.ts";
import { openWorld, type World } from "./support/world.ts";

/** What holds for every view, so that no view has to remember it. `npm run screenshots` takes pictures of the same list. */

const WIDE = { width: 1_440, height: 900 };
const NARROW = { width: 390, height: 844 };

let world: World;
let browser: Browser;
let stage: Stage;
let visitors: ReturnType<typeof createVisitors>;

beforeAll(async () => {
  world = await openWorld("Acme Commerce");
  browser = await launchChromium();
  stage = await setStage(world);
  visitors = createVisitors(browser, stage);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

it("every route of the dashboard is in the list of views", () => {
  const source = ["routes.tsx", "app.tsx"].map((file) => readFileSync(join(ROOT, "ui", "src", file), "utf8"));
  const routes = source.flatMap((text) =>
    [...text.matchAll(/<Route path="([^"]+)" component/g)].map(([, path = ""]) => path),
  );
  expect(routes.length).toBeGreaterThan(25);
  const seen = new Set(VIEWS.map(({ route }) => route));
  expect(routes.filter((route) => !seen.has(route) && route !== "/o/:org")).toEqual([]);
});

it("no two views have one name: the picture of one would be the other's", () => {
  expect(new Set(VIEWS.map(({ name }) => name)).size).toBe(VIEWS.length);
});

// Two at a time: a page that is judged has one core to itself, and whoever waits for the gateway none.
it.concurrent.each(VIEWS)(
  "$name has nothing that axe finds in either theme, no error in the console, no other host, no sideways scrolling",
  (view) =>
    visitors.as(view.by ?? "owner", async ({ page, takeComplaints }) => {
      await page.setViewportSize(WIDE);
      await visit(page, view, stage);
      const findings = [...(await axeFindings(page, "light")), ...(await axeFindings(page, "dark"))];
      await page.setViewportSize(NARROW);
      await settled(page);
      if (isLaidOutAnew(view)) findings.push(...(await axeFindings(page, "light")));
      expect(findings).toEqual([]);
      expect(takeComplaints()).toEqual([]);
      expect(await sidewaysBy(page)).toBe(0);
    }),
);

/** Tables drop columns and the navigation hides behind a button: judged where a list or the first of several tabs is. */
function isLaidOutAnew({ name, route }: View): boolean {
  return `/${name}` === route || name === "overview";
}

async function axeFindings(page: Page, theme: "light" | "dark"): Promise<readonly string[]> {
  await showTheme(page, theme);
  await settled(page);
  return judge(page, theme);
}
