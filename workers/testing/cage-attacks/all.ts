import type { Attack } from "./attack.ts";
import { ESCAPES } from "./escapes.ts";
import { MEMORY_BOMBS } from "./memory-bombs.ts";
import { TIME_BOMBS } from "./time-bombs.ts";

export const ATTACKS: readonly Attack[] = [...TIME_BOMBS, ...MEMORY_BOMBS, ...ESCAPES];
