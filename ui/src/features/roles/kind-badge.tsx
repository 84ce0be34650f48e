import { Badge } from "~/components/badge.tsx";
import { text } from "~/text/index.ts";
import type { Role } from "./role-queries.ts";

export type RoleKind = keyof typeof text.roles.kinds;

export function kindOf(role: Role): RoleKind {
  return role.inherited ? "inherited" : role.kind;
}

export function KindBadge(props: { readonly role: Role }) {
  const tone = () => (kindOf(props.role) === "custom" ? "accent" : "neutral");
  return <Badge tone={tone()}>{text.roles.kinds[kindOf(props.role)]}</Badge>;
}
