import type { Browser } from "playwright-core";
import { launchChromium } from "../../tests/browser/support/chromium.ts";
import { openDesk } from "../../tests/browser/support/desk.ts";
import { seed } from "../../tests/browser/support/seed.ts";
import { openWorld } from "../../tests/browser/support/world.ts";

const ROUNDS = 9;

/**
 * How long somebody who is signed in waits for the overview: from asking for the address until its figures are shown and a
 * range can be chosen. Nothing of the page is in the browser's cache.
 */
export async function measureOverview(): Promise<{ medianMs: number; times: readonly number[] }> {
  const world = await openWorld("Acme Commerce");
  const browser = await launchChromium();
  try {
    await seed(world, { past: true });
    const { context } = await openDesk(world, browser);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      times.push(await open(context, `${world.dashboardUrl}/o/${world.orgId}`));
    }
    return { medianMs: times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0, times };
  } finally {
    await browser.close();
    await world.close();
  }
}

async function open(context: Awaited<ReturnType<Browser["newContext"]>>, url: string): Promise<number> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const startedAt = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.getByRole("slider").waitFor();
  await page.getByText("Success rate", { exact: true }).click({ trial: true });
  const took = performance.now() - startedAt;
  await page.close();
  return took;
}
