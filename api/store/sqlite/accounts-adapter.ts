import { drizzleAdapter } from "better-auth/adapters/drizzle";
import type Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { accountsSchema } from "./accounts-schema.ts";

/** What better-auth reads and writes accounts through. */
export const accountsAdapter = (client: Database.Database) =>
  drizzleAdapter(drizzle(client, { schema: accountsSchema }), {
    provider: "sqlite",
    schema: accountsSchema,
    // Its transactions are asynchronous, better-sqlite3's are not; what must be atomic here is one statement.
    transaction: false,
  });
