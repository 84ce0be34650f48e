import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** The audit log: what somebody does in the dashboard is found in it, with its difference, and leaves it as a file. */

interface Seen {
  readonly seq: number;
}
interface Changed {
  readonly pointer: string;
}

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let integrationId: string;

beforeAll(async () => {
  world = await openWorld("Audit");
  const made = await world.api.expect(201, "POST", "/api/v1/integrations", {
    name: "Billing ledger",
    url: `${world.targets.url}/ledger`,
    eventTypes: ["invoice.*"],
  });
  integrationId = String(made.id);
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
afterEach(() => expect(desk.complaints).toEqual([]));

const row = (name: RegExp) => page.getByRole("row", { name });
const drawer = () => page.getByRole("dialog");
const chips = () => page.getByRole("list", { name: "Active filters" });

describe("a change that was made in the dashboard", () => {
  it("is in the log, and opens by the keyboard", async () => {
    await page.goto(`${world.dashboardUrl}/account`);
    await page.getByLabel("Name").fill("Ann of the Audit");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Your name is saved").waitFor();
    await desk.go("/audit");
    await row(/user\.updated/).waitFor();
    await row(/user\.updated/)
      .getByRole("button")
      .focus();
    await page.keyboard.press("Enter");
    await drawer().waitFor();
    await expect.poll(() => page.url()).toMatch(/entry=\d+/);
  });

  it("shows who, and what was there before and after", async () => {
    const changes = drawer().getByRole("list", { name: "What changed" });
    await changes.getByText("/name").waitFor();
    await expect.poll(() => changes.textContent()).toContain("Before:");
    await changes.getByText('"Ann Example"').waitFor();
    await changes.getByText('"Ann of the Audit"').waitFor();
    await drawer().getByText("ann@example.com").first().waitFor();
    // The editor of the difference is loaded on demand.
    await drawer().locator(".cm-content").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await drawer().waitFor({ state: "detached" });
    await expect.poll(() => page.url()).not.toContain("entry=");
    // Back in its row: a keyboard goes on from there.
    await expect
      .poll(() =>
        row(/user\.updated/)
          .getByRole("button")
          .evaluate((button) => button === document.activeElement),
      )
      .toBe(true);
  });

  it("is closed by the browser's back, and closing it leaves no step behind", async () => {
    await page.keyboard.press("Enter");
    await drawer().waitFor();
    await page.goBack();
    await drawer().waitFor({ state: "detached" });
    await expect.poll(() => page.url()).toMatch(/\/audit$/);
    await page.keyboard.press("Enter");
    await drawer().waitFor();
    await page.keyboard.press("Escape");
    await drawer().waitFor({ state: "detached" });
    await page.goBack();
    await page.waitForURL(/\/account$/);
    await page.goForward();
    await row(/user\.updated/).waitFor();
  });

  it("leads to what it is about, for whoever may see that", async () => {
    await desk.go(`/audit?targetKind=integration&targetId=${integrationId}`);
    await row(/integration\.created/)
      .getByRole("button")
      .click();
    await drawer().getByText('"Billing ledger"').waitFor();
    await drawer().getByRole("link", { name: "Open the integration" }).click();
    await page.waitForURL(new RegExp(`/integrations/${integrationId}$`));
  });
});

describe("the search", () => {
  it("finds words as they are typed, and keeps them in the address", async () => {
    await desk.go("/audit");
    await row(/user\.updated/).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("ledger");
    await page.waitForURL(/q=ledger/);
    await row(/integration\.created/).waitFor();
    await row(/user\.updated/).waitFor({ state: "detached" });
    expect(await axeFindings(page)).toEqual([]);
  });

  it("narrows by action, outcome and time, each with its way out", async () => {
    await chips().getByRole("button", { name: "Remove the filter Words: ledger" }).click();
    await page.getByRole("button", { name: "Action", exact: true }).click();
    await page.getByLabel("Find: Action").fill("Not An Action");
    await page.getByText("As in integration.updated").waitFor();
    await page.getByLabel("Find: Action").fill("api_key.*");
    await page.keyboard.press("Enter");
    await page.waitForURL(/action=api_key\.\*/);
    await row(/api_key\.created/).waitFor();
    await page.getByRole("button", { name: "Time", exact: true }).click();
    await page.getByRole("button", { name: "Last hour" }).click();
    await page.getByRole("button", { name: "Outcome", exact: true }).click();
    await page.getByRole("button", { name: "Failed", exact: true }).click();
    await page.getByText("Nothing fits", { exact: true }).waitFor();
    await expect.poll(() => page.url()).toMatch(/range=1h/);
    await page.reload();
    await chips().getByText("Outcome:").waitFor();
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await row(/integration\.created/).waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe("");
  });
});

describe("an export", () => {
  it.each([
    ["NDJSON", "ndjson"],
    ["CSV", "csv"],
  ])("as %s is saved by itself and holds what the filters found", async (label, extension) => {
    await desk.go(`/audit?action=integration.*&targetId=${integrationId}`);
    await row(/integration\.created/).waitFor();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await drawer()
      .getByRole("button", { name: /Format/ })
      .click();
    await page.getByRole("option", { name: label }).click();
    const saved = page.waitForEvent("download");
    await drawer().getByRole("button", { name: "Export", exact: true }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(new RegExp(`^audit-[\\dT-]+\\.${extension}$`));
    const content = readFileSync(await file.path(), "utf8");
    expect(content).toContain("integration.created");
    expect(content).toContain(integrationId);
    expect(content).not.toContain("user.updated");
    await drawer()
      .getByRole("button", { name: `Download ${label}, 1 entry` })
      .waitFor();
  });

  it("stands in the list afterwards, to be saved once more", async () => {
    const saved = page.waitForEvent("download");
    await drawer().getByRole("button", { name: "Download NDJSON, 1 entry" }).click();
    const lines = readFileSync(await (await saved).path(), "utf8")
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line).action)).toEqual(["integration.created"]);
    expect(await axeFindings(page)).toEqual([]);
    await drawer().getByRole("button", { name: "Close" }).last().click();
  });
});

describe("the chain", () => {
  it("is verified, and its head can be taken along", async () => {
    await desk.go("/audit");
    await page.getByRole("button", { name: "Verify" }).click();
    await drawer().getByText("Nobody has edited this log").waitFor();
    await expect.poll(() => drawer().textContent()).toMatch(/\d+:[0-9a-f]{64}/);
  });
});

describe("an entry", () => {
  it("calls what it is about by its name, with the id beside it, and not the moment of it a change", async () => {
    const { id } = await world.api.expect(201, "POST", "/api/v1/integrations", {
      name: "Dunning letters",
      url: `${world.targets.url}/dunning`,
      eventTypes: ["reminder.*"],
    });
    await world.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { name: "Dunning calls" });
    await desk.go(`/audit?targetKind=integration&targetId=${id}`);
    const changed = row(/integration\.updated/);
    await changed.getByText("Dunning calls", { exact: true }).waitFor();
    await changed.getByText(String(id), { exact: true }).waitFor();
    await row(/integration\.created/)
      .getByText("Dunning letters", { exact: true })
      .waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await changed.getByText("Dunning calls · test").waitFor();
    await page.setViewportSize({ width: 1_440, height: 900 });
    await changed.getByRole("button").click();
    await drawer().getByText("Dunning calls", { exact: true }).waitFor();
    const shown = drawer().getByRole("list", { name: "What changed" });
    await shown.getByText("/name", { exact: true }).waitFor();
    expect(await shown.getByText("/updatedAt").count()).toBe(0);
    // It is in the entry, and was left out.
    const { items } = await world.api.expect(200, "GET", `/api/v1/audit?targetId=${id}&limit=1`);
    const { changes } = await world.api.expect(200, "GET", `/api/v1/audit/${(items as Seen[])[0]?.seq}`);
    expect((changes as Changed[]).map(({ pointer }) => pointer)).toContain("/updatedAt");
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe("whoever may not read the log", () => {
  it("is told which permission it takes, and is offered nothing", async () => {
    const ben = await addPerson(world, "ben@example.com", "Ben Example", "developer");
    const other = await openDesk(world, browser, ben);
    await other.go("/audit");
    await other.page.getByText("It takes the permission audit:read").waitFor();
    expect(await other.page.getByRole("button", { name: "Export" }).count()).toBe(0);
    expect(await other.page.getByRole("button", { name: "Verify" }).count()).toBe(0);
    expect(other.takeComplaints(/403/)).toBeGreaterThan(0);
    expect(other.complaints).toEqual([]);
    await other.context.close();
  });
});
