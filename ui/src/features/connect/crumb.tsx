import { organizationId } from "~/api/client.ts";
import { CrumbLink } from "~/components/crumb.tsx";

/** The way back to a list of the organization. */
export function Crumb(props: { readonly path: string; readonly label: string }) {
  return <CrumbLink href={`/o/${organizationId()}${props.path}`} label={props.label} />;
}
