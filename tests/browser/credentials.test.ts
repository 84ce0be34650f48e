import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { openWorld, type World } from "./support/world.ts";

/** What the gateway signs in with: kept, tested, connected to a provider, and guarded by its use. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let provider: Provider;

beforeAll(async () => {
  world = await openWorld("Credentials");
  provider = await startProvider();
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
  await desk.go("/credentials");
});
afterAll(async () => {
  await browser?.close();
  await provider?.close();
  await world?.close();
});
afterEach(() => expect(desk.complaints).toEqual([]));

interface Provider {
  readonly url: string;
  /** Its token endpoint. */
  refuse(isRefusing: boolean): void;
  /** Its person says no; null: yes. */
  decline(code: string | null): void;
  close(): Promise<void>;
}

/** An authorization server whose user agrees to everything, unless told otherwise. */
async function startProvider(): Promise<Provider> {
  let isRefusing = false;
  let declined: string | null = null;
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://x");
    if (url.pathname === "/authorize") {
      const back = new URL(url.searchParams.get("redirect_uri") ?? "");
      if (declined === null) back.searchParams.set("code", "a-code");
      else back.searchParams.set("error", declined);
      back.searchParams.set("state", url.searchParams.get("state") ?? "");
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    request.resume().on("end", () => {
      response.writeHead(isRefusing ? 401 : 200, { "content-type": "application/json" }).end(
        JSON.stringify(
          isRefusing
            ? { error: "invalid_client" }
            : {
                access_token: "an-access-token",
                token_type: "Bearer",
                expires_in: 3_600,
                refresh_token: "r",
              },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (next) => {
      isRefusing = next;
    },
    decline: (code) => {
      declined = code;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const dialog = () => page.getByRole("dialog");

async function begin(kind: string, name: string): Promise<void> {
  await desk.go("/credentials");
  await page.getByRole("button", { name: "New credential" }).first().click();
  await dialog().getByRole("textbox", { name: "Name" }).first().fill(name);
  await dialog().getByRole("button", { name: /^Kind/ }).click();
  await page.getByRole("option", { name: kind }).click();
}

/** In its own tab, as the dialog opens it. */
async function openProvider(): Promise<Page> {
  const [opened] = await Promise.all([
    desk.context.waitForEvent("page"),
    dialog().getByRole("link", { name: "Open the provider" }).click(),
  ]);
  return opened;
}

describe("a credential", () => {
  it("is made by a form of its kind, and its secret is never in a page again", async () => {
    await page.getByText("No credentials yet").waitFor();
    await begin("User and password", "ERP");
    await dialog().getByLabel("User name").fill("gateway");
    await dialog()
      .getByLabel(/^Password/)
      .fill("a very secret password");
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Make the credential" }).click();
    await page.getByRole("heading", { name: "ERP", level: 1 }).waitFor();
    await page.getByText(/•••• ?\S* is kept/).waitFor();
    expect(await page.content()).not.toContain("a very secret password");
    await expect.poll(() => page.getByLabel(/^Password/).inputValue()).toBe("");
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is changed without its secret, and says what is wrong at the field", async () => {
    await page.getByLabel("User name").fill("an:other");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("A user name has no colon").waitFor();
    expect(desk.takeComplaints(/status of 422/)).toBe(1);
    await page.getByLabel("User name").fill("another");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Saved. What waited for it goes out.").waitFor();
    const { items } = await world.api.expect(200, "GET", "/api/v1/credentials");
    expect((items as { config: { username: string } }[])[0]?.config.username).toBe("another");
  });

  it("with nothing to fetch says so when it is tested", async () => {
    await page.getByRole("button", { name: "Test" }).click();
    await dialog().getByText("There is nothing to fetch").waitFor();
    await dialog().getByRole("button", { name: "Close" }).last().click();
  });

  it("names what should be improved", async () => {
    await begin("HMAC signature", "Old shop");
    await dialog().getByLabel("Header of the signature").fill("X-Sig");
    await dialog().getByRole("button", { name: "Make one" }).click();
    await dialog()
      .getByRole("button", { name: /^Hash algorithm/ })
      .click();
    await page.getByRole("option", { name: "sha1" }).click();
    await dialog().getByRole("button", { name: "Make the credential" }).click();
    await page.getByText("Works, but should be improved").waitFor();
    await desk.go("/credentials");
    await page.locator("[data-index]", { hasText: "Old shop" }).getByText("1 warning").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe("an OAuth credential", () => {
  it("is connected at its provider, and turns green when one comes back", async () => {
    await begin("OAuth authorization code", "Shop");
    // The provider gives a client id to whoever has registered this: it is needed first.
    await dialog().getByText(`${world.dashboardUrl}/oauth/callback`).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByLabel("Authorization endpoint").fill(`${provider.url}/authorize`);
    await dialog().getByLabel("Token endpoint").first().fill(`${provider.url}/token`);
    await dialog().getByLabel("Client id").fill("gateway");
    await dialog().getByLabel("Client secret").fill("client secret of the shop");
    await dialog().getByRole("button", { name: "Make the credential" }).click();
    await page.getByText("Needs to be connected").first().waitFor();

    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await dialog().getByText(`${world.dashboardUrl}/oauth/callback`).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const opened = await openProvider();
    await opened.getByText("The credential is connected to its provider").waitFor();
    await opened.close();
    await dialog().getByText("what waited for it goes out").waitFor();
    await dialog().getByRole("button", { name: "Done" }).click();
    await page.getByText("Ready", { exact: true }).first().waitFor();
  });

  it("says what the provider said when it did not agree, there and on the page that waits", async () => {
    provider.decline("access_denied");
    await page.getByRole("button", { name: "Connect again" }).click();
    const opened = await openProvider();
    await opened.getByRole("heading", { name: "Not connected" }).waitFor();
    await opened.getByText("You can close this tab.").waitFor();
    await dialog().getByText("The provider did not agree").waitFor();
    await dialog()
      .getByText(/access_denied/)
      .waitFor();
    expect(await dialog().getByText("Waiting for you to come back").count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    // What was ready stays so.
    await page.getByText("Ready", { exact: true }).first().waitFor();

    await opened.getByRole("link", { name: "Back to the credential" }).click();
    await opened.getByRole("heading", { name: "Shop", level: 1 }).waitFor();
    await opened.close();
    provider.decline(null);
    await dialog().getByRole("button", { name: "Begin again" }).click();
    const again = await openProvider();
    await again.getByText("The credential is connected to its provider").waitFor();
    await again.close();
    await dialog().getByText("Connected", { exact: true }).waitFor();
    await dialog().getByRole("button", { name: "Done" }).click();
    await page.getByText("The provider did not agree").waitFor({ state: "detached" });
  });

  it("says so, too, when the provider's answer is of no use", async () => {
    provider.refuse(true);
    await page.getByRole("button", { name: "Connect again" }).click();
    const opened = await openProvider();
    await opened.getByText("The provider's answer could not be used").waitFor();
    await opened.close();
    await dialog().getByText("The provider's answer could not be used").waitFor();
    await dialog()
      .getByText(/401 \(invalid_client\)/)
      .waitFor();
    provider.refuse(false);
    await dialog().getByRole("button", { name: "Close" }).last().click();
    // Whoever comes later sees it as well.
    await page.reload();
    await page.getByText("The provider's answer could not be used").waitFor();
  });

  it("shows when its token ends, as a distance and as a moment", async () => {
    await desk.go("/credentials");
    const row = page.locator("[data-index]", { hasText: "Shop" }).filter({ hasText: "OAuth" });
    await row
      .getByText(/^in 5\dm|in 60m|in 1h/)
      .filter({ visible: true })
      .waitFor();
    await row.getByText(/\d{4}, \d\d:\d\d:\d\d/).waitFor();
    // On a phone, too: it is what one looks for.
    const size = page.viewportSize() ?? { width: 1_440, height: 900 };
    await page.setViewportSize({ width: 390, height: 844 });
    await page
      .locator("[data-index]")
      .getByText(/Token ends in/)
      .waitFor();
    await page.setViewportSize(size);
    await row.getByRole("link").click();
    await page.getByRole("button", { name: "Test" }).click();
    await dialog().getByText("The provider gave a token", { exact: true }).waitFor();
    await dialog().getByRole("button", { name: "Close" }).last().click();
  });

  it("that its provider refuses says so, and is connected again", async () => {
    provider.refuse(true);
    await page.getByRole("button", { name: "Test" }).click();
    await dialog().getByText("The provider refused", { exact: true }).waitFor();
    await dialog().getByRole("button", { name: "Close" }).last().click();
    await page
      .getByText(/Needs to be connected|Refused by its provider/)
      .first()
      .waitFor();
    provider.refuse(false);
    await page.getByRole("button", { name: /^Connect/ }).click();
    const opened = await openProvider();
    await opened.getByText("The credential is connected to its provider").waitFor();
    await dialog().getByText("Connected", { exact: true }).waitFor();
    await dialog().getByRole("button", { name: "Done" }).click();
  });

  it("is not deleted while an integration uses it, and then is", async () => {
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const made = await world.api.expect(201, "POST", "/api/v1/integrations", {
      name: "Shop sync",
      url: `${world.targets.url}/shop`,
      eventTypes: ["*"],
      credentialId: id,
    });
    await page.reload();
    await page.getByRole("link", { name: "Shop sync" }).waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await dialog().getByText("It is in use").waitFor();
    await expect.poll(() => dialog().getByRole("button", { name: "Delete" }).isDisabled()).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await world.api.expect(200, "PATCH", `/api/v1/integrations/${made.id}`, { credentialId: null });
    await page.reload();
    await page.getByText("No integration uses it.").waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await dialog().getByRole("button", { name: "Delete" }).click();
    await page.getByText("Shop was deleted").waitFor();
    await expect.poll(() => page.locator("[data-index]").count()).toBe(2);
  });
});
