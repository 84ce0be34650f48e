import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Person, World } from "./world.ts";

/** Somebody who sits in front of the dashboard, signed in. */
export interface Desk {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the console and the page complained of: an error there is a defect even where nobody sees it. */
  readonly complaints: readonly string[];
  /** Takes complaints that a test provoked off the list, and says how many there were. */
  takeComplaints(about: RegExp): number;
  /** To a place below the organization: "/deliveries?status=held". */
  go(place: string): Promise<void>;
}

export async function openDesk(world: World, browser: Browser, person: Person = world.owner): Promise<Desk> {
  const desk = await openBrowserAt(browser, `${world.dashboardUrl}/o/${world.orgId}`);
  const { page } = desk;
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("#content").waitFor();
  return desk;
}

/** Before anybody signed in. */
export async function openBrowserAt(browser: Browser, home: string): Promise<Desk> {
  const context = await browser.newContext({
    viewport: { width: 1_440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(home);
  return {
    page,
    context,
    complaints,
    takeComplaints: (about) => {
      const rest = complaints.filter((complaint) => !about.test(complaint));
      return complaints.splice(0, complaints.length, ...rest).length - rest.length;
    },
    go: async (place) => void (await page.goto(home + place)),
  };
}
