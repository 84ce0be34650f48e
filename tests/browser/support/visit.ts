import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Stage, Viewer } from "./stage.ts";
import { addressOf, type View } from "./views.ts";

/** Somebody who goes from view to view, and what the browser complained of on the way. */
export interface Visitor {
  readonly page: Page;
  /** Since it was last asked: errors of the console and the page, and requests to other hosts. */
  takeComplaints(): readonly string[];
}

/** Pages of each kind of viewer: as many as are looked at at once, opened when they are first wanted. */
export function createVisitors(
  browser: Browser,
  stage: Stage,
): {
  /** Lends a page of theirs. */
  as: (by: Viewer, look: (visitor: Visitor) => Promise<void>) => Promise<void>;
  close: () => Promise<void>;
} {
  const idle = new Map<Viewer, Visitor[]>();
  const contexts: BrowserContext[] = [];
  const open = async (by: Viewer): Promise<Visitor> => {
    const context = await browser.newContext({
      viewport: { width: 1_440, height: 900 },
      reducedMotion: "reduce",
    });
    contexts.push(context);
    return enter(await context.newPage(), stage, by);
  };
  return {
    async as(by, look) {
      const visitor = idle.get(by)?.pop() ?? (await open(by));
      try {
        await look(visitor);
      } finally {
        idle.set(by, [...(idle.get(by) ?? []), visitor]);
      }
    },
    close: async () => void (await Promise.all(contexts.map((context) => context.close()))),
  };
}

async function enter(page: Page, stage: Stage, by: Viewer): Promise<Visitor> {
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  const expected = by === "support" ? REFUSED : NOT_THERE;
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text()))
      complaints.push(`console: ${message.text()}`);
  });
  const host = new URL(stage.world.dashboardUrl).host;
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.host !== host)
      complaints.push(`asked another host: ${url.host}`);
  });
  const person = stage.people[by];
  if (person !== null) {
    await page.goto(`${stage.world.dashboardUrl}/sign-in`);
    await page.getByLabel("E-mail address").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("#content").waitFor();
  }
  return { page, takeComplaints: () => complaints.splice(0) };
}

/**
 * Chromium reports every refusal. Asking for a record that is not there is part of a view, and of somebody who may not
 * see a view it is the gateway that says so.
 */
const NOT_THERE = /Failed to load resource: .*status of 404/;
const REFUSED = /Failed to load resource: .*status of 40[34]/;

/** To a view, until all of it is there. */
export async function visit(page: Page, view: View, stage: Stage): Promise<void> {
  await page.goto(addressOf(view, stage));
  await settled(page);
  if (view.open !== undefined) {
    await view.open(page);
    await settled(page);
  }
}

/** A heading, nothing that is still loading, and every font and animation at its end. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
  await page.waitForFunction(() => document.querySelector(".animate-pulse") === null);
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

export async function showTheme(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
}

/** By how many pixels the page can be pushed sideways. */
export async function sidewaysBy(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
