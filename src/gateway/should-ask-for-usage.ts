import type { Provider } from "../providers/provider.ts";
import type { ReceivedCall } from "./call.ts";

/** A stream without usage cannot be priced, so the gateway asks for it where the caller did not. */
export function shouldAskForUsage(call: ReceivedCall, provider: Provider): boolean {
  if (!call.reading.stream || !provider.acceptsStreamOptions || call.body.kind !== "json") return false;
  return call.dialect.askForUsage(call.body.json) !== undefined;
}
