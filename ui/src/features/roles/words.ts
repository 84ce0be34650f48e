import { text } from "~/text/index.ts";
import { actionOf, resourceOf } from "./arrange-permissions.ts";

const { resources, verbs } = text.roles;

/** What is newer than the dictionary is called as the gateway calls it. */
export function resourceLabel(resource: string): string {
  return resources[resource as keyof typeof resources] ?? resource;
}

export function verbLabel(permission: string): string {
  const action = actionOf(permission);
  return verbs[action as keyof typeof verbs] ?? action;
}

/** "API keys: Rotate" */
export function permissionLabel(permission: string): string {
  return `${resourceLabel(resourceOf(permission))}: ${verbLabel(permission)}`;
}
