/** An order of about so many KB and a schema like those that people write for one. */
export function validationSample(kilobytes: number): { schemaJson: string; payloadJson: string } {
  const schema = {
    type: "object",
    required: ["orderId", "email", "placedAt", "items"],
    properties: {
      orderId: { type: "string", format: "uuid" },
      email: { type: "string", format: "email" },
      placedAt: { type: "string", format: "date-time" },
      currency: { enum: ["EUR", "USD", "GBP"] },
      items: { type: "array", minItems: 1, items: { $ref: "#/definitions/item" } },
    },
    definitions: {
      item: {
        type: "object",
        required: ["sku", "quantity", "price"],
        additionalProperties: false,
        properties: {
          sku: { type: "string", pattern: "^[A-Z]{3}-\\d{1,6}$" },
          quantity: { type: "integer", minimum: 1 },
          price: { type: "number", exclusiveMinimum: 0 },
          note: { type: "string", maxLength: 200 },
        },
      },
    },
  };
  const item = (n: number) => ({
    sku: `SKU-${n}`,
    quantity: 1 + (n % 9),
    price: 9.99,
    note: "gift wrapping, please",
  });
  const each = JSON.stringify(item(1_000)).length + 1;
  const order = {
    orderId: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    email: "somebody@example.com",
    placedAt: "2026-11-25T20:00:00Z",
    currency: "EUR",
    items: Array.from({ length: Math.max(1, Math.round((kilobytes * 1_024 - 200) / each)) }, (_, n) =>
      item(n),
    ),
  };
  return { schemaJson: JSON.stringify(schema), payloadJson: JSON.stringify(order) };
}
