import { runLimited } from "./run-limited.ts";

const CONCURRENT = 6;

/** Do it for each, some at a time. One that fails is logged and never stops the others; answers how many failed. */
export async function forEachSafely<Item>(
  part: string,
  items: readonly Item[],
  run: (item: Item) => Promise<unknown>,
): Promise<number> {
  const failures = await runLimited(
    items,
    CONCURRENT,
    () => true,
    async (item) => {
      try {
        await run(item);
        return false;
      } catch (error) {
        console.error(JSON.stringify({ event: "cron.item_failed", part, item, error: String(error) }));
        return true;
      }
    },
  );
  return failures.filter((failed) => failed === true).length;
}
