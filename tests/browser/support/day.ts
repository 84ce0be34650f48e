import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect } from "vitest";
import type { Desk } from "./desk.ts";

/** In git's eyes it is not there. */
const PICTURES = join(import.meta.dirname, "..", "..", "..", "dist", "operators-day");

/**
 * The steps of a day build on each other: after one that failed the others would only fail later and more obscurely. And
 * each of them leaves the console clean; what a step provokes on purpose it takes off the list itself, by its name.
 */
export function oneAfterTheOther(desk: () => Desk): void {
  let isOver = false;
  beforeEach(({ skip }) => skip(isOver, "an earlier step failed"));
  afterEach(({ task }) => {
    if (task.result?.state === "fail") isOver = true;
    if (task.result?.state === "skip" || task.mode === "skip") return;
    expect(desk().complaints).toEqual([]);
  });
}

/** With PICTURES=1 the day is photographed, for whoever wants to see what the operator sees. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** From asking for the overview, as a new page, to its figures being there. */
export async function timeOverview(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "commit" });
  await page.getByText("Success rate", { exact: true }).first().waitFor();
  return page.evaluate(() => Math.round(performance.now()));
}
