/**
 * The tables as drizzle sees them. The truth is the SQL under migrations/ (STRICT, checks, triggers, which drizzle's
 * generator cannot write); a test compares the two, column by column.
 */
import { customType, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { LeafHash, LeafIndex, RootHash, TreeSize } from "../../../portal/verify/brands.ts";
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import type { AnchorRow } from "../store.ts";
import { plain } from "./bytes.ts";

/** Buffers belong to the driver: they end here. */
const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "blob",
  fromDriver: plain,
});

export const meta = sqliteTable("meta", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
  number: integer("number").unique(),
  mac: bytes("mac"),
});

export const entries = sqliteTable("entries", {
  index: integer("idx").primaryKey().$type<LeafIndex>(),
  entry: bytes("entry").notNull(),
  leafHash: bytes("leaf_hash").notNull().$type<LeafHash>(),
  recordedAt: integer("recorded_at").notNull(),
  dueAt: integer("due_at").notNull(),
  mac: bytes("mac"),
});

export const subjects = sqliteTable("subjects", {
  subject: text("subject").primaryKey(),
  referenceMac: bytes("reference_mac").unique(),
  createdAt: integer("created_at").notNull(),
  number: integer("number").unique(),
  mac: bytes("mac"),
});

export const records = sqliteTable("records", {
  index: integer("idx").primaryKey().$type<LeafIndex>(),
  id: text("id").notNull(),
  version: integer("version").notNull(),
  kind: text("kind").notNull(),
  subject: text("subject").notNull(),
  retentionClass: text("retention_class").notNull().$type<RetentionClass>(),
  expiry: text("expiry").notNull(),
  sealed: bytes("sealed").notNull(),
  contentMac: bytes("content_mac").notNull(),
});

export const idempotency = sqliteTable("idempotency", {
  keyMac: bytes("key_mac").primaryKey(),
  bodyMac: bytes("body_mac").notNull(),
  outcome: text("outcome").notNull(),
  id: text("id").notNull(),
  version: integer("version").notNull(),
  recordedAt: integer("recorded_at").notNull(),
  number: integer("number").unique(),
  mac: bytes("mac"),
});

export const checkpoints = sqliteTable("checkpoints", {
  size: integer("size").primaryKey().$type<TreeSize>(),
  root: bytes("root").notNull().$type<RootHash>(),
  note: text("note").notNull(),
  sealedAt: integer("sealed_at").notNull(),
  number: integer("number").unique(),
  mac: bytes("mac"),
});

export const anchors = sqliteTable("anchors", {
  size: integer("size").primaryKey().$type<TreeSize>(),
  state: text("state").notNull().$type<AnchorRow["state"]>(),
  transaction: text("transaction_hash"),
  nonce: integer("nonce"),
  block: integer("block"),
  blockHash: text("block_hash"),
  blockTime: integer("block_time"),
  gasUsed: integer("gas_used"),
  updatedAt: integer("updated_at").notNull(),
  previousSize: integer("previous_size"),
  gasPrice: integer("gas_price"),
  mac: bytes("mac"),
});

export const counters = sqliteTable("counters", {
  name: text("name").primaryKey(),
  value: integer("value").notNull(),
  mac: bytes("mac").notNull(),
});

export const standings = sqliteTable("standings", {
  key: bytes("key").primaryKey(),
  subject: text("subject").notNull(),
  index: integer("idx").notNull().$type<LeafIndex>(),
  sealed: bytes("sealed").notNull(),
  number: integer("number").notNull().unique(),
  mac: bytes("mac").notNull(),
});

export const cosignatures = sqliteTable(
  "cosignatures",
  {
    size: integer("size").notNull().$type<TreeSize>(),
    vkey: text("vkey").notNull(),
    line: text("line").notNull(),
    number: integer("number").notNull().unique(),
    mac: bytes("mac").notNull(),
  },
  ({ size, vkey }) => [primaryKey({ columns: [size, vkey] })],
);
