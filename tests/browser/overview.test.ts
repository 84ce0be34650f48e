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
    await expect.poll(() => worst.textContent()).toMatch(/Unhealthy/);
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
    await expect.poll(() => tile("Circuits").textContent()).toContain("1 open");
    await expect.poll(() => tile("Circuits").textContent()).toContain("1 paused");
    await page.getByRole("link", { name: /Analytics stream.*Paused.*database is being moved/ }).waitFor();
  });

  it("leads from an error to the deliveries that have it", async () => {
    await page.getByRole("link", { name: "Deliveries that failed by Authentication" }).click();
    await page.waitForURL(/deliveries\?category=AUTH&range=24h/);
    await page.goBack();
  });

  it("tells what a score is made of, to the keyboard and to a tap", async () => {
    const ring = page.getByRole("button", { name: /of 100 points/ }).first();
    await ring.focus();
    await page.getByRole("tooltip").getByText("Response time").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("tooltip").waitFor({ state: "detached" });
    await ring.dispatchEvent("click");
    await page.getByRole("tooltip").getByText("Weight").waitFor();
    await page.keyboard.press("Escape");
  });

  it("keeps the range in the address, also by key", async () => {
    await page.getByRole("button", { name: "1 h" }).click();
    await page.waitForURL(/range=1h/);
    await page.reload();
    await page.getByText("Success rate").waitFor();
    await expect
      .poll(() => page.getByRole("button", { name: "1 h" }).getAttribute("aria-pressed"))
      .toBe("true");
    await page.keyboard.press("3");
    await page.waitForURL(/range=7d/);
  });

  it("tells the values of a bar to the keyboard, and lists its deliveries on Enter", async () => {
    await desk.go("?range=7d");
    const chart = page.getByRole("slider", { name: "Deliveries over time" });
    await chart.focus();
    await page.keyboard.press("End");
    await expect
      .poll(() => chart.getAttribute("aria-valuetext"))
      .toMatch(/\d\d:\d\d – \d\d:\d\d \S+: .*Delivered \d+/);
    const last = await chart.getAttribute("aria-valuenow");
    await page.keyboard.press("ArrowLeft");
    expect(Number(await chart.getAttribute("aria-valuenow"))).toBe(Number(last) - 1);
    await page.keyboard.press("Enter");
    await page.waitForURL(/deliveries\?from=.*&to=/);
    await page.goBack();
  });

  it("marks the figures of another range as such while those of the chosen one are on their way", async () => {
    await desk.go("?range=24h");
    await page.getByText(/^Live$/).waitFor();
    await expect.poll(() => page.getByText(/^as of/).textContent()).toMatch(/as of \d\d:\d\d:\d\d \S+/);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route(/overview\?window=7d/, async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole("button", { name: "7 d" }).click();
    await page.getByText("Still the last 24 hours,").waitFor();
    expect(await page.getByText(/^Live$/).count()).toBe(0);
    await expect
      .poll(() => page.locator("[aria-busy=true]").getByText("Success rate", { exact: true }).count())
      .toBe(1);
    letGo();
    await page.getByText(/^Live$/).waitFor();
    expect(await page.getByText("Still the last 24 hours,").count()).toBe(0);
    await page.unroute(/overview\?window=7d/);
  });

  it("says that the figures of a range did not come, with the request and a way to ask again", async () => {
    await desk.go("?range=24h");
    await page.getByText(/^Live$/).waitFor();
    // A question that the gateway refuses, with its own words and id.
    await page.route(/overview\?window=1h/, (route) =>
      route.continue({ url: route.request().url().replace("window=1h", "window=none") }),
    );
    await page.getByRole("button", { name: "1 h" }).click();
    const failure = page.getByRole("alert").filter({ hasText: "The figures of the last hour did not come" });
    await failure.getByText(/^Request req_/).waitFor();
    await page.getByText("Still the last 24 hours,").waitFor();
    // Asked again every few seconds, it stays said until there is an answer.
    for (let look = 0; look < 6; look += 1) {
      await expect.poll(() => failure.count()).toBe(1);
      await page.waitForTimeout(1_000);
    }
    await page.unroute(/overview\?window=1h/);
    await failure.getByRole("button", { name: "Try again" }).click();
    await page.getByText(/^Live$/).waitFor();
    expect(await failure.count()).toBe(0);

    // What is of the right range, but no longer answered, is not live either.
    await page.route(/api\/v1\/overview/, (route) => route.abort());
    await page.getByText(/^Not live,$/).waitFor();
    await page.unroute(/api\/v1\/overview/);
    await page.getByText(/^Live$/).waitFor({ timeout: 20_000 });
    desk.takeComplaints(/Failed to load resource/);
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
