import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "./support/chromium.ts";
import { addPerson, openWorld, type Person, type World } from "./support/world.ts";

/** The dashboard's views of integrations, driven as an operator drives them, on the built gateway. */

let world: World;
let browser: Browser;
let viewer: Person;
const sessions = new Map<string, BrowserContext>();
const pages: Page[] = [];
/** What a page complained of: an error in the console is a defect even where nobody sees it. */
const complaints: string[] = [];

beforeAll(async () => {
  world = await openWorld("Integrations");
  browser = await launchChromium();
  viewer = await addPerson(world, "vera@example.com", "Vera Viewer", "viewer");
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

/** A page of somebody who is signed in: the form only the first time, then by the session's cookie. */
async function signIn(person: Person): Promise<Page> {
  const known = sessions.get(person.email);
  const context = known ?? (await browser.newContext({ viewport: { width: 1_440, height: 900 } }));
  sessions.set(person.email, context);
  const page = await context.newPage();
  pages.push(page);
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${world.dashboardUrl}/o/${world.orgId}/integrations`);
  if (known === undefined) {
    await page.getByLabel("E-mail address").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await page.getByRole("heading", { level: 1, name: "Integrations" }).waitFor();
  return page;
}

async function make(name: string, settings: object = {}): Promise<string> {
  const body = { name, url: `${world.targets.url}/ok`, eventTypes: ["order.*"], ...settings };
  return String((await world.api.expect(201, "POST", "/api/v1/integrations", body)).id);
}

const goTo = (page: Page, id: string, tab?: string) =>
  page.goto(
    `${world.dashboardUrl}/o/${world.orgId}/integrations/${id}${tab === undefined ? "" : `?tab=${tab}`}`,
  );
const save = async (page: Page) => {
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText("Saved", { exact: true }).first().waitFor();
};
const stored = async (id: string) =>
  (await world.api.expect(200, "GET", `/api/v1/integrations/${id}`)) as Record<string, unknown>;

/** What the element that has the focus is called. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

describe("integrations", () => {
  it("one is made, shows its secret once, is sent a test, fails, is mended and takes it", async () => {
    world.targets.answer("/refuses", 422, '{"error":"total is missing"}');
    const page = await signIn(world.owner);
    await page.getByRole("link", { name: "New integration" }).first().click();
    await page.getByLabel("Name").fill("Warehouse");
    await page.getByRole("combobox", { name: /^Event types/ }).fill("order.created");
    await page.keyboard.press("Enter");
    await page.getByLabel("URL").fill("ftp://nowhere");
    await page.getByRole("button", { name: "Create integration" }).click();
    await page.getByText("Only http and https targets are delivered to.").waitFor();
    await page.getByLabel("URL").fill(`${world.targets.url}/refuses`);
    await page.getByRole("button", { name: "Create integration" }).click();

    const once = page.getByRole("region", { name: "The signing secret, shown this once" });
    await once.waitFor();
    await expect.poll(() => once.locator("code").textContent()).toMatch(/^whsec_/);
    await once.getByRole("button", { name: "Send a test" }).click();
    await page.getByRole("button", { name: "Send now" }).click();
    const outcome = page.getByRole("status", { name: "Outcome of the test" });
    await outcome.getByText("The target did not take it").waitFor();
    await page.getByRole("region", { name: "Body of the response" }).getByText("total is missing").waitFor();

    await page.getByRole("tab", { name: "Target" }).click();
    await page.getByLabel("URL").fill(`${world.targets.url}/ok`);
    await save(page);
    await page.getByRole("tab", { name: "Test" }).click();
    await page.getByRole("button", { name: "Send now" }).click();
    await outcome.getByText("The target took it").waitFor();

    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Warehouse" }).waitFor();
    expect(await once.count()).toBe(0);
  });

  it("is paused and resumed with one press, and back; the reason comes afterwards", async () => {
    const id = await make("Ledger");
    const page = await signIn(world.owner);
    const card = page.getByRole("article", { name: "Ledger" });
    await card.getByRole("button", { name: "Pause Ledger" }).click();
    await card.getByText("Paused").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await card.getByRole("button", { name: "Pause Ledger" }).waitFor();
    expect(await focused(page)).toBe("Pause Ledger");

    await page.keyboard.press("Enter");
    await card.getByRole("button", { name: "Let Ledger deliver again" }).waitFor();
    expect(await focused(page)).toBe("Let Ledger deliver again");
    await page.getByRole("button", { name: "Add a reason" }).click();
    const dialog = page.getByRole("dialog");
    await expect
      .poll(() => dialog.getByRole("button", { name: "Pause", exact: true }).isDisabled())
      .toBe(true);
    await dialog.getByLabel("Reason").fill("Their database moves");
    await dialog.getByRole("button", { name: "Pause", exact: true }).click();
    await dialog.waitFor({ state: "detached" });

    await goTo(page, id);
    await page.getByText("Paused: Their database moves").waitFor();
    await page.getByRole("button", { name: "Resume", exact: true }).click();
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Paused: Their database moves").waitFor();
    await page.getByRole("button", { name: "More about pausing" }).click();
    await page.getByRole("menuitem", { name: /^Resume with a reason/ }).click();
    await dialog.getByLabel("Reason").fill("It is moved");
    await dialog.getByText("Let out slowly what was held").click();
    await dialog.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await page.getByText("It is moved").waitFor();
  });

  it("an open circuit can be paused, and closing it is another button", async () => {
    world.targets.answer("/broken", 503);
    const flow = {
      circuit: { consecutiveFailures: 1, restMs: 600_000, maxRestMs: 600_000 },
    };
    const id = await make("Broken", {
      url: `${world.targets.url}/broken`,
      eventTypes: ["parcel.broken"],
      flow,
    });
    await world.api.expect(202, "POST", "/api/v1/events", { type: "parcel.broken", payload: { n: 1 } });
    await until(
      async () => (await world.api.expect(200, "GET", `/api/v1/integrations/${id}/circuit`)).phase === "open",
    );
    const page = await signIn(world.owner);
    const card = page.getByRole("article", { name: "Broken" });
    await card.getByRole("button", { name: "Close the circuit of Broken" }).waitFor();
    await goTo(page, id);
    await page.getByRole("button", { name: "Close the circuit", exact: true }).waitFor();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByText("Paused: Paused from the dashboard").waitFor();
    // Letting go would close the circuit: no way back to an open one.
    await page.getByRole("button", { name: "Add a reason" }).waitFor();
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
  });

  it("a switch says what it means, takes one press at a time, and stays where it is with the focus", async () => {
    const [id] = [await make("Switch A"), await make("Switch B"), await make("Switch C")];
    const page = await signIn(world.owner);
    await page.getByRole("searchbox").fill("Switch ");
    const articles = page.getByRole("article");
    await expect.poll(() => articles.count()).toBe(3);
    const names = () => articles.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    const before = await names();
    const patched: string[] = [];
    await page.route(/\/api\/v1\/integrations\/int_/, async (route) => {
      if (route.request().method() === "PATCH") {
        patched.push(route.request().postData() ?? "");
        await new Promise((resolve) => setTimeout(resolve, 700));
      }
      await route.continue();
    });
    const one = page.getByRole("switch", { name: "Switch B enabled" });
    await one.focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Space");
    await page.getByText("Switch B is off").first().waitFor();
    await page.getByText("what comes due meanwhile becomes a dead letter").first().waitFor();
    expect(patched).toEqual(['{"enabled":false}']);
    expect(await names()).toEqual(before);
    expect(await one.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Switch B is on").first().waitFor();
    expect(await one.evaluate((element) => element === document.activeElement)).toBe(true);

    patched.splice(0);
    await goTo(page, id);
    const own = page.getByRole("switch", { name: "Enabled" });
    await own.focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Space");
    await page.getByText("Switch A is off").first().waitFor();
    expect(patched).toEqual(['{"enabled":false}']);
    expect(await page.getByRole("alert", { name: "Changed by somebody else" }).count()).toBe(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Switch A is on").first().waitFor();
    expect((await stored(id)).enabled).toBe(true);
  });

  it("what switching off does to the worst first moves nothing", async () => {
    world.targets.answer("/ill", 422);
    const id = await make("Steady well", { eventTypes: ["steady.well"] });
    await make("Steady ill", { eventTypes: ["steady.ill"], url: `${world.targets.url}/ill` });
    for (const type of ["steady.well", "steady.ill"])
      await world.api.expect(202, "POST", "/api/v1/events", { type, payload: {} });
    await until(async () => {
      const { items } = await world.api.expect(200, "GET", `/api/v1/deliveries?integrationId=${id}`);
      return (items as { status: string }[])[0]?.status === "delivered";
    });
    const page = await signIn(world.owner);
    await page.getByRole("searchbox").fill("Steady ");
    await page
      .getByRole("button", { name: "All", exact: true })
      .or(page.getByText("All", { exact: true }))
      .first()
      .waitFor();
    const articles = page.getByRole("article");
    await expect.poll(() => articles.count()).toBe(2);
    const names = () => articles.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    await page.getByText("On", { exact: true }).first().click();
    const before = await names();
    await page.getByRole("switch", { name: `${before[0]} enabled` }).press("Space");
    await page.getByText(`${before[0]} is off`).first().waitFor();
    // It no longer fits the filter, and stays all the same until one sorts anew.
    await articles.first().getByText("Off", { exact: true }).waitFor();
    expect(await names()).toEqual(before);
    await page.getByRole("button", { name: "Sort anew" }).click();
    await expect.poll(names).toEqual(before.slice(1));
  });

  it("health that cannot be read is said, and claims nothing about traffic", async () => {
    await make("Unread");
    const page = await signIn(world.owner);
    const health = /\/api\/v1\/integration-health/;
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await page.route(health, async (route) => {
      await gate;
      await route.abort();
    });
    await page.route(/\/api\/v1\/validation\/rates/, (route) => route.abort());
    await page.reload();
    const card = page.getByRole("article", { name: "Unread" });
    await card.waitFor();
    expect(await card.textContent()).not.toMatch(/No traffic|None within a day/);
    open();
    const notice = page.getByRole("alert", { name: /^Health could not be read/ });
    await notice.waitFor({ timeout: 30_000 });
    await page.getByRole("alert", { name: /^How much failed validation/ }).waitFor();
    expect(await card.textContent()).not.toMatch(/No traffic|None within a day/);
    await card.getByText("Not known").first().waitFor();
    await page.getByText("Table", { exact: true }).click();
    const row = page.getByRole("row").filter({ hasText: "Unread" });
    await row.getByText("Not known").first().waitFor();
    await page.unroute(health);
    await notice.getByRole("button", { name: "Try again" }).click();
    await row.getByText("No traffic").waitFor({ timeout: 30_000 });
    await notice.waitFor({ state: "detached" });
  });

  it("a duration that cannot be read stays in its field, through other tabs, and holds the saving up", async () => {
    const id = await make("Waits");
    const page = await signIn(world.owner);
    await goTo(page, id, "target");
    const timeout = page.getByLabel("Timeout");
    await timeout.fill("soon");
    await page.keyboard.press("Tab");
    await expect.poll(() => timeout.inputValue()).toBe("soon");
    await page.getByText("Write it with its unit").first().waitFor();
    await expect.poll(() => timeout.getAttribute("aria-invalid")).toBe("true");
    const bar = page.getByRole("region", { name: "Changes that are not saved" });
    await bar.getByText("Timeout: Write it with its unit").waitFor();
    await expect.poll(() => bar.getByRole("button", { name: "Save changes" }).isDisabled()).toBe(true);

    await page.getByRole("tab", { name: "Retries" }).click();
    const waits = page.getByRole("textbox", { name: "Waits" });
    await waits.fill("1 min, banana");
    await page.getByText("Retry what was refused as invalid").click();
    await expect.poll(() => waits.inputValue()).toBe("1 min, banana");
    await page.getByRole("tab", { name: "Flow" }).click();
    await bar.getByRole("button", { name: "Show it" }).click();
    await page.getByRole("tab", { name: "Target", selected: true }).waitFor();
    await expect.poll(() => timeout.inputValue()).toBe("soon");
    await timeout.fill("12 s");
    await page.getByRole("tab", { name: "Retries" }).click();
    await expect.poll(() => waits.inputValue()).toBe("1 min, banana");
    await bar.getByRole("button", { name: "Discard" }).click();
    expect(await waits.inputValue()).not.toContain("banana");
    await bar.waitFor({ state: "detached" });
    await waits.fill("400 d");
    await page.getByText("It must be from 0 to 30 d.").first().waitFor();
  });

  it("what was discarded or saved can be taken back", async () => {
    const id = await make("Regretted", { timeoutMs: 9_000 });
    const page = await signIn(world.owner);
    await goTo(page, id, "target");
    await page.getByLabel("Name").fill("Better");
    await page.getByLabel("Timeout").fill("7 s");
    await page.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Regretted");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Better");
    await expect.poll(() => page.getByLabel("Timeout").inputValue()).toBe("7 s");
    await save(page);
    expect(await stored(id)).toMatchObject({ name: "Better", timeoutMs: 7_000 });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("It is as it was before").first().waitFor();
    await page.getByRole("heading", { level: 1, name: "Regretted" }).waitFor();
    expect(await stored(id)).toMatchObject({ name: "Regretted", timeoutMs: 9_000 });
  });

  it("the drawn schedule follows the form, and the form is what is saved", async () => {
    const id = await make("Retries");
    const page = await signIn(world.owner);
    await goTo(page, id, "retries");
    await page.getByText("10 attempts within", { exact: false }).waitFor();
    await page.getByRole("button", { name: /When it fails, try again/ }).click();
    await page.getByRole("option", { name: "After exactly these waits" }).click();
    const waits = page.getByRole("textbox", { name: "Waits" });
    await waits.fill("30 s, soon");
    await page.getByText("Write them with their units").first().waitFor();
    await waits.fill("30 s, 2 min");
    await page.getByText("3 attempts within 2 min 30 s.").waitFor();
    await page.getByRole("button", { name: /Suppose/ }).click();
    await page.getByRole("option", { name: "422 Invalid" }).click();
    await page.getByText("One attempt.").waitFor();
    await page.getByText("Retry what was refused as invalid").click();
    await page.getByText("3 attempts within 2 min 30 s.").waitFor();
    await save(page);
    expect((await stored(id)).retry).toMatchObject({
      strategy: { kind: "schedule", delaysMs: [30_000, 120_000] },
      validation: "LAX",
    });
  });

  it("what the gateway refuses stands at its field", async () => {
    const id = await make("Flow");
    const page = await signIn(world.owner);
    await goTo(page, id, "flow");
    await page.getByText("Send in batches").click();
    await page.getByLabel("Events at most").fill("900");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page
      .getByRole("region", { name: "Send in batches" })
      .getByText("It must be a whole number from 2 to 500.")
      .waitFor();
    await page.getByLabel("Events at most").fill("20");
    await save(page);
    expect((await stored(id)).flow).toMatchObject({ batch: { size: 20, format: "events" } });
    await page.getByText("Keep the order").click();
    await page.getByText("The answer has a result for each event").click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page
      .getByRole("region", { name: "Send in batches" })
      .getByText("With order a batch arrives as a whole or not at all")
      .waitFor();
  });

  it("of two who edit at once the second learns who the first was, and loses nothing unasked", async () => {
    const id = await make("Shared");
    const editor = await addPerson(world, "eve@example.com", "Eve Editor", "developer");
    const [one, other] = [await signIn(world.owner), await signIn(editor)];
    await goTo(one, id, "target");
    await goTo(other, id, "target");
    await one.getByLabel("Name").fill("Shared by Ann");
    await other.getByLabel("Name").fill("Shared by Eve");
    await other.getByLabel("Timeout").fill("7 s");
    await save(other);
    await one.getByRole("button", { name: "Save changes" }).click();
    const notice = one.getByRole("alert", { name: "Changed by somebody else" });
    await notice.getByText("Eve Editor changed this integration while you edited it.").waitFor();
    await notice.getByText("name, timeout", { exact: false }).waitFor();
    expect((await stored(id)).name).toBe("Shared by Eve");

    await notice.getByRole("button", { name: "Keep mine on top" }).click();
    await save(one);
    expect(await stored(id)).toMatchObject({ name: "Shared by Ann", timeoutMs: 7_000 });
  });

  it("of two who change different things neither is asked", async () => {
    const id = await make("Apart");
    const page = await signIn(world.owner);
    await goTo(page, id, "target");
    await page.getByLabel("Name").fill("Apart by Ann");
    await world.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { timeoutMs: 6_000 });
    await save(page);
    expect(await page.getByRole("alert", { name: "Changed by somebody else" }).count()).toBe(0);
    expect(await stored(id)).toMatchObject({ name: "Apart by Ann", timeoutMs: 6_000 });
  });

  it("changes that are not saved are not lost by leaving", async () => {
    const id = await make("Guarded");
    const page = await signIn(world.owner);
    await goTo(page, id, "target");
    await page.getByLabel("Name").fill("Guarded well");
    await page.getByRole("tab", { name: "Signing" }).click();
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page.getByRole("link", { name: "Deliveries", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("heading", { level: 1, name: "Guarded" }).waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("link", { name: "Deliveries", exact: true }).click();
    await page.waitForURL(/\/deliveries$/);
    expect((await stored(id)).name).toBe("Guarded");
  });

  it("what somebody types stays in its field while the page asks everything anew", async () => {
    const id = await make("Typed into");
    const page = await signIn(world.owner);
    await page.clock.install();
    await goTo(page, id, "target");
    const field = page.getByLabel("URL");
    await field.focus();
    await page.keyboard.press("End");
    const losses = await page.evaluateHandle(() => {
      const [seen, typed] = [[] as string[], document.activeElement];
      typed?.addEventListener("blur", () => seen.push("the focus"));
      new MutationObserver(() => typed?.isConnected || seen.push("the field")).observe(document.body, {
        childList: true,
        subtree: true,
      });
      return seen;
    });
    for (let n = 0; n < 3; n++) {
      const askedAnew = page.waitForResponse(/\/api\/v1\/me\/permissions/);
      await page.clock.fastForward(61_000);
      await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
      await askedAnew;
      await page.keyboard.type("/x");
    }
    expect(await losses.jsonValue()).toEqual([]);
    await expect.poll(() => field.inputValue()).toBe(`${world.targets.url}/ok/x/x/x`);
  });

  it("a secret is rotated with an overlap: the new one is shown once, the old one ends", async () => {
    const id = await make("Signed");
    const page = await signIn(world.owner);
    await goTo(page, id, "signing");
    await page.getByRole("button", { name: "New secret" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "New secret" }).click();
    const once = page.getByRole("region", { name: "The signing secret, shown this once" });
    await expect.poll(() => once.locator("code").textContent()).toMatch(/^whsec_/);
    await page.getByText("Ends soon").waitFor();
    await once.getByRole("button", { name: "I have kept it" }).click();
    await once.waitFor({ state: "detached" });
  });

  it("what has no form is changed as JSON", async () => {
    const id = await make("Raw");
    const page = await signIn(world.owner);
    await goTo(page, id, "json");
    const editor = page.getByRole("textbox", { name: "Settings as JSON" });
    await editor.click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText('{ "misspelt": 1 }');
    await page.getByText('An integration has no member "misspelt".').waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText('{ "proxy": { "methods": ["GET"] } }');
    await save(page);
    expect((await stored(id)).proxy).toMatchObject({ methods: ["GET"] });
  });

  it("what failed since an hour is counted first, then sent again", async () => {
    world.targets.answer("/down", 400, '{"error":"closed"}');
    const id = await make("Recovering", { url: `${world.targets.url}/down`, eventTypes: ["parcel.lost"] });
    await world.api.expect(202, "POST", "/api/v1/events", { type: "parcel.lost", payload: { n: 1 } });
    await until(async () => {
      const { items } = await world.api.expect(200, "GET", `/api/v1/dead-letters?integrationId=${id}`);
      return (items as unknown[]).length === 1;
    });
    world.targets.answer("/down", 200);
    const page = await signIn(world.owner);
    await goTo(page, id, "recovery");
    await page.getByRole("button", { name: "Send what failed …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("status").getByText(/1|one/i).first().waitFor();
    await dialog.getByRole("button", { name: /1|one/i }).click();
    await until(async () => {
      const { items } = await world.api.expect(
        200,
        "GET",
        `/api/v1/deliveries?integrationId=${id}&status=delivered`,
      );
      return (items as unknown[]).length === 1;
    });
  });

  it("the list is searched, filtered and laid out by the address", async () => {
    await make("Needle", { enabled: false });
    const page = await signIn(world.owner);
    await page.getByRole("searchbox", { name: "Name, address or event type" }).fill("needle");
    await page.getByRole("article", { name: "Needle" }).waitFor();
    await expect.poll(() => page.getByRole("article").count()).toBe(1);
    await page.getByText("Table", { exact: true }).click();
    await page.getByRole("table", { name: "Integrations" }).waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe("?q=needle&look=table");
    await page.reload();
    const row = page.getByRole("row").filter({ hasText: "Needle" });
    await row.getByRole("switch", { name: "Needle enabled" }).press("Space");
    await page.getByText("Needle is on").first().waitFor();
    await page.getByText("Off", { exact: true }).first().click();
    await page.getByText("None fits").waitFor();
  });

  it("the list is walked by keys, as cards and as a table that is sorted by its headings", async () => {
    for (const name of ["Keys 1", "Keys 2", "Keys 10"]) await make(name);
    const page = await signIn(world.owner);
    const focusedText = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await page.getByRole("searchbox").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("Keys ");
    await expect.poll(() => page.getByRole("article").count()).toBe(3);
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.keyboard.press("j");
    expect(await focusedText()).toBe("Keys 1");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    expect(await focusedText()).toBe("Keys 10");
    await page.keyboard.press("k");
    expect(await focusedText()).toBe("Keys 2");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Keys 2" }).waitFor();
    await page.goBack();
    // Where one was, so that the next key goes to the next one.
    await expect.poll(focusedText).toBe("Keys 2");
    await page.keyboard.press("j");
    expect(await focusedText()).toBe("Keys 10");

    await page.getByText("Table", { exact: true }).click();
    await page.getByRole("columnheader", { name: "Integration" }).getByRole("button").click();
    const rows = page.locator("[data-index] a");
    const names = () =>
      rows.evaluateAll((all) => all.map((one) => /^Keys \d+/.exec(one.textContent ?? "")?.[0]));
    const sorted = ["Keys 1", "Keys 2", "Keys 10"];
    await expect
      .poll(async () => [sorted, sorted.toReversed()].map(String).includes(String(await names())))
      .toBe(true);
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect.poll(focusedText).toMatch(/^Keys 2/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Keys 2" }).waitFor();
    await page.goBack();
    await expect.poll(focusedText).toMatch(/^Keys 2/);
  });

  it("what is chosen stands in the address, and what no box shows narrows nothing", async () => {
    const id = await make("Addressed");
    const page = await signIn(world.owner);
    await page.goto(`${world.dashboardUrl}/o/${world.orgId}/integrations?circuit=x&grade=y`);
    await page.getByRole("article", { name: "Addressed" }).waitFor();
    expect(await page.getByRole("button", { name: "Clear", exact: true }).count()).toBe(0);
    await goTo(page, id, "retries");
    await page.getByRole("button", { name: /Suppose/ }).click();
    await page.getByRole("option", { name: "422 Invalid" }).click();
    await page.waitForURL(/suppose=/);
    await page.reload();
    await page.getByRole("button", { name: /Suppose.*422 Invalid/ }).waitFor();
    await goTo(page, id, "recovery");
    await page
      .getByRole("button", { name: /Accepted within/ })
      .first()
      .click();
    await page.getByRole("option", { name: "The last 7 days" }).click();
    await page.getByLabel("Event type").first().fill("order.created");
    await page.waitForURL(/failed\.within=7d&failed\.type=order\.created/);
    await page.reload();
    await page.getByRole("button", { name: /Accepted within.*7 days/ }).waitFor();
    await expect.poll(() => page.getByLabel("Event type").first().inputValue()).toBe("order.created");
  });

  it("one that is not there says so, with a way to those that are", async () => {
    const page = await signIn(world.owner);
    await goTo(page, "int_00000000000000000000000000");
    await page.getByRole("heading", { level: 1, name: "No such integration" }).waitFor();
    expect(await page.locator("#content").textContent()).not.toContain("GET ");
    await page.getByRole("link", { name: "All integrations" }).click();
    await page.getByRole("heading", { level: 1, name: "Integrations" }).waitFor();
  });

  it("making one says all that is missing at once, and asks before it is lost", async () => {
    const page = await signIn(world.owner);
    await page.getByRole("link", { name: "New integration" }).first().click();
    await page.getByRole("button", { name: "Create integration" }).click();
    for (const fault of ["Give it a name.", "Say which events it takes.", "Only http and https"])
      await page.getByText(fault).waitFor();
    await expect
      .poll(() => page.getByLabel("Name").evaluate((element) => element === document.activeElement))
      .toBe(true);
    await page.getByLabel("Name").fill("Half made");
    await page.getByRole("link", { name: "Deliveries", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Half made");
  });

  it("a test is sent with a past event, copied as curl, and by no bare key", async () => {
    const id = await make("Tested", { eventTypes: ["tested.once"] });
    await world.api.expect(202, "POST", "/api/v1/events", { type: "tested.once", payload: { past: "one" } });
    await until(async () => {
      const { items } = await world.api.expect(200, "GET", `/api/v1/deliveries?integrationId=${id}`);
      return (items as unknown[]).length === 1;
    });
    const page = await signIn(world.owner);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await goTo(page, id, "test");
    await page.getByText("A past event, or your own").click();
    await page.getByRole("region", { name: "Payload" }).getByText("one").waitFor();
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.keyboard.press("s");
    await page.waitForTimeout(500);
    await page.getByText("No test yet").waitFor();
    await page.getByRole("button", { name: "Send now" }).click();
    await page
      .getByRole("status", { name: "Outcome of the test" })
      .getByText("The target took it")
      .first()
      .waitFor();
    await page.getByText("Skipped: nothing of this is set up").first().waitFor();
    await page.getByText("Standard Webhooks").waitFor();
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^curl[\s\S]*"past":"one"/);
    await page.reload();
    await page.getByRole("region", { name: "Payload" }).getByText("one").waitFor();
  });

  it("of a GraphQL integration nothing is offered that is not sent", async () => {
    const graphql = { document: "mutation M($id: ID!) { m(id: $id) { id } }" };
    const id = await make("Graph", { protocol: "GRAPHQL", graphql });
    const page = await signIn(world.owner);
    await goTo(page, id, "target");
    await page.getByText("The GraphQL document and its variables").waitFor();
    expect(await page.getByRole("button", { name: /^Method/ }).count()).toBe(0);
    expect(await page.getByText("byte for byte").count()).toBe(0);
  });

  it("is deleted only with its name typed", async () => {
    const id = await make("Doomed");
    const page = await signIn(world.owner);
    await goTo(page, id, "danger");
    await page.getByRole("button", { name: "Delete integration" }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: "Delete integration" });
    await dialog.getByLabel("Type Doomed to confirm").fill("doomed");
    await expect.poll(() => confirm.isDisabled()).toBe(true);
    await dialog.getByLabel("Type Doomed to confirm").fill("Doomed");
    await confirm.click();
    await page.getByText("Doomed is deleted").first().waitFor();
    expect((await world.api.call("GET", `/api/v1/integrations/${id}`)).status).toBe(404);
  });

  it("a viewer sees everything and is offered nothing that they may not do", async () => {
    const id = await make("Read only", { headers: { Authorization: "Bearer a-very-long-token" } });
    const page = await signIn(viewer);
    const card = page.getByRole("article", { name: "Read only" });
    expect(await card.getByRole("switch").count()).toBe(0);
    await card.getByText("On", { exact: true }).waitFor();
    expect(await card.getByRole("button", { name: /Pause/ }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "New integration" }).count()).toBe(0);
    await goTo(page, id, "target");
    await expect.poll(() => page.getByLabel("Name", { exact: true }).first().isDisabled()).toBe(true);
    await expect.poll(() => page.getByLabel("URL").isDisabled()).toBe(true);
    expect(await page.getByText("a-very-long-token").count()).toBe(0);
    for (const button of ["Save changes", "Add a header", "Pause", "Send a test"]) {
      expect(await page.getByRole("button", { name: button }).count(), button).toBe(0);
    }
    expect(await page.getByRole("tab", { name: "Danger" }).count()).toBe(0);
    await page.getByText("that takes the permission integrations:update").waitFor();
    expect(await page.getByText("Enter adds it.").count()).toBe(0);
    await goTo(page, id, "test");
    await page.getByText("It takes the permission integrations:test").waitFor();
    await page.getByRole("tab", { name: "Flow" }).click();
    await expect.poll(() => page.getByRole("switch", { name: "Circuit breaker" }).isDisabled()).toBe(true);
  });
});

/** The gateway delivers in its own time. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("It never came true");
}
