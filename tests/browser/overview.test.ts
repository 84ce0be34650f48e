import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { seed } from "./support/seed.ts";
import { openWorld, type World } from "./support/world.ts";

/** What an operator sees first: an organization without a past, and one with troubles. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  world = await openWorld("Overview");
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

const tile = (name: string) =>
  page.locator("#content").getByRole("link", { name: new RegExp(`^${name} ?[^t ]`) });

describe("a new organization", () => {
  it("is shown its first two steps, with a command that works", async () => {
    await page.getByText("Two steps to the first delivery").waitFor();
    await page.getByRole("link", { name: "New integration" }).waitFor();
    await page.getByRole("button", { name: "Copy" }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(command).toContain(`curl ${world.dashboardUrl}/api/v1/events`);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("sees each step ticked off by itself, and then its figures", async () => {
    await world.api.expect(201, "POST", "/api/v1/integrations", {
      name: "First",
      url: `${world.targets.url}/first`,
      eventTypes: ["*"],
    });
    await page.getByText("There is an integration").waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const body = /-d '(.*)'/.exec(command)?.[1] ?? "";
    const sent = await fetch(`${world.dashboardUrl}/api/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${world.apiKey}`, "content-type": "application/json" },
      body,
    });
    expect(sent.status).toBe(202);
    await page.getByText("Success rate").waitFor();
    await page.getByText("Every circuit is closed.").waitFor();
  });
});

describe("an organization with troubles", () => {
  it("names its unhealthy integrations at the top, and leads to them", async () => {
    await seed(world);
    await desk.go("");
    const alert = page.getByRole("region", { name: /integrations are unhealthy/ });
    await alert.waitFor({ timeout: 20_000 });
    const worst = alert.getByRole("listitem").getByRole("link").first();
    const href = await worst.getAttribute("href");
    expect(href).toMatch(/\/integrations\/int_/);
    expect(await worst.textContent()).toMatch(/Unhealthy/);
  });

  it("shows what the gateway counted", async () => {
    await desk.go("");
    const summary = async () =>
      (await world.api.expect(200, "GET", "/api/v1/overview?window=24h")) as unknown as {
        deadLetters: { count: number };
        oldestUndelivered: { deliveryId: string } | null;
        circuits: { phase: string }[];
      };
    await expect
      .poll(async () => tile("Dead letters").textContent(), { timeout: 20_000 })
      .toContain(String((await summary()).deadLetters.count));
    const oldest = async () => (await summary()).oldestUndelivered?.deliveryId ?? "none yet";
    await expect
      .poll(
        async () => (await tile("Oldest undelivered").getAttribute("href"))?.endsWith(await oldest()),
        PATIENCE,
      )
      .toBe(true);
    expect(await tile("Circuits").textContent()).toContain("1 open");
    expect(await tile("Circuits").textContent()).toContain("1 paused");
    await page.getByRole("link", { name: /Analytics stream.*Paused.*database is being moved/ }).waitFor();
  });

  it("leads from an error to the deliveries that have it", async () => {
    await page.getByRole("link", { name: "Deliveries that failed by Authentication" }).click();
    await page.waitForURL(/deliveries\?category=AUTH&range=24h/);
    await page.goBack();
  });

  it("keeps the range in the address, also by key", async () => {
    await page.getByRole("button", { name: "1 h" }).click();
    await page.waitForURL(/range=1h/);
    await page.reload();
    await page.getByText("Success rate").waitFor();
    expect(await page.getByRole("button", { name: "1 h" }).getAttribute("aria-pressed")).toBe("true");
    await page.keyboard.press("3");
    await page.waitForURL(/range=7d/);
  });

  it("says so while the figures are of another range, and when they cannot be had", async () => {
    await desk.go("");
    await page.getByText("Live", { exact: true }).waitFor();
    let isAway = true;
    await page.route(/\/overview\?window=1h/, async (route) => {
      if (isAway) await route.abort();
      else await route.continue();
    });
    await page.keyboard.press("1");
    await page.getByText("Not of this range yet,").waitFor();
    expect(await page.getByText("Live", { exact: true }).count()).toBe(0);
    await page.getByText("No answer").waitFor({ timeout: 30_000 });
    isAway = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Live", { exact: true }).waitFor();
    await page.unroute(/\/overview\?window=1h/);
    expect(desk.takeComplaints(/Failed to load resource/)).toBeGreaterThan(0);
  });

  it("tells the values of a bar to the keyboard, and lists its deliveries on Enter", async () => {
    await desk.go("?range=7d");
    const chart = page.getByRole("slider", { name: "Deliveries over time" });
    await chart.focus();
    await page.keyboard.press("End");
    expect(await chart.getAttribute("aria-valuetext")).toMatch(/\d\d:\d\d – \d\d:\d\d: .*Delivered \d+/);
    const last = await chart.getAttribute("aria-valuenow");
    await page.keyboard.press("ArrowLeft");
    expect(Number(await chart.getAttribute("aria-valuenow"))).toBe(Number(last) - 1);
    await page.keyboard.press("Enter");
    await page.waitForURL(/deliveries\?from=.*&to=/);
    await page.goBack();
  });

  it("follows what happens without a reload", async () => {
    await desk.go("?range=1h");
    const count = async () =>
      Number((/^Deliveries(\d+)/.exec((await tile("Deliveries").textContent()) ?? "") ?? [])[1]);
    await expect.poll(count, PATIENCE).toBeGreaterThan(0);
    const before = await count();
    await world.api.expect(202, "POST", "/api/v1/events", { type: "invoice.issued", payload: { n: 1 } });
    await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(before);
  });

  it("has nothing that axe finds, in light and dark, and does not scroll sideways on a phone", async () => {
    await desk.go("");
    await page.getByRole("slider").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth), PATIENCE)
      .toBeLessThanOrEqual(390);
  });
});
