import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Those of axe that look at colours. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** What axe finds on the page as it is now, in both themes, in words that a failing test can show. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
    await settle(page);
    findings.push(...(await judge(page, colorScheme)));
  }
  await page.emulateMedia({ colorScheme: "light" });
  return findings;
}

/** What axe finds in the theme that is shown: every rule in the light, those of colours in the dark. */
export async function judge(page: Page, theme: "light" | "dark"): Promise<readonly string[]> {
  // Legacy is how it judges a page without frames of other hosts, which there are none of: in the page itself, and not in
  // another page that is opened for the verdict each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  // The dark page is the light one in other colours: what else holds was judged there, and takes most of the time.
  if (theme === "dark") axe.withRules(COLOUR_RULES);
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) => `${theme} ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`,
  );
}

/** A colour that is halfway from one theme to the other belongs to neither. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}
