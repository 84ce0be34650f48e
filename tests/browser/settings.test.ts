import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** An organization's own settings, and what it demands of those below it. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let childId = "";

beforeAll(async () => {
  world = await openWorld("Acme Holding");
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
afterEach(() => expect(desk.complaints).toEqual([]));

const dialog = () => page.getByRole("dialog");
const below = () => page.getByRole("list", { name: "Organizations below" });
const inChild = (tab: string) => page.goto(`${world.dashboardUrl}/o/${childId}/settings?tab=${tab}`);
const sees = (locator: ReturnType<Page["getByText"]>) => locator.first().waitFor();
const childOf = (path: string) =>
  world.api.call("GET", path, undefined, { "x-organization-id": childId }).then(({ json }) => json);

async function save(): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
}

/** A shorter retention removes what is older: that is asked, and nothing is sent before the answer. */
async function saveLowered(says: string): Promise<void> {
  await save();
  await dialog().getByText(says).waitFor();
  await dialog().getByText("cannot be undone").waitFor();
  await dialog().getByRole("button", { name: "Save and remove" }).click();
}

describe("the general settings", () => {
  it("are changed, and the shell says the new name at once", async () => {
    await desk.go("/settings");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Acme Group");
    await page.getByLabel("Bodies and logs are kept for (days)").fill("21");
    await save();
    await dialog().getByText("older than 21 days are removed").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Cancel" }).click();
    expect(await world.api.expect(200, "GET", "/api/v1/organization")).toMatchObject({ retentionDays: 30 });
    await saveLowered("Up to now they are kept for 30 days.");
    await page.getByRole("button", { name: "Organization: Acme Group. Choose another" }).waitFor();
    expect(await world.api.expect(200, "GET", "/api/v1/organization")).toMatchObject({
      name: "Acme Group",
      retentionDays: 21,
      intakeShards: 1,
    });
    expect(await axeFindings(page)).toEqual([]);
  });

  it("warn before the idempotency keys are forgotten, and say at the field what is refused", async () => {
    await page.getByRole("spinbutton", { name: "Intake objects" }).fill("33");
    await sees(page.getByText("forgets the idempotency keys"));
    await page.getByLabel("Bodies and logs are kept for (days)").fill("");
    await save();
    await sees(page.getByText("A whole number from 1 to 32."));
    await sees(page.getByText("Nothing stands here yet."));
    await expect.poll(() => page.locator("[aria-invalid=true]").count()).toBe(2);
    // Where the first of them is.
    await page.waitForFunction(() => document.activeElement?.matches("[aria-invalid=true]"));
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => page.locator("[aria-invalid=true]").count()).toBe(0);
    await expect.poll(() => page.getByRole("spinbutton", { name: "Intake objects" }).inputValue()).toBe("1");
  });
});

describe("what is typed and not saved", () => {
  const days = () => page.getByLabel("Bodies and logs are kept for (days)");

  it("is still there after a look at another tab", async () => {
    await days().fill("90");
    await page.getByRole("tab", { name: "Policies" }).click();
    await page.getByLabel("Demanded here: at least (days)").fill("400");
    await page.getByRole("tab", { name: "General There is something here that is not saved." }).click();
    await expect.poll(() => days().inputValue()).toBe("90");
    await page.getByRole("tab", { name: /^Policies/ }).click();
    await expect.poll(() => page.getByLabel("Demanded here: at least (days)").inputValue()).toBe("400");
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is asked about before it is lost", async () => {
    await page.getByRole("link", { name: "Members" }).click();
    await dialog().getByText("Leave without saving?").waitFor();
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("tab", { name: /^General/ }).click();
    await expect.poll(() => days().inputValue()).toBe("90");
    await page.getByRole("link", { name: "Members" }).click();
    await dialog().getByRole("button", { name: "Leave and lose it" }).click();
    await page.getByRole("heading", { name: "Members", level: 1 }).waitFor();
    await desk.go("/settings");
    await expect.poll(() => days().inputValue()).toBe("21");
  });
});

describe("organizations below", () => {
  it("are none at first, which says what they are for", async () => {
    await page.getByRole("tab", { name: "Organizations below" }).click();
    await page.waitForURL(/tab=below/);
    await sees(page.getByText("No organizations below"));
    expect(await axeFindings(page)).toEqual([]);
  });

  it("are made by the keyboard alone", async () => {
    await page.getByRole("button", { name: "New organization" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches("[role=dialog] input"));
    await page.keyboard.press("Enter");
    await dialog().getByText("Nothing stands here yet.").waitFor();
    await page.keyboard.type("Shop 12");
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await below().getByRole("link", { name: "Shop 12" }).waitFor();
    await dialog().waitFor({ state: "detached" });
    const { items } = await world.api.expect(200, "GET", "/api/v1/organization/children");
    childId = (items as { id: string }[])[0]?.id ?? "";
    expect(items).toMatchObject([{ id: childId, name: "Shop 12", retentionDays: 21 }]);
  });

  it("stand under the one they are below, and are found by name", async () => {
    await page.getByRole("button", { name: "Actions: Shop 12" }).click();
    await page.getByRole("menuitem", { name: "New organization below Shop 12" }).click();
    await dialog().getByLabel("Name").fill("Shop 12 staging");
    await dialog().getByRole("button", { name: "Make it" }).click();
    await below().getByRole("link", { name: "Shop 12 staging" }).waitFor();
    await below().getByText("1 below", { exact: true }).waitFor();
    await page.getByLabel("Search by name").fill("zzz");
    await sees(page.getByText("None is called so"));
    await page.getByLabel("Search by name").fill("staging");
    await below().getByRole("link", { name: "Shop 12 staging" }).waitFor();
    await expect.poll(() => below().getByRole("listitem").count()).toBe(2);
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe("a quota", () => {
  it("is set for the organization below, and shown there with a word", async () => {
    await page.getByRole("button", { name: "Actions: Shop 12", exact: true }).click();
    await page.getByRole("menuitem", { name: "Quota" }).click();
    await dialog().getByLabel("Events a day").fill("1000");
    await dialog().getByLabel("Integrations").fill("0");
    await dialog().getByLabel("Storage (MB)").fill("100");
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Set the quota" }).click();
    await dialog().waitFor({ state: "detached" });
    await inChild("usage");
    await page.getByRole("meter", { name: "Events today" }).waitFor();
    await sees(page.getByText("0 of 1,000"));
    await sees(page.getByText("Used up"));
    await sees(page.getByText("0 B of 100.0 MB"));
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is changed from where it is seen, by whoever may above, and needs both figures of a rate", async () => {
    await page.getByRole("button", { name: "Change the quota" }).click();
    await expect.poll(() => dialog().getByLabel("Integrations").inputValue()).toBe("0");
    await dialog().getByLabel("Integrations").fill("");
    await page.keyboard.press("Escape");
    const question = page.getByRole("dialog", { name: "Leave without saving?" });
    await question.getByRole("button", { name: "Cancel" }).click();
    await question.waitFor({ state: "detached" });
    await expect.poll(() => dialog().getByLabel("Integrations").inputValue()).toBe("");
    const rate = dialog().getByRole("group", { name: "Calls of the API: Each API key" });
    await rate.getByLabel("Calls a second").fill("5");
    await rate.getByText("A rate needs both figures.").waitFor();
    await expect.poll(() => dialog().getByRole("button", { name: "Set the quota" }).isDisabled()).toBe(true);
    await rate.getByLabel("Burst").fill("9000");
    await dialog().getByRole("button", { name: "Set the quota" }).click();
    await rate.getByText("At most 2000").waitFor();
    expect(desk.takeComplaints(/status of 422/)).toBe(1);
    await rate.getByLabel("Burst").fill("9");
    await dialog().getByRole("button", { name: "Set the quota" }).click();
    await dialog().waitFor({ state: "detached" });
    await sees(page.getByText("5 a second, 9 at once"));
    await page.getByText("Used up").waitFor({ state: "detached" });
    expect((await childOf("/api/v1/organization/usage")).quota).toMatchObject({
      eventsPerDay: 1_000,
      integrations: null,
      storageBytes: 104_857_600,
    });
  });
});

describe("a policy", () => {
  it("is demanded above", async () => {
    await desk.go("/settings?tab=policy");
    await page.getByLabel("Demanded here: at most (days)").fill("7");
    await page.getByLabel("Demanded here: denied hosts").fill("*.bad.example.com\nworse.example.com");
    await page.getByRole("button", { name: /Demanded here: allowed hosts/ }).click();
    await page.getByRole("option", { name: "Only these hosts" }).click();
    await sees(page.getByText("An empty list allows no host at all"));
    await page.getByLabel("Allowed hosts", { exact: true }).fill("*.example.com");
    await sees(page.getByText("the 2 organizations below, at once"));
    expect(await axeFindings(page)).toEqual([]);
    await saveLowered("older than 7 days are removed");
    await sees(page.getByText("7 days"));
    expect(await childOf("/api/v1/organization/policy")).toMatchObject({
      effective: { retentionDays: 7, allowedHosts: ["*.example.com"] },
      inherited: { retentionDays: true, allowedHosts: true },
    });
  });

  it("is not loosened below: the reason stands at the field, with the line it is about", async () => {
    await inChild("policy");
    await page.getByText("From above").nth(1).waitFor();
    await page.getByLabel("Demanded here: at most (days)").fill("60");
    await page.getByRole("button", { name: /Demanded here: allowed hosts/ }).click();
    await page.getByRole("option", { name: "Only these hosts" }).click();
    await page.getByLabel("Allowed hosts", { exact: true }).fill("api.example.com\nelsewhere.org");
    await save();
    await sees(page.getByText("At most 7: that is inherited and can only be shortened."));
    await sees(page.getByText("elsewhere.org: It is not within the hosts that are allowed above."));
    await expect
      .poll(() => page.getByLabel("Demanded here: at most (days)").getAttribute("aria-invalid"))
      .toBe("true");
    expect(desk.takeComplaints(/status of 422/)).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is tightened below", async () => {
    await page.getByLabel("Demanded here: at most (days)").fill("3");
    await page.getByLabel("Allowed hosts", { exact: true }).fill("api.example.com");
    await saveLowered("older than 3 days are removed");
    await sees(page.getByText("3 days"));
    expect(await childOf("/api/v1/organization/policy")).toMatchObject({
      effective: { retentionDays: 3, allowedHosts: ["api.example.com"] },
    });
  });
});

describe("deleting", () => {
  it("needs the name, and says yes to what is below", async () => {
    await desk.go("/settings?tab=below");
    await page.getByRole("button", { name: "Actions: Shop 12", exact: true }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const submit = dialog().getByRole("button", { name: "Delete for good" });
    await dialog().getByLabel("Name of the organization").fill("Shop 12");
    await expect.poll(() => submit.isDisabled()).toBe(true);
    await dialog().getByText("Also the organization below it").click();
    expect(await axeFindings(page)).toEqual([]);
    await submit.click();
    await sees(page.getByText("No organizations below"));
    await page.goto(`${world.dashboardUrl}/o/${childId}/settings`);
    await page.getByRole("heading", { name: "No such organization" }).waitFor();
    expect(desk.takeComplaints(/status of 404/)).toBeGreaterThan(0);
    await page.getByRole("link", { name: "To your own" }).click();
    await page.getByRole("button", { name: /^Organization: Acme Group/ }).waitFor();
  });
});

describe("what one may not do", () => {
  it("is not offered", async () => {
    const viewer = await addPerson(world, "vic@example.com", "Vic Example", "viewer");
    const theirs = await openDesk(world, browser, viewer);
    await theirs.go("/settings");
    await theirs.page.getByText("You may look at this, and not change it.").waitFor();
    const offered = theirs.page.locator("#content").getByRole("button");
    const names = await offered.evaluateAll((buttons) => buttons.map((button) => button.textContent));
    expect(names.join(" ")).not.toMatch(/Save|Discard|Delete/);
    await expect
      .poll(() => theirs.page.getByRole("textbox", { name: "Name", exact: true }).isDisabled())
      .toBe(true);
    await theirs.go("/settings?tab=policy");
    await theirs.page.getByLabel("Demanded here: at most (days)").waitFor();
    expect(await theirs.page.getByRole("button", { name: "Save" }).count()).toBe(0);
    expect(await axeFindings(theirs.page)).toEqual([]);
    expect(theirs.complaints).toEqual([]);
  });
});
