import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient, Json } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";
