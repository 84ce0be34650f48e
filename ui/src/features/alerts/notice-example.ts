/** The body that a receiver of notices gets, as docs/alerts.md describes it. */
export const NOTICE_EXAMPLE = JSON.stringify({
  alertId: "alr_…",
  state: "raised",
  kind: "health_score",
  rule: { id: "alrule_…", name: "Low health" },
  subject: { kind: "integration", id: "int_…", name: "Shop" },
  detail: "Its health score is 41.5, below 60.",
  value: 41.5,
  occurrences: 1,
  openedAt: "2026-11-26T01:00:00.000Z",
  resolvedAt: null,
});
