import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Debian's Chromium. @throws with what to do when it is not there. */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `There is no ${CHROMIUM}. Install it (apt-get install chromium), or name one in CHROMIUM.`,
    );
  }
  return chromium.launch({
    executablePath: CHROMIUM,
    // Without these it looks Google's hosts up at every start.
    args: [
      "--no-sandbox",
      // A container gives 64 MB of it, and a page that needs more dies.
      "--disable-dev-shm-usage",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
    ],
  });
}
