/**
 * `npm run screenshots [part of a name …]`: every view of the dashboard, light and dark, 1440 and 390 px wide, into
 * screenshots/. Fails on an error in the console, a request to another host, or a page that scrolls sideways.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchChromium } from "../tests/browser/support/chromium.ts";
import { type Stage, setStage } from "../tests/browser/support/stage.ts";
import { VIEWS, type View } from "../tests/browser/support/views.ts";
import { createVisitors, settled, showTheme, sidewaysBy, visit } from "../tests/browser/support/visit.ts";
import { openWorld } from "../tests/browser/support/world.ts";
import { ROOT } from "./runtime.ts";

const SIZES = [
  { width: 1_440, height: 900 },
  { width: 390, height: 844 },
] as const;
const THEMES = ["light", "dark"] as const;
const TALLEST_PX = 2_400;
const FOLDER = join(ROOT, "screenshots");

const wanted = process.argv.slice(2);
const views = VIEWS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
mkdirSync(FOLDER, { recursive: true });
const world = await openWorld("Acme Commerce");
const browser = await launchChromium();
const faults: string[] = [];
try {
  const stage = await setStage(world);
  const visitors = createVisitors(browser, stage);
  for (const view of views) {
    await visitors.as(view.by ?? "owner", async ({ page, takeComplaints }) => {
      await take(view, page, stage).catch((error: unknown) =>
        faults.push(`${view.name}: ${String(error).slice(0, 300)}`),
      );
      faults.push(...takeComplaints().map((complaint) => `${view.name}: ${complaint}`));
    });
  }
} finally {
  await browser.close();
  await world.close();
}
for (const fault of faults) console.error(`FAILED ${fault}`);
console.log(`${views.length} views, ${views.length * SIZES.length * THEMES.length} pictures in ${FOLDER}`);
process.exit(faults.length === 0 ? 0 : 1);

/** Made narrow and not opened anew: what somebody has open stays open when they turn their tablet. */
async function take(view: View, page: Page, stage: Stage): Promise<void> {
  await page.setViewportSize(SIZES[0]);
  await visit(page, view, stage);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await settled(page);
    const sideways = await sidewaysBy(page);
    if (sideways > 0) faults.push(`${view.name}: scrolls sideways by ${sideways} px at ${size.width} px`);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    // All of it, as if the window were that high: a window that is pieced together shows what sticks to it in the middle.
    if (view.open === undefined && height > size.height) {
      await page.setViewportSize({ width: size.width, height: Math.min(height, TALLEST_PX) });
    }
    for (const theme of THEMES) {
      await showTheme(page, theme);
      await settled(page);
      await page.screenshot({ path: join(FOLDER, `${view.name}.${theme}.${size.width}.png`) });
    }
  }
}
