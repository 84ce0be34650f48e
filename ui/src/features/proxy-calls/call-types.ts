import type { components } from "~/api/openapi.d.ts";

export type ProxyCall = components["schemas"]["ProxyCallSummary"];
export type ProxyCallDetail = components["schemas"]["ProxyCall"];
