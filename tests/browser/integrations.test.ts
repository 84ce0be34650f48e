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
    expect(await once.locator("code").textContent()).toMatch(/^whsec_/);
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

  it("is paused and resumed with a reason, from the list and from its page", async () => {
    const id = await make("Ledger");
    const page = await signIn(world.owner);
    const card = page.getByRole("article", { name: "Ledger" });
    await card.getByRole("button", { name: "Pause Ledger" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: "Pause", exact: true }).isDisabled()).toBe(true);
    await dialog.getByLabel("Reason").fill("Their database moves");
    await dialog.getByRole("button", { name: "Pause", exact: true }).click();
    await card.getByText("Paused").waitFor();

    await goTo(page, id);
    await page.getByText("Paused: Their database moves").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await dialog.getByLabel("Reason").fill("It is moved");
    await dialog.getByText("Let out slowly what was held").click();
    await dialog.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await page.getByText("It is moved").waitFor();
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
    await page.getByText("Write them with their units").waitFor();
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

  it("a duration that cannot be read stays in its field, and is not saved over", async () => {
    const id = await make("Unread", { retry: { strategy: { kind: "schedule", delaysMs: [1_000] } } });
    const page = await signIn(world.owner);
    await goTo(page, id, "target");
    await page.getByLabel("Name").fill("Unread durations");
    const field = page.getByLabel("Timeout");
    await field.fill("soon");
    await page.keyboard.press("Tab");
    expect(await field.inputValue()).toBe("soon");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("A field holds what cannot be read").waitFor();
    expect((await stored(id)).name).toBe("Unread");
    await field.fill("20 s");
    await save(page);
    expect(await stored(id)).toMatchObject({ name: "Unread durations", timeoutMs: 20_000 });
  });

  it("is switched off from its page with a way back, however often one presses", async () => {
    const id = await make("Switched");
    const page = await signIn(world.owner);
    await goTo(page, id);
    const toggle = page.getByRole("switch", { name: "Enabled" });
    await toggle.press("Space");
    await toggle.press("Space").catch(() => undefined);
    await page.getByText("Switched is off").waitFor();
    await page.getByText("what falls due becomes a dead letter").waitFor();
    expect(await page.getByText("What is different now").count()).toBe(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Switched is on").waitFor();
    expect((await stored(id)).enabled).toBe(true);
  });

  it("one that is not there says so, with the way back; and health that cannot be read is not called silence", async () => {
    const page = await signIn(world.owner);
    await goTo(page, "int_01m8cxst0f7r3tjkwped4fffff");
    await page.getByText("There is no integration").waitFor();
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
    await page.route(/\/integration-health/, (route) => route.abort());
    await page.getByRole("main").getByRole("link", { name: "Integrations" }).click();
    await page.getByText("Health could not be read").waitFor({ timeout: 30_000 });
    expect(await page.getByText("No traffic").count()).toBe(0);
    await page.unroute(/\/integration-health/);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Health could not be read").waitFor({ state: "detached" });
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
    expect(await field.inputValue()).toBe(`${world.targets.url}/ok/x/x/x`);
  });

  it("a secret is rotated with an overlap: the new one is shown once, the old one ends", async () => {
    const id = await make("Signed");
    const page = await signIn(world.owner);
    await goTo(page, id, "signing");
    await page.getByRole("button", { name: "New secret" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "New secret" }).click();
    const once = page.getByRole("region", { name: "The signing secret, shown this once" });
    expect(await once.locator("code").textContent()).toMatch(/^whsec_/);
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
    expect(await page.getByRole("article").count()).toBe(1);
    await page.getByText("Table", { exact: true }).click();
    await page.getByRole("table", { name: "Integrations" }).waitFor();
    expect(new URL(page.url()).search).toBe("?q=needle&look=table");
    await page.reload();
    const row = page.getByRole("row").filter({ hasText: "Needle" });
    await row.getByRole("switch", { name: "Needle enabled" }).press("Space");
    await page.getByText("Needle is on").first().waitFor();
    await page.getByText("Off", { exact: true }).first().click();
    await page.getByText("None fits").waitFor();
  });

  it("is deleted only with its name typed", async () => {
    const id = await make("Doomed");
    const page = await signIn(world.owner);
    await goTo(page, id, "danger");
    await page.getByRole("button", { name: "Delete integration" }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: "Delete integration" });
    await dialog.getByLabel("Type Doomed to confirm").fill("doomed");
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel("Type Doomed to confirm").fill("Doomed");
    await confirm.click();
    await page.getByText("Doomed is deleted").first().waitFor();
    expect((await world.api.call("GET", `/api/v1/integrations/${id}`)).status).toBe(404);
  });

  it("a viewer sees everything and is offered nothing that they may not do", async () => {
    const id = await make("Read only", { headers: { Authorization: "Bearer a-very-long-token" } });
    const page = await signIn(viewer);
    const card = page.getByRole("article", { name: "Read only" });
    expect(await card.getByRole("switch").isDisabled()).toBe(true);
    expect(await card.getByRole("button", { name: /Pause/ }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "New integration" }).count()).toBe(0);
    await goTo(page, id, "target");
    expect(await page.getByLabel("Name", { exact: true }).first().isDisabled()).toBe(true);
    expect(await page.getByLabel("URL").isDisabled()).toBe(true);
    expect(await page.getByText("a-very-long-token").count()).toBe(0);
    for (const button of ["Save changes", "Add a header", "Pause", "Send a test"]) {
      expect(await page.getByRole("button", { name: button }).count(), button).toBe(0);
    }
    expect(await page.getByRole("tab", { name: "Danger" }).count()).toBe(0);
    await page.getByRole("tab", { name: "Flow" }).click();
    expect(await page.getByRole("switch", { name: "Circuit breaker" }).isDisabled()).toBe(true);
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
