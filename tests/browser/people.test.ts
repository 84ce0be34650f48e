import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, createTenant } from "../support/api-client.ts";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openBrowserAt, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** Who may do what: roles composed in the matrix, the people who have them, and keys for programs. */

const run = promisify(execFile);
const PASSWORD = "nine lives of a cat 99";

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let nightShift: string;

beforeAll(async () => {
  world = await openWorld("People");
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
const box = (permission: string, on: Page = page) =>
  on.getByRole("checkbox", { name: new RegExp(`^${permission},`) });
const row = (text: string) => page.locator("[data-index]", { hasText: text });

/** By the tab key, as somebody without a mouse gets there. */
async function tabTo(target: Locator): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the tab key does not lead to ${target}`);
}

async function permissionsOf(id: string): Promise<unknown> {
  return (await world.api.expect(200, "GET", `/api/v1/roles/${id}`)).permissions;
}

async function roleOf(email: string): Promise<unknown> {
  const { items } = await world.api.expect(200, "GET", "/api/v1/members");
  const members = items as { email: string; roleId: string }[];
  return members.find((member) => member.email === email)?.roleId;
}

describe("a role", () => {
  it("is composed in the matrix by the keyboard alone", async () => {
    await desk.go("/roles");
    await row("Owner").getByText("52 of 52").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await tabTo(page.getByRole("button", { name: "New role" }));
    await page.keyboard.press("Enter");
    await tabTo(page.getByRole("textbox", { name: "Name" }));
    await page.keyboard.type("Night shift");
    await tabTo(page.getByRole("checkbox", { name: "Everything of Operate" }));
    // Events, and there the first column; from then on down the column.
    for (const key of ["ArrowDown", "ArrowRight", "Space", "ArrowDown", "Space", "ArrowDown", "Space"])
      await page.keyboard.press(key);
    // Over discarding to retrying, and one too many, which is taken back.
    for (const key of ["ArrowRight", "Space", "Space", "ArrowRight", "Space"]) await page.keyboard.press(key);
    await expect.poll(() => box("deadletters:retry").isChecked()).toBe(true);
    await expect.poll(() => box("deadletters:discard").isChecked()).toBe(false);
    await page.getByText("4 of 52 allowed").first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await tabTo(page.getByRole("button", { name: "Make the role" }));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Night shift", level: 1 }).waitFor();
    await page.waitForURL(/\/roles\/(?!new)/);
    nightShift = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    expect(await permissionsOf(nightShift)).toEqual([
      "events:read",
      "deliveries:read",
      "deadletters:read",
      "deadletters:retry",
    ]);
  });

  it("is searched, and held against another one", async () => {
    await page.getByRole("searchbox", { name: "Find a permission" }).fill("take invitations");
    await expect.poll(() => page.getByRole("gridcell").getByRole("checkbox").count()).toBe(1);
    await box("members:invite").waitFor();
    await page.getByRole("searchbox", { name: "Find a permission" }).fill("");
    await expect.poll(() => page.getByRole("gridcell").getByRole("checkbox").count()).toBe(52);
    await page.getByRole("button", { name: /Compare with/ }).click();
    await page.getByRole("option", { name: "Viewer" }).click();
    await page.getByText("Against Viewer: 1 more, 11 fewer.").waitFor();
    await page.getByRole("button", { name: "Different" }).click();
    await expect.poll(() => page.getByRole("gridcell").getByRole("checkbox").count()).toBe(12);
    await expect.poll(() => box("deadletters:retry").getAttribute("aria-label")).toMatch(/only here$/);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("shows what will be different before it is saved", async () => {
    await page.getByRole("button", { name: "All", exact: true }).click();
    await box("deadletters:retry").click();
    await page.getByRole("checkbox", { name: "Everything of Integrations" }).click();
    await page.getByRole("checkbox", { name: "Everything of Integrations" }).click();
    await box("deliveries:replay").click();
    await page.getByText("1 added, 1 taken away").waitFor();
    await page.getByRole("button", { name: "Review and save" }).click();
    await dialog().getByRole("region", { name: "Added" }).getByText("deliveries:replay").waitFor();
    await dialog().getByRole("region", { name: "Taken away" }).getByText("deadletters:retry").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await permissionsOf(nightShift)).toContain("deadletters:retry");
    await dialog().getByRole("button", { name: "Save role" }).click();
    await page.getByText("The role Night shift was changed").waitFor();
    expect(await permissionsOf(nightShift)).toEqual([
      "events:read",
      "deliveries:read",
      "deliveries:replay",
      "deadletters:read",
    ]);
  });

  it("that somebody else changed meanwhile is not overwritten unseen", async () => {
    await page.getByRole("textbox", { name: "Description" }).fill("Watches while others sleep");
    await world.api.expect(200, "PATCH", `/api/v1/roles/${nightShift}`, { name: "Late shift" });
    await page.getByRole("button", { name: "Review and save" }).click();
    await dialog().getByRole("button", { name: "Save role" }).click();
    await dialog().getByRole("alert").waitFor();
    expect(desk.takeComplaints(/status of 412/)).toBe(1);
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Somebody else changed this role meanwhile.").waitFor();
    await page.getByRole("button", { name: "Take theirs" }).click();
    await page.getByRole("heading", { name: "Late shift", level: 1 }).waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("Night shift");
    await page.getByRole("button", { name: "Review and save" }).click();
    await dialog().getByText("Late shift becomes Night shift").waitFor();
    await dialog().getByRole("button", { name: "Save role" }).click();
    await page.getByRole("heading", { name: "Night shift", level: 1 }).waitFor();
  });
});

describe("a member", () => {
  it("is invited with the role, by a link that is shown once", async () => {
    await desk.go("/members");
    await page.getByRole("button", { name: "Invite somebody" }).click();
    await dialog().getByLabel("E-mail address").fill("nia@example.com");
    await dialog().getByRole("button", { name: /^Role/ }).click();
    await page.getByRole("option", { name: "Night shift" }).click();
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Make the invitation" }).click();
    const link = (await dialog().locator("code").textContent()) ?? "";
    await page.keyboard.press("Escape");
    await page.mouse.click(5, 5);
    await expect.poll(() => dialog().locator("code").textContent()).toBe(link);
    await dialog().getByRole("button", { name: "I have kept it" }).click();
    await page.getByText("nia@example.com").waitFor();
    expect(await axeFindings(page)).toEqual([]);

    const context = await browser.newContext();
    const theirs = await context.newPage();
    theirs.setDefaultTimeout(15_000);
    await theirs.goto(link);
    await theirs.getByRole("heading", { name: "Join People" }).waitFor();
    const facts = theirs.getByRole("definition");
    await expect.poll(() => facts.nth(0).textContent()).toBe("People");
    await expect.poll(() => facts.nth(1).textContent()).toContain("Night shift");
    await expect.poll(() => facts.nth(2).textContent()).toBe("nia@example.com");
    await expect.poll(() => facts.nth(3).textContent()).toBe("Ann Exampleann@example.com");
    expect(await axeFindings(theirs)).toEqual([]);
    await theirs.getByLabel("Your name").fill("Nia Night");
    await theirs.getByLabel("Password").fill(PASSWORD);
    await theirs.getByRole("button", { name: "Join" }).click();
    const places = theirs.getByRole("navigation", { name: "Main" }).getByRole("link");
    await places.getByText("Dead letters").waitFor();
    // What the role lacks is not offered, and refused to whoever goes there nevertheless.
    await expect
      .poll(() => places.allTextContents())
      .toEqual(["Overview", "Deliveries", "Proxy calls", "Dead letters"]);
    await theirs.goto(`${world.dashboardUrl}/o/${world.orgId}/api-keys`);
    await theirs.getByText("It takes the permission keys:read").waitFor();
    expect(await theirs.getByRole("button", { name: "New key" }).count()).toBe(0);
    await context.close();
  });

  it("can do what the role allows, and is refused the rest by the gateway itself", async () => {
    const signedIn = await createApiClient(world.runtime.url, "").expect(
      200,
      "POST",
      "/api/v1/auth/sign-in",
      {
        email: "nia@example.com",
        password: PASSWORD,
      },
    );
    const nia = createApiClient(world.runtime.url, String(signedIn.accessToken));
    await nia.expect(200, "GET", "/api/v1/deliveries");
    for (const path of ["/api/v1/api-keys", "/api/v1/roles", "/api/v1/members", "/api/v1/integrations"])
      expect((await nia.call("GET", path)).status).toBe(403);
    const pause = await nia.call("POST", "/api/v1/dead-letters/retry", {
      filter: { category: "VALIDATION" },
    });
    expect([pause.status, pause.json.code]).toEqual([403, "forbidden"]);
  });

  it("keeps the role from being deleted, which says who has it", async () => {
    await desk.go(`/roles/${nightShift}`);
    await page.getByText("Nia Night").waitFor();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await dialog().getByText("Nia Night").waitFor();
    await expect.poll(() => dialog().getByRole("button", { name: "Delete role" }).isDisabled()).toBe(true);
    await dialog().getByRole("button", { name: "Cancel" }).click();
  });

  it("gets another role, which can be taken back, and is removed", async () => {
    await desk.go(`/members?role=${nightShift}`);
    await expect.poll(() => page.locator("[data-index]").count()).toBe(1);
    await page.getByRole("button", { name: "Actions: Nia Night" }).click();
    await page.getByRole("menuitem", { name: "Change role" }).click();
    await dialog().getByRole("button", { name: /^Role/ }).click();
    await page.getByRole("option", { name: "Operator" }).click();
    await dialog().getByRole("button", { name: "Save" }).click();
    await page.getByText("Nia Night is Operator now").waitFor();
    await page.getByText("Nobody fits").waitFor();
    expect(await roleOf("nia@example.com")).toBe("operator");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("Nia Night is Night shift now").waitFor();
    await row("Nia Night").waitFor();
    expect(await roleOf("nia@example.com")).toBe(nightShift);
    await page.getByRole("button", { name: "Actions: Nia Night" }).click();
    await page.getByRole("menuitem", { name: "Change role" }).click();
    await dialog().getByRole("button", { name: /^Role/ }).click();
    await page.getByRole("option", { name: "Operator" }).click();
    await dialog().getByRole("button", { name: "Save" }).click();
    await page.getByText("Nobody fits").waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await row("Nia Night").getByText("Operator").waitFor();
    await page.getByRole("button", { name: "Actions: Nia Night" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await dialog().getByRole("button", { name: "Remove" }).click();
    await page.getByText("Nia Night was removed").waitFor();
    await expect.poll(() => row("Nia Night").count()).toBe(0);
  });

  it("who is the last owner is kept, with what to do first", async () => {
    await page.getByRole("button", { name: "Actions: Ann Example" }).click();
    await page.getByRole("menuitem", { name: "Leave" }).click();
    await dialog().getByRole("button", { name: "Leave" }).click();
    await dialog().getByText("Give somebody else the role first").waitFor();
    expect(desk.takeComplaints(/status of 409/)).toBe(1);
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await row("Ann Example").getByText("Owner").waitFor();
  });

  it("who was not asked after all finds the link void", async () => {
    const made = await world.api.expect(201, "POST", "/api/v1/invitations", {
      email: "otto@example.com",
      roleId: "viewer",
    });
    await page.reload();
    await page.getByRole("button", { name: "Take back the invitation of otto@example.com" }).click();
    await dialog().getByRole("button", { name: "Take back" }).click();
    await page.getByText("The invitation of otto@example.com is void").waitFor();
    await page.getByText("No open invitations.").waitFor();
    const accept = { token: made.token, name: "Otto", password: PASSWORD };
    const late = await createApiClient(world.runtime.url, "").call(
      "POST",
      "/api/v1/auth/invitations/accept",
      accept,
    );
    expect(late.status).toBeGreaterThanOrEqual(400);
  });
});

describe("an invitation", () => {
  const INVITED = "ivo@example.com";
  let theirs: Desk;
  let used: string;

  const fact = (index: number) => theirs.page.getByRole("definition").nth(index);
  /** By the operator, who is nobody with a name. */
  async function inviteTo(orgId: string): Promise<string> {
    const asked = { email: INVITED, roleId: "viewer" };
    const made = await world.admin.call("POST", "/api/v1/invitations", asked, { "x-organization-id": orgId });
    return String(made.json.token);
  }

  beforeAll(async () => {
    theirs = await openBrowserAt(browser, `${world.dashboardUrl}/accept`);
  });
  afterAll(() => theirs.context.close());
  afterEach(() => expect(theirs.complaints).toEqual([]));

  it("is asked for by its token; what has none in it is not sent, and the whole link will do", async () => {
    const { page: at } = theirs;
    let asked = 0;
    at.on("request", (request) => {
      if (request.url().includes("/auth/")) asked += 1;
    });
    await at.getByLabel("Invitation").fill("igw_local_abc");
    await at.getByRole("button", { name: "Look at it" }).click();
    await at.getByText("This is no invitation").waitFor();
    expect(asked).toBe(0);
    used = await inviteTo(world.orgId);
    await at.getByLabel("Invitation").fill(`https://elsewhere.example/accept#${used}`);
    await at.getByRole("button", { name: "Look at it" }).click();
    await at.getByRole("heading", { name: "Join People" }).waitFor();
    expect(asked).toBe(1);
    await expect.poll(() => fact(1).textContent()).toContain("Viewer");
    await expect.poll(() => fact(2).textContent()).toBe(INVITED);
    await expect.poll(() => fact(3).textContent()).toBe("Whoever runs the gateway, or a program");
  });

  it("says at its field which password is too easily guessed, and lets in with another", async () => {
    const { page: at } = theirs;
    await at.getByRole("button", { name: "Join" }).click();
    await expect.poll(() => at.getByText("Nothing stands here yet.").count()).toBe(2);
    await at.getByLabel("Your name").fill("Ivo Invited");
    await at.getByLabel("Password").fill("short");
    await at.getByRole("button", { name: "Join" }).click();
    await expect.poll(() => at.getByLabel("Password").getAttribute("aria-invalid")).toBe("true");
    expect(theirs.takeComplaints(/status of 422/)).toBe(1);
    await at.getByLabel("Password").fill(PASSWORD);
    await at.getByRole("button", { name: "Join" }).click();
    await at.waitForURL(new RegExp(`/o/${world.orgId}`));
    await at.locator("#content").waitFor();
  });

  it("that was used says so, and asks for another one", async () => {
    const { page: at } = theirs;
    await at.goto(`${world.dashboardUrl}/accept#${used}`);
    await at.getByRole("alert").getByText("This invitation cannot be used").waitFor();
    await at.getByText("Somebody has joined with this invitation.").waitFor();
    expect(theirs.takeComplaints(/status of 410/)).toBe(1);
    expect(await axeFindings(at)).toEqual([]);
    await at.getByRole("button", { name: "I have another one" }).click();
    await at.getByLabel("Invitation").waitFor();
  });

  it("that the gateway could not be asked about is looked at once more", async () => {
    const { page: at } = theirs;
    const token = await inviteTo(
      (await createTenant(world.runtime.url, world.runtime.adminToken, "Elsewhere")).orgId,
    );
    await at.route("**/invitations/look", (route) => route.abort());
    await at.getByLabel("Invitation").fill(token);
    await at.getByRole("button", { name: "Look at it" }).click();
    await at.getByText("The invitation could not be looked at").waitFor();
    expect(theirs.takeComplaints(/ERR_FAILED/)).toBe(1);
    await at.unroute("**/invitations/look");
    await at.getByRole("button", { name: "Try again" }).click();
    await at.getByRole("heading", { name: "Join Elsewhere" }).waitFor();
  });

  it("lets whoever has an account join with its password, and asks for no name", async () => {
    const { page: at } = theirs;
    await at.getByText("You have an account with this address.").waitFor();
    expect(await at.getByLabel("Your name").count()).toBe(0);
    await at.getByLabel("Password").fill("not my password");
    await at.getByRole("button", { name: "Sign in and join" }).click();
    await at.getByText("This is not the password of your account.").waitFor();
    expect(theirs.takeComplaints(/status of 401/)).toBe(1);
    expect(await axeFindings(at)).toEqual([]);
    await at.getByLabel("Password").fill(PASSWORD);
    await at.keyboard.press("Enter");
    await at.getByRole("button", { name: /^Organization: Elsewhere/ }).waitFor();
  });
});

describe("somebody who holds less", () => {
  it("is shown what they may not give, and cannot choose it", async () => {
    const made = await world.api.expect(201, "POST", "/api/v1/roles", {
      name: "Team lead",
      permissions: [
        "members:read",
        "members:invite",
        "roles:read",
        "roles:create",
        "roles:update",
        "jobs:read",
      ],
    });
    const lead = await openDesk(
      world,
      browser,
      await addPerson(world, "lea@example.com", "Lea Lead", String(made.id)),
    );
    await lead.go("/roles/new?from=operator");
    await lead.page.getByText("They were left out.").waitFor();
    // Whoever signs in comes to the overview first, which their role does not show.
    lead.takeComplaints(/status of 403/);
    await lead.page.getByText("46 permissions are locked").waitFor();
    const replay = box("deliveries:replay", lead.page);
    await expect.poll(() => replay.getAttribute("aria-disabled")).toBe("true");
    await replay.focus();
    await lead.page.keyboard.press("Space");
    await replay.click({ force: true });
    await expect.poll(() => replay.isChecked()).toBe(false);
    await lead.page.getByRole("checkbox", { name: "Everything of Operate" }).click();
    await lead.page.getByRole("checkbox", { name: "Everything of Operate" }).click();
    await expect.poll(() => box("jobs:read", lead.page).isChecked()).toBe(true);
    await expect.poll(() => box("jobs:cancel", lead.page).isChecked()).toBe(false);
    expect(await axeFindings(lead.page)).toEqual([]);

    await lead.page.getByRole("link", { name: "Roles" }).first().click();
    await lead.page.getByRole("button", { name: "Leave and lose it" }).click();
    await lead.page.getByRole("link", { name: /Night shift/ }).click();
    await lead.page.getByText(/It allows what you do not hold yourself: .*deliveries:replay/).waitFor();
    expect(await lead.page.getByRole("button", { name: "Delete" }).count()).toBe(0);
    expect(lead.complaints).toEqual([]);
    await lead.context.close();
  });
});

describe("an API key", () => {
  let secret: string;

  it("is made with as little as it needs, shown once, and the call beside it works", async () => {
    await desk.go("/api-keys");
    await page.getByRole("button", { name: "New key" }).click();
    await expect.poll(() => box("events:publish").isChecked()).toBe(true);
    await dialog().getByRole("textbox", { name: "Name" }).fill("Checkout");
    await box("catalogue:read").click();
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Make the key" }).click();
    await dialog().getByText("The key of Checkout").waitFor();
    await dialog().getByRole("button", { name: "Copy the key" }).click();
    secret = await page.evaluate(() => navigator.clipboard.readText());
    const command = (await dialog().getByRole("region", { name: "Try it" }).textContent()) ?? "";
    expect(command).toContain(secret);
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "I have kept it" }).click();
    await row("Checkout")
      .getByText("catalogue:read, events:publish")
      .or(row("Checkout").getByText("events:publish, catalogue:read"))
      .waitFor();
    expect(await page.content()).not.toContain(secret);
    const { stdout } = await run("sh", ["-c", `${command} --silent`]);
    expect(JSON.parse(stdout)).toHaveProperty("items");
  });

  it("does what its scopes say and no more", async () => {
    const program = createApiClient(world.runtime.url, secret);
    await program.expect(202, "POST", "/api/v1/events", {
      type: "order.created",
      payload: { orderId: "o-1" },
    });
    expect((await program.call("GET", "/api/v1/deliveries")).status).toBe(403);
  });

  it("is rotated: the new one works, and the old one as long as it was given", async () => {
    await row("Checkout").getByRole("button", { name: "Actions: Checkout" }).click();
    await page.getByRole("menuitem", { name: "Rotate" }).click();
    await dialog().getByRole("button", { name: "Rotate" }).click();
    await dialog().getByText("The key of Checkout").waitFor();
    const old = secret;
    await dialog().getByRole("button", { name: "Copy the key" }).click();
    secret = await page.evaluate(() => navigator.clipboard.readText());
    expect(secret).not.toBe(old);
    await dialog().getByRole("button", { name: "I have kept it" }).click();
    await page.getByText("Replaced", { exact: true }).waitFor();
    for (const key of [old, secret])
      await createApiClient(world.runtime.url, key).expect(200, "GET", "/api/v1/event-types");
  });

  it("is revoked, says so, and is refused", async () => {
    await row("Checkout").filter({ hasText: "Active" }).getByRole("button").first().click();
    await page.waitForURL(/key=key_/);
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Revoke" }).click();
    const confirm = dialog().filter({ hasText: "Revoke Checkout?" });
    await confirm.getByText("Something used it").waitFor();
    // The list tells it before the answer is there: the button that asked is gone when the question closes.
    await page.route(/\/api-keys\/key_/, async (route) => {
      const response = await route.fetch();
      const asked = page.locator("[role=dialog]").first().locator("button", { hasText: "Revoke" });
      const refetched = async () => {
        await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
        return asked.count();
      };
      await expect.poll(refetched).toBe(0);
      await route.fulfill({ response });
    });
    await confirm.getByRole("button", { name: "Revoke" }).click();
    await page.getByText("Checkout is revoked").waitFor();
    await expect
      .poll(
        async () =>
          (await createApiClient(world.runtime.url, secret).call("GET", "/api/v1/event-types")).status,
      )
      .toBe(401);
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await page.getByRole("button", { name: "All", exact: true }).click();
    await page.getByText("Revoked", { exact: true }).waitFor();
  });

  it("that may only send is tried with an event of one's own types, and alerts nobody", async () => {
    const own = { name: "shift.started", example: { shift: "night" } };
    await world.api.expect(201, "POST", "/api/v1/event-types", own);
    await page.reload();
    await page.getByRole("button", { name: "New key" }).click();
    await dialog().getByRole("textbox", { name: "Name" }).fill("Sender");
    await dialog().getByRole("button", { name: "Make the key" }).click();
    await dialog().getByText("The key of Sender").waitFor();
    const example = dialog().getByRole("region", { name: "Try it" });
    await expect.poll(() => example.textContent()).toContain("shift.started");
    const { stdout } = await run("sh", ["-c", `${await example.textContent()} --silent`]);
    expect(JSON.parse(stdout)).toMatchObject({ duplicate: false });
    await dialog().getByRole("button", { name: "I have kept it" }).click();
  });
});
