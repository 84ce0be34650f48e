import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** Alerts: from no rule at all to one that finds something, that somebody looks after, and that others are told of. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  world = await openWorld("Alerts");
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
const rules = async () =>
  (await world.api.expect(200, "GET", "/api/v1/alert-rules")).items as Record<string, unknown>[];

describe("rules", () => {
  it("begin with those that most want, made with one button", async () => {
    await desk.go("/alerts");
    await page.getByText("No rule, no alert").waitFor();
    await page.getByRole("tab", { name: "Rules" }).click();
    await page.waitForURL(/tab=rules/);
    await page.getByRole("button", { name: "Make these rules" }).click();
    await row("Undelivered for an hour").waitFor();
    expect((await rules()).length).toBe(6);
    // Speaks of every single dead letter, so that nobody begins with it; what follows needs one that is raised at once.
    await world.api.expect(201, "POST", "/api/v1/alert-rules", {
      name: "Given up",
      condition: { kind: "exhausted", quietMinutes: 60 },
      integrationIds: null,
      enabled: true,
      mutedUntil: null,
    });
  });

  it("are made in a form that asks what their kind needs, and says at the field what is wrong", async () => {
    await page.getByRole("button", { name: "New rule" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Failing");
    await dialog.getByRole("button", { name: /Looks for/ }).click();
    await page.getByRole("option", { name: "Error rate" }).click();
    await dialog.getByLabel("Failed more than (%)").fill("500");
    await dialog.getByRole("button", { name: "Make the rule" }).click();
    await dialog.getByText("A number from 0 to 100").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel("Failed more than (%)").fill("25");
    await dialog.getByRole("button", { name: "Make the rule" }).click();
    await dialog.waitFor({ state: "detached" });
    await expect
      .poll(() => row("Failing").textContent(), PATIENCE)
      .toContain("more than 25 % of at least 10 failed within 5 minutes");
  });

  it("are changed, and keep what was not touched", async () => {
    await page.getByRole("button", { name: "Failing", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await expect.poll(() => dialog.getByLabel("Failed more than (%)").inputValue()).toBe("25");
    await dialog.getByLabel("Within (minutes)").fill("15");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => row("Failing").textContent(), PATIENCE).toContain("within 15 minutes");
    const found = (await rules()).find(({ name }) => name === "Failing");
    expect(found?.condition).toMatchObject({ abovePercent: 25, windowMinutes: 15, minimum: 10 });
  });

  it("are muted and deleted, each with a way back", async () => {
    await page.getByRole("button", { name: "What to do with Failing" }).click();
    await page.getByRole("menuitem", { name: "Mute: For 1 hour" }).click();
    await expect.poll(() => row("Failing").textContent(), PATIENCE).toContain("Muted until");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => row("Failing").textContent(), PATIENCE).toMatch(/On/);
    await page.getByRole("button", { name: "What to do with Failing" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await row("Failing").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await row("Failing").waitFor();
    expect((await rules()).length).toBe(8);
  });
});

describe("an alert", () => {
  it("appears by itself when a rule finds something", async () => {
    await desk.go("/alerts");
    await page.getByText("Nothing is wrong").waitFor();
    world.targets.answer("/down", 422, '{"error":"no"}');
    await world.api.expect(201, "POST", "/api/v1/integrations", {
      name: "Ledger",
      url: `${world.targets.url}/down`,
      eventTypes: ["*"],
    });
    await world.api.expect(202, "POST", "/api/v1/events", { type: "invoice.issued", payload: { n: 1 } });
    await row("Ledger.*Given up").waitFor({ timeout: 30_000 });
    await expect.poll(() => row("Ledger.*Given up").textContent()).toContain("Raised");
    expect(await axeFindings(page)).toEqual([]);
  });

  it("says that nobody was told, and where to change that", async () => {
    await row("Ledger.*Given up")
      .getByRole("button", { name: /^Ledger/ })
      .click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText("Nobody listens").waitFor({ timeout: 20_000 });
    const next = drawer.getByRole("link", { name: "Its dead letters" });
    await expect.poll(() => next.getAttribute("href")).toMatch(/\/dead-letters\?integrationId=int_/);
    await drawer.getByRole("link", { name: "Say who is told" }).click();
    await page.waitForURL(/tab=notices/);
    await page.getByText("Nobody is told").waitFor();
  });

  it("is told to an integration that is made by the link", async () => {
    await page.getByRole("link", { name: "New integration for notices" }).click();
    await page.waitForURL(/integrations\/new/);
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Alerts");
    await page.getByText("gateway.*").first().waitFor();
    await world.api.expect(201, "POST", "/api/v1/integrations", {
      name: "Pager",
      url: `${world.targets.url}/pager`,
      eventTypes: ["gateway.*"],
    });
    await desk.go("/alerts?tab=notices");
    await page.getByRole("link", { name: /Pager.*gateway\.\*/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("says on a phone, too, since when it is", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await desk.go("/alerts");
    await row("Ledger.*Given up")
      .getByText(/ago|now/)
      .first()
      .waitFor();
    await page.setViewportSize({ width: 1_440, height: 900 });
  });

  it("is acknowledged by name", async () => {
    await desk.go("/alerts");
    await row("Ledger.*Given up")
      .getByRole("button", { name: /^Acknowledge/ })
      .click();
    await expect.poll(() => row("Ledger.*Given up").textContent(), PATIENCE).toContain("Acknowledged");
    await row("Ledger.*Given up")
      .getByRole("button", { name: /^Ledger/ })
      .click();
    await page
      .getByRole("dialog")
      .getByText(/by you/)
      .waitFor();
    await page.keyboard.press("Escape");
  });
});

describe("whoever only sees integrations", () => {
  it("sees the rules and the alerts, and is offered nothing to change them with", async () => {
    const viewer = await addPerson(world, "vera@example.com", "Vera Viewer", "viewer");
    const other = await openDesk(world, browser, viewer);
    await other.go("/alerts?tab=rules");
    await other.page.getByRole("row", { name: /Undelivered for an hour/ }).waitFor();
    expect(await other.page.getByRole("button", { name: /New rule|What to do with/ }).count()).toBe(0);
    expect(await axeFindings(other.page)).toEqual([]);
    await other.page.getByRole("tab", { name: "Alerts" }).click();
    await other.page.getByRole("row", { name: /Ledger.*Given up/ }).waitFor();
    expect(await other.page.getByRole("button", { name: /Acknowledge/ }).count()).toBe(0);
    expect(other.complaints).toEqual([]);
    await other.context.close();
  });
});
