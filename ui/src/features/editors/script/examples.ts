/** What a script begins as. It is code, and stays as it is in every language of the dashboard. */
export const STARTER = `function transform(payload, context) {
  return payload;
}
`;

export const EXAMPLES = [
  {
    key: "rename",
    source: `function transform(payload, context) {
  const { customer, ...rest } = payload;
  return {
    ...rest,
    customerName: customer,
    source: context.config.tenantName,
    sentAt: context.event.acceptedAt,
  };
}
`,
  },
  {
    key: "skip",
    source: `function transform(payload, context) {
  if (payload.test) return context.cancel("a test order");
  if (!payload.email) {
    console.warn("no e-mail address", payload.customerId);
    return context.cancel("nobody to write to");
  }
  return payload;
}
`,
  },
  {
    key: "several",
    source: `function transform(payload, context) {
  const items = payload.items ?? [];
  if (items.length === 0) return context.cancel("an order without items");
  return context.several(
    items.map((item) =>
      context.request({
        payload: { order: payload.orderId, ...item },
        url: context.target.url + "/" + encodeURIComponent(item.sku),
        method: "PUT",
      }),
    ),
  );
}
`,
  },
  {
    key: "lookup",
    source: `function transform(payload, context) {
  // The third value stands in for a key that the table does not have.
  const country = context.lookup("countries", payload.country, "unknown");
  return { ...payload, country };
}
`,
  },
  {
    key: "headers",
    source: `function transform(payload, context) {
  return context.request({
    payload,
    headers: { "x-event-type": context.event.type },
    query: { tenant: context.config.tenantId },
  });
}
`,
  },
] as const;
