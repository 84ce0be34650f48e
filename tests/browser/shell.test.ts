import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** What is around every view: signing in, where one is, where one can go. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let integrationId = "";
const children: Record<string, string> = {};

beforeAll(async () => {
  world = await openWorld("Acme Holding");
  const integration = { name: "Billing ledger", url: `${world.targets.url}/ledger`, eventTypes: ["a.b"] };
  integrationId = String((await world.api.expect(201, "POST", "/api/v1/integrations", integration)).id);
  const make = async (name: string, parentId: string) => {
    const headers = { "x-organization-id": parentId };
    const made = await world.api.call("POST", "/api/v1/organization/children", { name }, headers);
    children[name] = String(made.json.id);
    return children[name];
  };
  const north = await make("North region", world.orgId);
  await make("Shop 12", north);
  await make("South region", world.orgId);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
afterEach(() => expect(desk?.complaints ?? []).toEqual([]));

const palette = () => page.getByRole("dialog", { name: "Commands" });
const switcher = () => page.getByRole("button", { name: /Choose another$/ });
const here = (name: string) =>
  page.getByRole("button", { name: `Organization: ${name}. Choose another` }).waitFor();

describe("signing in", () => {
  it("with a wrong password says so and asks again; with the right one leads to the page that was asked for", async () => {
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
    const stranger = await context.newPage();
    await stranger.goto(`${world.dashboardUrl}/o/${world.orgId}/settings?tab=usage`);
    await stranger.waitForURL(/\/sign-in\?to=/);
    await stranger.getByLabel("E-mail address").fill(world.owner.email);
    await stranger.getByLabel("Password").fill("not the right one");
    await stranger.keyboard.press("Enter");
    await stranger.getByRole("alert").waitFor();
    expect(await axeFindings(stranger)).toEqual([]);
    await stranger.getByLabel("Password").fill(world.owner.password);
    await stranger.keyboard.press("Enter");
    await stranger.waitForURL(`${world.dashboardUrl}/o/${world.orgId}/settings?tab=usage`);
    await stranger.getByRole("meter").first().waitFor();
    await stranger.goto(`${world.dashboardUrl}/sign-in`);
    await stranger.waitForURL(new RegExp(`/o/${world.orgId}`));
    await context.close();
  });

  it("never leads to another host", async () => {
    const context = await browser.newContext();
    const stranger = await context.newPage();
    await stranger.goto(`${world.dashboardUrl}/sign-in?to=${encodeURIComponent("//example.com/x")}`);
    await stranger.getByLabel("E-mail address").fill(world.owner.email);
    await stranger.getByLabel("Password").fill(world.owner.password);
    await stranger.keyboard.press("Enter");
    await stranger.locator("#content").waitFor();
    expect(new URL(stranger.url()).origin).toBe(new URL(world.dashboardUrl).origin);
    await context.close();
  });
});

describe("the switcher", () => {
  it("shows the tree, and switches by the keyboard to the same view", async () => {
    desk = await openDesk(world, browser);
    page = desk.page;
    await desk.go("/settings");
    await here("Acme Holding");
    await page.keyboard.press("g");
    await page.keyboard.press("w");
    const options = page.getByRole("listbox", { name: "Organizations" }).getByRole("option");
    await options.first().waitFor();
    const shown = await options.allTextContents();
    expect(shown.map((one) => /Acme Holding|North region|Shop 12|South region/.exec(one)?.[0])).toEqual([
      "Acme Holding",
      "North region",
      "Shop 12",
      "South region",
    ]);
    expect(shown[2]).toContain("below Acme Holding / North region");
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await here("Shop 12");
    await page.waitForURL(`${world.dashboardUrl}/o/${children["Shop 12"]}/settings`);
  });

  it("says on every view that one acts in somebody else's", async () => {
    await page.getByText("You act in Shop 12, by a role that you hold above it.").waitFor();
    await page.getByRole("link", { name: "Deliveries" }).click();
    await page.getByRole("heading", { name: "Deliveries", level: 1 }).waitFor();
    await page.getByText("You act in Shop 12, by a role that you hold above it.").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("finds by name, and says when there is none", async () => {
    await switcher().click();
    await page.getByRole("combobox", { name: "Search by name or id" }).fill("nobody");
    await page.getByText("None that you may switch to is called so.").waitFor();
    await page.getByRole("combobox", { name: "Search by name or id" }).fill("south");
    await page.getByRole("option", { name: /South region/ }).waitFor();
    await expect.poll(() => page.getByRole("option").count()).toBe(1);
    await page.keyboard.press("Enter");
    await here("South region");
    await page.waitForURL(`${world.dashboardUrl}/o/${children["South region"]}/deliveries`);
  });

  it("is remembered by the start page, and the way back is one click", async () => {
    await page.goto(world.dashboardUrl);
    await here("South region");
    await page.getByRole("link", { name: "Back to your own" }).click();
    await here("Acme Holding");
    expect(await page.getByText("You act in").count()).toBe(0);
  });

  it("leads nowhere that is not there: the start page then leads to one's own", async () => {
    await page.goto(`${world.dashboardUrl}/o/org_local_nothing/deliveries`);
    await page.getByRole("heading", { name: "No such organization" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(desk.takeComplaints(/status of 404/)).toBeGreaterThan(0);
    await page.goto(world.dashboardUrl);
    await here("Acme Holding");
  });
});

describe("the palette", () => {
  it("finds an id and opens what it is of", async () => {
    await page.keyboard.press("Control+k");
    await palette().getByRole("combobox").fill(integrationId);
    // At once, before it was found.
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/integrations/${integrationId}`));
    await palette().waitFor({ state: "detached" });
    await page.getByRole("heading", { name: "Billing ledger", level: 1 }).waitFor();
  });

  it("takes what is typed from the first letter on", async () => {
    const holder = await page.evaluate(async () => {
      const key = new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true, cancelable: true });
      document.body.dispatchEvent(key);
      // What runs before any other key can come.
      await Promise.resolve();
      return document.activeElement?.getAttribute("role");
    });
    expect(holder).toBe("combobox");
    await page.keyboard.press("Escape");
    await palette().waitFor({ state: "detached" });
  });

  it("finds names, grouped by what they are of", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("ledger");
    await palette().getByRole("group", { name: "Integrations" }).getByText("Billing ledger").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await palette().waitFor({ state: "detached" });
  });

  it("says when nothing is called so", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("zzzzz");
    await palette().getByText("Nothing is called “zzzzz”").waitFor();
    await page.keyboard.press("Escape");
  });

  it("goes to pages and does what the page can do", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("settings");
    await palette()
      .getByRole("option", { name: /^Settings/ })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/settings/);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Settings: Policies");
    await palette().getByRole("group", { name: "Do" }).getByText("Settings: Policies").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/tab=policy/);
  });
});

describe("the palette of somebody who may only look", () => {
  it("offers nothing that they may not do, also where others do it", async () => {
    const viewer = await addPerson(world, "vera@example.com", "Vera Viewer", "viewer");
    const other = await openDesk(world, browser, viewer);
    for (const [place, word, found, deed] of [
      ["/credentials", "credential", "Credentials", "New credential"],
      ["/roles", "role", "Roles", "New role"],
      ["/lookup-tables", "lookup", "Lookup tables", "New lookup table"],
    ] as const) {
      await other.go(place);
      await other.page.getByRole("heading", { name: found, level: 1 }).waitFor();
      await other.page.keyboard.press("Control+k");
      await other.page.keyboard.type(word);
      const options = other.page.getByRole("dialog", { name: "Commands" }).getByRole("option");
      await options.filter({ hasText: found }).first().waitFor();
      expect(await options.filter({ hasText: deed }).count(), deed).toBe(0);
      await other.page.keyboard.press("Escape");
    }
    expect(other.complaints).toEqual([]);
    await other.context.close();
  });
});

describe("the palette, away from where it can be done", () => {
  const type = async (words: string) => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(words);
  };

  it("goes where a thing is made, and begins it", async () => {
    await desk.go("");
    await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
    await type("new event type");
    await palette().getByRole("group", { name: "Do elsewhere" }).getByText("New event type").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "New event type" }).getByLabel("Name").waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toMatch(/\/event-types$/);
    await page.keyboard.press("Escape");
    // It was for that once: who comes back finds the list.
    await desk.go("/event-types");
    await page.getByRole("heading", { name: "Event types", level: 1 }).waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("pauses an integration by its name", async () => {
    await type("pause an integ");
    await palette()
      .getByRole("option", { name: /^Pause or resume/ })
      .waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => palette().getByRole("combobox").inputValue()).toBe("Pause ");
    await page.keyboard.type("ledger");
    await palette()
      .getByRole("option", { name: /^Pause Billing ledger/ })
      .waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Paused: Paused from the dashboard").waitFor();
    await page.getByRole("button", { name: "Add a reason" }).click();
    await page
      .getByRole("dialog", { name: "Pause Billing ledger?" })
      .getByLabel("Reason")
      .fill("By the palette");
    await page.keyboard.press("Enter");
    await page.getByText("Paused: By the palette").waitFor();
  });

  it("changes the theme", async () => {
    const look = () => page.evaluate(() => document.documentElement.dataset.theme);
    await type("theme: dark");
    await page.keyboard.press("Enter");
    await expect.poll(look).toBe("dark");
    await type("theme: as the system");
    await page.keyboard.press("Enter");
    await expect.poll(look).toBe("light");
  });
});

describe("moments", () => {
  it("are how long ago, or date and time for whoever wants that, by a key; and stay so", async () => {
    await desk.go("/audit");
    const moment = page.locator("#content time").first();
    await moment.waitFor();
    await expect.poll(() => moment.textContent()).toMatch(/ago|now/);
    await expect.poll(() => moment.getAttribute("title")).toMatch(/\d{4}.*(?:UTC|GMT|CE?S?T)/);
    await page.keyboard.press("t");
    await expect.poll(() => moment.textContent()).toMatch(/^\d{2} \w{3}, \d{2}:\d{2}:\d{2}$/);
    await page.reload();
    await expect.poll(() => moment.textContent()).toMatch(/^\d{2} \w{3}/);
    await page.getByRole("button", { name: "Your account" }).click();
    await page.getByRole("menuitem", { name: "How long ago" }).click();
    await expect.poll(() => moment.textContent()).toMatch(/ago|now/);
  });
});

describe("the key sheet", () => {
  it("lists what works on this page, and not what does not", async () => {
    await desk.go("/settings?tab=policy");
    await page.getByLabel("Demanded here: at most (days)").waitFor();
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keys" });
    await sheet.getByText("Choose an organization").waitFor();
    await sheet.getByText("Search, go to, do").waitFor();
    expect(await sheet.getByText("From row to row").count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await page.waitForURL(/\/deliveries/);
  });
});

describe("the theme", () => {
  it("is there in the first frame, whatever the machine prefers", async () => {
    await page.getByRole("button", { name: "Your account" }).click();
    await page.getByRole("menuitem", { name: "Dark" }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    await page.addInitScript(() => {
      const seen: string[] = [];
      Reflect.set(window, "framesSeen", seen);
      const look = () => {
        if (document.body !== null) {
          const ground = getComputedStyle(document.body).backgroundColor;
          seen.push(`${document.documentElement.dataset.theme} ${ground}`);
        }
        if (seen.length < 200) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.reload();
    await here("Acme Holding");
    const frames = await page.evaluate(() => Reflect.get(window, "framesSeen") as string[]);
    expect(frames.length).toBeGreaterThan(0);
    expect([...new Set(frames.map((frame) => frame.split(" ")[0]))]).toEqual(["dark"]);
    // The machine's own preference is light: only the page's choice can have made this ground.
    expect(new Set(frames).size).toBe(1);
    await page.getByRole("button", { name: "Your account" }).click();
    await page.getByRole("menuitem", { name: "As the system" }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === "light");
  });
});

describe("whoever may little", () => {
  it("is told where they are, is offered only what they may, and still opens a pasted id", async () => {
    const role = await world.api.expect(201, "POST", "/api/v1/roles", {
      name: "Looks at integrations",
      permissions: ["integrations:read"],
    });
    const person = await addPerson(world, "lou@example.com", "Lou Example", String(role.id));
    const theirs = await openDesk(world, browser, person);
    // The overview is not theirs to see: they are led to what is.
    await theirs.go("");
    await theirs.page.waitForURL(/\/circuits$/);
    await theirs.page.getByRole("heading", { name: "Circuits", level: 1 }).waitFor();
    await theirs.go("/settings");
    await theirs.page.getByText("It takes the permission organization:read").waitFor();
    await theirs.go("/integrations");
    await theirs.page.getByRole("button", { name: /^Organization: Acme Holding/ }).waitFor();
    await theirs.page.getByRole("link", { name: "Integrations" }).waitFor();
    const places = await theirs.page.getByRole("navigation").getByRole("link").allTextContents();
    expect(places).toEqual(["Circuits", "Alerts", "Integrations"]);
    await theirs.page.keyboard.press("?");
    const sheet = theirs.page.getByRole("dialog", { name: "Keys" });
    await sheet.getByText("Circuits").waitFor();
    expect(await sheet.getByText("Audit log").count()).toBe(0);
    await theirs.page.keyboard.press("Escape");
    await theirs.page.keyboard.press("Control+k");
    await theirs.page.getByRole("combobox").fill(integrationId);
    await theirs.page.getByRole("option", { name: integrationId }).waitFor();
    await theirs.page.keyboard.press("Enter");
    await theirs.page.waitForURL(new RegExp(`/integrations/${integrationId}`));
    await theirs.context.close();
  });
});
