import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** What was given up, and the ways out of it. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  world = await openWorld("Dead letters");
  browser = await launchChromium();
  world.targets.answer("/partner", 401, '{"error":"token expired"}');
  world.targets.answer("/crm", 422, '{"error":"no such customer"}');
  for (const [name, path, type] of [
    ["Partner API", "/partner", "order.*"],
    ["CRM sync", "/crm", "customer.*"],
  ]) {
    await world.api.expect(201, "POST", "/api/v1/integrations", {
      name,
      url: `${world.targets.url}${path}`,
      eventTypes: [type],
      flow: { circuit: null },
    });
  }
  await publish("order.created", 14);
  await publish("customer.updated", 6);
  await vi.waitFor(async () => expect(await countOf("dead_lettered")).toBe(20), { timeout: 20_000 });
  desk = await openDesk(world, browser);
  page = desk.page;
  await desk.go("/dead-letters");
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

afterEach(() => expect(desk.complaints).toEqual([]));

async function publish(type: string, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({ type, payload: { n } }));
  await world.api.expect(202, "POST", "/api/v1/events/batch", { events });
}

async function countOf(status: string): Promise<number> {
  const page = await world.api.expect(200, "GET", `/api/v1/deliveries?limit=200&status=${status}`);
  return (page.items as unknown[]).length;
}

const rows = () => page.locator("[data-index]");
const groups = () => page.locator("section", { hasText: "By category and error" }).locator("ul").first();

describe("dead letters", () => {
  it("are told by category and error, with what to do", async () => {
    await groups().getByText("14 dead letters").waitFor();
    await groups().getByText("6 dead letters").waitFor();
    await groups().getByRole("button", { name: "the target answered 401" }).waitFor();
    await groups().getByText("renew the key or token").waitFor();
    await expect.poll(() => rows().count()).toBe(20);
  });

  it("say which of their errors could not be read, with a way to try again", async () => {
    const sample = /\/api\/v1\/dead-letters\?category=AUTH/;
    await page.route(sample, (route) => route.abort());
    await desk.go("/dead-letters");
    await groups().getByText("Its errors could not be read.").waitFor();
    await page.unroute(sample);
    await groups().getByRole("button", { name: "Try again" }).click();
    await groups().getByRole("button", { name: "the target answered 401" }).waitFor();
    expect(desk.takeComplaints(/ERR_FAILED/)).toBeGreaterThan(0);
  });

  it("are narrowed to one error, in the address and over a reload", async () => {
    await groups().getByRole("button", { name: "the target answered 422" }).click();
    await expect.poll(() => rows().count()).toBe(6);
    await expect.poll(() => new URL(page.url()).searchParams.get("category")).toBe("VALIDATION");
    await page.reload();
    await expect.poll(() => rows().count()).toBe(6);
    await page.getByRole("list", { name: "Active filters" }).getByText("the target answered 422").waitFor();
  });

  it("are sent again one by one, and the focus stays where one works", async () => {
    world.targets.answer("/crm", 200);
    await rows().first().getByRole("button", { name: "Retry customer.updated" }).click();
    await expect.poll(() => countOf("delivered"), { timeout: 15_000 }).toBe(1);
    await expect.poll(() => rows().count()).toBe(5);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
      .toBe("Retry customer.updated");
  });

  it("are discarded one by one, and that is taken back", async () => {
    await rows().first().getByRole("button", { name: "Discard customer.updated" }).click();
    await expect.poll(() => countOf("discarded"), { timeout: 15_000 }).toBe(1);
    await expect.poll(() => rows().count()).toBe(4);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => countOf("dead_lettered"), { timeout: 15_000 }).toBe(19);
    await expect.poll(() => rows().count(), { timeout: 15_000 }).toBe(5);
  });

  it("are retried all at once after a dry run, with progress and a result", async () => {
    world.targets.answer("/partner", 200);
    await desk.go("/dead-letters?category=AUTH");
    await expect.poll(() => rows().count()).toBe(14);
    await page.getByRole("button", { name: "Retry all that match" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("14 dead letters match.").waitFor();
    expect(await countOf("dead_lettered")).toBe(19);
    await dialog
      .getByRole("radio", { name: "300 a minute" })
      .or(dialog.getByText("300 a minute"))
      .first()
      .click();
    await dialog.getByText("Takes about").waitFor();
    await dialog.getByRole("button", { name: "Retry 14 dead letters" }).click();
    await page
      .getByText(/Retry of dead letters/)
      .first()
      .waitFor();
    await expect.poll(() => countOf("dead_lettered"), { timeout: 30_000 }).toBe(5);
    await page.getByText("Nothing fits these filters").waitFor();
    await expect.poll(() => countOf("delivered"), { timeout: 30_000 }).toBe(15);
  });

  it("are discarded all at once, and an undo brings them back", async () => {
    await desk.go("/dead-letters");
    await expect.poll(() => rows().count()).toBe(5);
    await page.getByRole("button", { name: "Discard all", exact: true }).click();
    await page.getByRole("button", { name: "Discard 5 dead letters" }).click();
    await page.getByText("No dead letters").waitFor();
    expect(await countOf("discarded")).toBe(5);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => countOf("dead_lettered"), { timeout: 15_000 }).toBe(5);
    await expect.poll(() => rows().count(), { timeout: 15_000 }).toBe(5);
  });

  it("that came meanwhile are offered, and move nothing that one points at", async () => {
    world.targets.answer("/ledger", 404, '{"error":"no such account"}');
    await world.api.expect(201, "POST", "/api/v1/integrations", {
      name: "Ledger",
      url: `${world.targets.url}/ledger`,
      eventTypes: ["invoice.*"],
      flow: { circuit: null },
    });
    // From the beginning: what was taken back just now would be read once more. The gateway counts every five seconds.
    await desk.go("/dead-letters");
    await page.getByText(/^5 in all/).waitFor();
    await groups().getByText("the target answered 422").waitFor();
    const button = rows()
      .first()
      .getByRole("button", { name: /^Discard/ });
    await button.hover();
    const place = await button.boundingBox();
    await publish("invoice.issued", 2);
    const offer = page.getByRole("button", { name: "Newer ones may have come" });
    await offer.waitFor();
    expect(await button.boundingBox()).toEqual(place);
    await expect.poll(() => rows().count()).toBe(5);
    expect(await groups().getByText("the target answered 404").count()).toBe(0);
    await offer.click();
    await expect.poll(() => rows().count()).toBe(7);
    await offer.waitFor({ state: "detached" });
    await page.mouse.move(700, 60);
    await groups().getByText("the target answered 404").waitFor();
  });

  it("are chosen by press, range and key, and only those are sent again", async () => {
    const box = (row: number) => rows().nth(row).getByRole("checkbox");
    const bar = page.getByRole("region", { name: "What to do with those that are chosen" });
    await desk.go("/dead-letters");
    await expect.poll(() => rows().count()).toBe(7);
    await box(0).click();
    await bar.getByText("1 dead letter chosen").waitFor();
    await box(2).click({ modifiers: ["Shift"] });
    await bar.getByText("3 dead letters chosen").waitFor();
    expect(page.url()).toMatch(/\/dead-letters$/);
    // The keys go on from a box that was pressed.
    await page.keyboard.press("j");
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-index]")?.dataset.index),
      )
      .toBe("3");
    await page.keyboard.press("x");
    await bar.getByText("4 dead letters chosen").waitFor();
    await page.keyboard.press("x");
    await bar.getByText("3 dead letters chosen").waitFor();
    const all = page.getByRole("checkbox", { name: "Choose all that are listed" });
    expect(await all.evaluate((element: HTMLInputElement) => element.indeterminate)).toBe(true);
    await all.click();
    await bar.getByText("7 dead letters chosen").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await bar.getByRole("button", { name: "Choose none" }).click();
    await bar.waitFor({ state: "detached" });

    // Of another list nothing is chosen.
    const boxes = page.getByRole("checkbox", { name: "Choose customer.updated" });
    await boxes.first().click();
    await bar.waitFor();
    await groups().getByRole("button", { name: "the target answered 422" }).click();
    await expect.poll(() => rows().count()).toBe(5);
    await bar.waitFor({ state: "detached" });

    await boxes.first().click();
    await boxes.nth(1).click();
    await bar.getByRole("button", { name: "Retry these" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("2 dead letters match.").waitFor();
    await dialog.getByRole("button", { name: "Retry 2 dead letters" }).click();
    await expect.poll(() => countOf("dead_lettered"), { timeout: 30_000 }).toBe(5);
    await expect.poll(() => rows().count(), { timeout: 15_000 }).toBe(3);
    await bar.waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
  });

  it("have a line in the audit log for what was done to them", async () => {
    const link = await page.getByRole("link", { name: "Audit log" }).last().getAttribute("href");
    const q = new URL(link ?? "", world.dashboardUrl).search;
    const found = await world.admin.call("GET", `/api/v1/audit${q}`, undefined, {
      "x-organization-id": world.orgId,
    });
    const actions = (found.json.items as { action: string }[]).map(({ action }) => action);
    expect(actions).toContain("dead_letters.retry_started");
    expect(actions).toContain("dead_letters.discard_started");
  });

  it("say once to whoever may not read them what that takes", async () => {
    const role = await world.api.expect(201, "POST", "/api/v1/roles", {
      name: "Publisher",
      permissions: ["organization:read", "events:read"],
    });
    const person = await addPerson(world, "pia@example.com", "Pia", String(role.id));
    const other = await openDesk(world, browser, person);
    await other.go("/dead-letters");
    await other.page.getByText(/permission deadletters:read/).waitFor();
    await expect.poll(() => other.page.getByText(/permission deadletters:read/).count()).toBe(1);
    await other.context.close();
  });

  it("are not offered to be discarded by whoever may only retry", async () => {
    const role = await world.api.expect(201, "POST", "/api/v1/roles", {
      name: "Support desk",
      permissions: [
        "organization:read",
        "deliveries:read",
        "deadletters:read",
        "deadletters:retry",
        "integrations:read",
      ],
    });
    const person = await addPerson(world, "ben@example.com", "Ben", String(role.id));
    const other = await openDesk(world, browser, person);
    await other.go("/dead-letters");
    await other.page.locator("[data-index]").first().waitFor();
    await expect
      .poll(() => other.page.getByRole("button", { name: "Retry all", exact: true }).count())
      .toBe(1);
    await other.page.locator("[data-index]").first().getByRole("checkbox").click();
    await other.page.getByRole("button", { name: "Retry these" }).waitFor();
    expect(await other.page.getByRole("button", { name: /Discard/ }).count()).toBe(0);
    expect(other.complaints).toEqual([]);
    await other.context.close();
  });
});
