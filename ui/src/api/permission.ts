import type { components } from "./openapi.d.ts";

/** `feature:action`, one of the gateway's 52. */
export type Permission = components["schemas"]["Permission"];
