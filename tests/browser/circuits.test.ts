import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { type Seeded, seed } from "./support/seed.ts";
import { openWorld, type World } from "./support/world.ts";

/** Circuits as an operator sees and forces them. */

let world: World;
let seeded: Seeded;
let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  world = await openWorld("Circuits");
  seeded = await seed(world);
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
const circuitOf = (name: string) =>
  world.api.expect(200, "GET", `/api/v1/integrations/${seeded.integrations[name]}/circuit`) as Promise<
    Record<string, unknown>
  >;

describe("the list", () => {
  it("begins with what is not closed, with why", async () => {
    await desk.go("/circuits");
    await row("Billing ledger").waitFor();
    const rows = await page.getByRole("row").allTextContents();
    const at = (name: string) => rows.findIndex((text) => text.includes(name));
    expect(Math.max(at("Warehouse"), at("Analytics"))).toBeLessThan(at("Billing ledger"));
    expect(rows[at("Analytics")]).toContain("Their database is being moved until noon");
    expect(rows[at("Warehouse")]).toMatch(/failures in a row|probe/);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is narrowed by name and state, in the address", async () => {
    await page.getByRole("textbox", { name: "Search by name" }).or(page.getByRole("searchbox")).fill("crm");
    await row("Billing ledger").waitFor({ state: "detached" });
    await page.waitForURL(/q=crm/);
    await desk.go("/circuits?state=paused");
    await row("Analytics").waitFor();
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
  });

  it("calls no circuit closed whose state could not be read", async () => {
    const states = /\/api\/v1\/circuits(\?|$)/;
    await page.route(states, (route) => route.abort());
    await desk.go("/circuits");
    await page.getByRole("alert").getByText("No answer").waitFor();
    expect(await page.getByText("Deliveries go out").count()).toBe(0);
    await page.unroute(states);
    await page.getByRole("button", { name: "Try again" }).click();
    await row("Billing ledger").waitFor();
    expect(desk.takeComplaints(/ERR_FAILED/)).toBeGreaterThan(0);
  });
});

it("on a phone the list says why, too", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await desk.go("/circuits");
  await row("Analytics")
    .getByText(/ago · Their database is being moved until noon/)
    .waitFor();
  await page.setViewportSize({ width: 1_440, height: 900 });
});

describe("one circuit", () => {
  it("shows its states over time, the cause of each change, and the deliveries that led to it", async () => {
    await desk.go("/circuits");
    await page.getByRole("button", { name: "Warehouse (legacy)", exact: true }).click();
    await page.waitForURL(/integration=int_/);
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("img", { name: /States, the oldest first: Closed for .*Open for/ }).waitFor();
    await drawer.getByText("Too many failures in a row").waitFor();
    const failure = drawer.getByRole("link", { name: /dlv_.*503/ }).first();
    await expect.poll(() => failure.getAttribute("href")).toMatch(/\/deliveries\/dlv_/);
    expect(
      await drawer.getByRole("link", { name: "Deliveries around it" }).first().getAttribute("href"),
    ).toMatch(/integrationId=int_.*from=.*to=/);
    await expect
      .poll(() => drawer.getByRole("link", { name: /show them/ }).getAttribute("href"))
      .toMatch(/\/deliveries\?integrationId=int_.*status=held%2Cretrying/);
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
  });

  it("is forced open with a reason, and everybody reads why", async () => {
    await page.getByRole("button", { name: "Pause Billing ledger" }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: "Pause", exact: true });
    await expect.poll(() => confirm.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill("Year-end closing");
    await confirm.click();
    await dialog.waitFor({ state: "detached" });
    await expect
      .poll(() => row("Billing ledger").textContent(), PATIENCE)
      .toMatch(/Paused.*Year-end closing/);
    expect((await circuitOf("ledger")).paused).toMatchObject({ reason: "Year-end closing" });
  });

  it("is forced closed with a reason and a drain rate, and says who did it", async () => {
    await page.getByRole("button", { name: "Let Billing ledger deliver again" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("Closed the books");
    await dialog.getByText("Let out slowly what was held").click();
    await dialog.getByRole("button", { name: "Resume", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => row("Billing ledger").textContent(), PATIENCE).toMatch(/Closed/);
    expect((await circuitOf("ledger")).phase).toBe("closed");
    await page.getByRole("button", { name: "Billing ledger", exact: true }).click();
    await page.getByRole("dialog").getByText("“Closed the books”").waitFor();
    await page.getByRole("dialog").getByText("by you").first().waitFor();
  });
});

it("whoever may not force a circuit is offered no button for it", async () => {
  const ben = await openDesk(world, browser, { email: "ben@example.com", password: world.owner.password });
  const refused: string[] = [];
  ben.page.on("response", (response) => {
    if (response.status() === 403) refused.push(new URL(response.url()).pathname);
  });
  await ben.go("/circuits");
  await ben.page.getByRole("row", { name: /Analytics/ }).waitFor();
  expect(await ben.page.getByRole("button", { name: /^Pause|deliver again/ }).count()).toBe(0);
  await ben.page.getByRole("button", { name: "Analytics stream", exact: true }).click();
  await ben.page.getByText("“Their database is being moved until noon”").waitFor();
  expect(await ben.page.getByRole("button", { name: /Force/ }).count()).toBe(0);
  // The frame asks for the organization's name, which his role does not let him read; the page asks for nothing of the kind.
  expect(refused.filter((path) => path !== "/api/v1/organization")).toEqual([]);
  await ben.context.close();
});
