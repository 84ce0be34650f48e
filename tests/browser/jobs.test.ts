import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { seed } from "./support/seed.ts";
import { openWorld, type World } from "./support/world.ts";

/** Bulk operations: what runs, what came of it, and the way back. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  world = await openWorld("Operations");
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
afterEach(() => expect(desk.complaints).toEqual([]));
const PATIENCE = { timeout: 15_000 };

const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
async function deadLetters(category: string): Promise<number> {
  const query = `/api/v1/deliveries?status=dead_lettered&category=${category}&limit=200`;
  return ((await world.api.expect(200, "GET", query)).items as unknown[]).length;
}

it("an organization without any is told where they come from", async () => {
  await desk.go("/jobs");
  await page.getByText("No bulk operation yet").waitFor();
  await expect
    .poll(() => page.getByRole("link", { name: "Dead letters" }).last().getAttribute("href"))
    .toMatch(/\/dead-letters$/);
  expect(await axeFindings(page)).toEqual([]);
});

describe("what is over", () => {
  let before = 0;

  it("shows its result, and how long it can be taken back", async () => {
    await seed(world);
    await expect.poll(() => deadLetters("VALIDATION"), { timeout: 20_000 }).toBe(11);
    before = await deadLetters("VALIDATION");
    await world.api.expect(202, "POST", "/api/v1/dead-letters/discard", {
      filter: { category: "VALIDATION" },
    });
    await expect
      .poll(() => row("Discard of dead letters").textContent(), { timeout: 15_000 })
      .toMatch(/Validation.*Completed.*11 of 11.*23 h 59 min left/);
    expect(await deadLetters("VALIDATION")).toBe(0);
  });

  it("has its details beside it, with the way to the audit log", async () => {
    await row("Discard of dead letters").getByRole("button").first().click();
    await page.waitForURL(/job=job_/);
    const drawer = page.getByRole("dialog");
    await drawer.getByText("They are dead letters again").waitFor();
    await expect
      .poll(() => drawer.getByRole("link", { name: "In the audit log" }).getAttribute("href"))
      .toMatch(/\/audit\?targetId=job_/);
    expect(await axeFindings(page)).toEqual([]);
    // By what was wrong with them only those are found that are wrong still.
    const all = drawer.getByRole("link", { name: "All deliveries of that span" });
    expect(await all.getAttribute("href")).not.toContain("category");
    const still = drawer.getByRole("link", { name: "Those that fail like that now" });
    await expect.poll(() => still.getAttribute("href")).toContain("category=VALIDATION");
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
  });

  it("is taken back, and a toast follows that to its end", async () => {
    await row("Discard of dead letters").getByRole("button", { name: /^Undo/ }).click();
    await page.getByText("Undo completed").waitFor();
    await page.getByText("11 done").waitFor();
    await expect.poll(() => row("Discard of dead letters").textContent(), PATIENCE).toContain("Taken back");
    expect(await deadLetters("VALIDATION")).toBe(before);
  });
});

it("what runs shows its progress and is stopped halfway", async () => {
  await world.api.expect(202, "POST", "/api/v1/dead-letters/retry", {
    filter: { category: "AUTH" },
    perMinute: 6,
  });
  const running = page.getByRole("listitem").filter({ hasText: "Retry of dead letters" });
  await running.getByRole("progressbar").waitFor({ timeout: 15_000 });
  await running.getByText("6 a minute").waitFor();
  await running.getByText(/about .* left/).waitFor();
  await running.getByRole("button", { name: "Stop" }).click();
  await expect.poll(() => row("Retry of dead letters").textContent(), PATIENCE).toContain("Cancelled");
  await page.getByText("Nothing is running.").waitFor();
});

it("whoever may not read operations is told what it takes", async () => {
  const ben = await openDesk(world, browser, { email: "ben@example.com", password: world.owner.password });
  await ben.go("/jobs");
  await ben.page.getByText(/permission jobs:read/).waitFor();
  await ben.context.close();
});
