import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Somebody without a mouse: what they reach, they reach by keys, and they see where they are. */
export interface Keys {
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Over what is there, as one does who corrects a field. */
  replaceBy(text: string): Promise<void>;
  /** Tab, or Shift+Tab, until it has the focus and shows it. */
  tabTo(target: Locator, direction?: "Tab" | "Shift+Tab"): Promise<void>;
  /** It has the focus by itself, and shows it. */
  expectFocus(target: Locator): Promise<void>;
  /** How often a key was pressed so far. */
  count(): number;
}

/** Beyond so many stops nobody goes on. */
const MOST_STOPS = 60;

export function keysOf(page: Page): Keys {
  let pressed = 0;
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      pressed++;
    }
  };
  const type = async (text: string) => {
    await page.keyboard.type(text);
    pressed += text.length;
  };
  const expectFocus = async (target: Locator) => {
    await expect
      .poll(() => focusOn(target), { timeout: 10_000, message: `the focus on ${target}` })
      .toBe("here");
  };
  return {
    press,
    type,
    replaceBy: async (text) => {
      await press("Control+A");
      await type(text);
    },
    tabTo: async (target, direction = "Tab") => {
      await target.waitFor();
      const stops: string[] = [];
      for (let stop = 0; stop < MOST_STOPS; stop++) {
        await press(direction);
        if ((await focusOn(target)) !== "elsewhere") return expectFocus(target);
        stops.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80) ?? ""));
      }
      throw new Error(`${direction} never came to ${target}. It came by:\n${stops.join("\n")}`);
    },
    expectFocus,
    count: () => pressed,
  };
}

/** "unseen": it has the focus, but nothing shows it, or it is out of sight. */
function focusOn(target: Locator): Promise<"here" | "unseen" | "elsewhere"> {
  return target.evaluate((element) => {
    const root = element.getRootNode() as Document | ShadowRoot;
    if (root.activeElement !== element) return "elsewhere";
    // The view as a whole may have it after a navigation: it is where the next Tab begins, and nothing to be pressed.
    if (element.id === "content") return "here";
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const isInSight = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    // An editor shows it on the box around its shadow root.
    const host = root instanceof ShadowRoot ? root.host : element;
    const marks = [element, host].map((marked) => getComputedStyle(marked));
    const isMarked = marks.some(
      ({ outlineStyle, outlineWidth, boxShadow }) =>
        (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none",
    );
    return isInSight && isMarked ? "here" : "unseen";
  });
}
