import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from "cockatiel";
import { InstagramError } from "./errors.ts";

/** Where a host cannot be reached so often in a row, it is left alone for a while; then one call tries whether it is back. */
const FAILURES = 5;
const REST_MS = 5_000;

const breakers = new Map<string, CircuitBreakerPolicy>();

/**
 * Makes a call to a host unless that cannot be reached just now: then the call surely had no effect, as if it had been tried. Only
 * what never left counts; a host that answers anything, or too late, is there.
 */
export async function throughBreaker<T>(host: string, call: () => Promise<T>): Promise<T> {
  const breaker = breakers.get(host) ?? makeBreaker();
  breakers.set(host, breaker);
  if (breaker.state === CircuitState.HalfOpen) throw unreached();
  try {
    return await breaker.execute(call);
  } catch (error) {
    throw error instanceof BrokenCircuitError ? unreached() : error;
  }
}

function unreached(): InstagramError {
  return new InstagramError({ kind: "not_sent", key: "not_sent" });
}

function makeBreaker(): CircuitBreakerPolicy {
  const isUnreached = (error: Error) => error instanceof InstagramError && error.kind === "not_sent";
  return circuitBreaker(handleWhen(isUnreached), { halfOpenAfter: REST_MS, breaker: new ConsecutiveBreaker(FAILURES) });
}
