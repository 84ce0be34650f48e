import type { Connector } from "#domain/ingress/connector";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { familyOf } from "../standard-webhooks/headers.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyGitlab } from "./verify.ts";

export const gitlab: Connector = {
  manifest: asManifest(metadata),
  verify: verifyGitlab,
  secretNames: () => ["x-gitlab-token"],
  describe(request) {
    const event = jsonOf(request.body);
    return {
      // System hooks of users, groups and projects have only `event_name`.
      type: textAt(event, "object_kind") ?? textAt(event, "event_name"),
      // The signed id, under whichever name the signature was found right. Idempotency-Key is not signed: it counts where
      // nothing is (scheme token). X-Gitlab-Event-UUID is no such id: events that one event causes share it.
      id: headerText(request, `${familyOf(request)}-id`) ?? headerText(request, "idempotency-key"),
      occurredAt: null,
    };
  },
};
