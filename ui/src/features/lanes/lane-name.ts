import { text } from "~/text/index.ts";
import type { BlockedLane } from "./use-blocked-lanes.ts";

const words = text.lanes.key;

/** What a lane is called: its value where it has one, else why it has none. `path` is the order's key. */
export function laneName(key: BlockedLane["key"], path: string | null): string {
  switch (key.kind) {
    case "value":
      return key.value === "" ? words.empty : key.value;
    case "missing":
      return words.missing(path ?? "");
    case "hashed":
      return words.hashed;
    case "whole":
      return words.whole;
  }
}
