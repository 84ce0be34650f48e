/** What the gateway calls in the cage. */
export const SCRIPT_ENTRY = "__gateway_run";

/**
 * Stands behind the tenant's own source, whose lines keep their numbers. It turns what `transform` answers into plain
 * JSON. It runs in the same cage and is no wall: the host checks everything that comes out.
 */
const HARNESS = `
;async function ${SCRIPT_ENTRY}(payload, facts, known) {
  "use strict";
  if (typeof transform !== "function") throw new Error("The script defines no function transform(payload, context).");
  var wanted = [], cancelled = null, made = new WeakSet();
  function mark(value) { made.add(value); return value; }
  var context = {
    event: facts.event, config: facts.config, env: facts.env, target: facts.target,
    cancel: function (reason) { cancelled = { reason: String(reason === undefined ? "" : reason) }; },
    request: function (change) {
      if (change === null || typeof change !== "object") throw new Error("context.request takes { payload, url, method, headers, query }.");
      return mark({ kind: "request", payload: change.payload, url: change.url, method: change.method, headers: change.headers, query: change.query });
    },
    several: function (messages) {
      if (!Array.isArray(messages)) throw new Error("context.several takes a list.");
      return mark({ kind: "several", messages: messages });
    },
    lookup: function (table, key, otherwise) {
      var name = JSON.stringify([String(table), String(key)]);
      if (!Object.prototype.hasOwnProperty.call(known, name)) { wanted.push([String(table), String(key)]); return otherwise; }
      var found = known[name];
      if (found.length > 0) return found[0];
      if (otherwise !== undefined) return otherwise;
      throw new Error("The lookup table " + table + " has no key " + key + ". Give lookup a third value to use instead.");
    }
  };
  function one(value) {
    if (value !== null && typeof value === "object" && made.has(value)) {
      if (value.kind === "several") throw new Error("context.several stands alone.");
      return value;
    }
    return { payload: value };
  }
  function messages(answer) {
    if (answer !== null && typeof answer === "object" && made.has(answer) && answer.kind === "several") return answer.messages.map(one);
    if (answer === undefined) throw new Error("transform answered nothing. Return the new payload, or call context.cancel(reason).");
    return [one(answer)];
  }
  var answer;
  try { answer = await transform(payload, context); }
  catch (error) { if (wanted.length === 0) throw error; }
  if (wanted.length > 0) return { wanted: wanted };
  if (cancelled !== null) return { cancelled: cancelled.reason };
  return { messages: messages(answer) };
}`;

/** The source that the cage is given. */
export function harnessed(source: string): string {
  return source + HARNESS;
}
