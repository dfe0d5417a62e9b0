import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** Moments carry milliseconds, as Instagram's do; Postgres keeps microseconds, which a Date would lose on the way back. */
export const moment = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });

export const primaryId = () => uuid().primaryKey().defaultRandom();

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** A transaction id: 64 bits, so text on our side. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });
