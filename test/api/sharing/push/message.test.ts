/** Messages against the vectors of docs/FORMAT.md §19.1: text and identifier. */
import { describe, expect, it } from "vitest";
import { formatTime } from "../../../../api/core/clock.ts";
import {
  MESSAGE_TYPES,
  type MessageType,
  messageId,
  messageOf,
  typeOf,
} from "../../../../api/sharing/push/message.ts";
import { allMessageVectors } from "../../../../scripts/vectors/messages/all.ts";
import { readVectors } from "../../../helpers/vectors.ts";

interface Vector {
  readonly organization: string;
  readonly id: string;
  readonly body: string;
}
interface Data {
  readonly agreement: string;
  readonly version: number;
  readonly purpose: string | null;
  readonly subject: string | null;
  readonly reason: string | null;
  readonly record: string | null;
  readonly recordVersion: number | null;
  readonly index: number | null;
  readonly occurredAt: string | null;
  readonly deleteBy: string | null;
  readonly acknowledgeBy: string | null;
}

const vectors = readVectors<Vector>("messages");
const at = (time: string | null) => (time === null ? null : Date.parse(time));
const aboutOf = ({ organization, body }: Vector) => {
  const { type, timestamp, data } = JSON.parse(body) as {
    type: MessageType;
    timestamp: string;
    data: Data;
  };
  const { record, recordVersion, index, occurredAt, deleteBy, acknowledgeBy, ...rest } = data;
  return {
    ...{ ...rest, type, organization },
    record: record === null ? null : { id: record, version: recordVersion as number },
    cause: { index, occurredAt, time: Date.parse(timestamp) },
    ...{ deleteBy: at(deleteBy), acknowledgeBy: at(acknowledgeBy) },
  };
};

describe("messages", () => {
  it("have vectors that are those of the generator, of every type but tests", () => {
    expect(vectors.map(([name]) => `${name}.json`).sort()).toEqual(
      [...allMessageVectors().keys()].sort(),
    );
    const types = new Set(vectors.map(([, vector]) => aboutOf(vector).type));
    expect([...types, "webhook.test"].sort()).toEqual([...MESSAGE_TYPES].sort());
  });

  it.each(vectors)("%s has this text and this id", (_, vector) => {
    const about = aboutOf(vector);
    const message = messageOf(about);
    expect([message.id, message.body]).toEqual([vector.id, vector.body]);
    expect(message.body.length).toBeLessThan(8_192);
  });

  it.each(vectors)("%s has another id in whatever tells messages apart", (_, vector) => {
    const about = aboutOf(vector);
    const { cause } = about;
    const changes = [
      ...[{ organization: "x" }, { agreement: "x" }, { purpose: "x" }, { subject: "x" }],
      { cause: { ...cause, index: (cause.index ?? 0) + 1 } },
      { record: { id: "x", version: 9 } },
      { type: "webhook.test" as const },
      ...(cause.index === null ? [{ cause: { ...cause, time: cause.time + 1 } }] : []),
    ];
    const ids = changes.map((change) => messageId({ ...about, ...change }));
    expect(new Set([vector.id, ...ids]).size).toBe(changes.length + 1);
    // When it was concluded by an entry, the entry alone says which it is.
    if (cause.index !== null)
      expect(messageId({ ...about, cause: { ...cause, time: 0 } })).toBe(vector.id);
    expect(formatTime(cause.time)).toBe(JSON.parse(vector.body).timestamp);
  });
});

it.each([
  ["consent_withdrawn", "consent.withdrawn"],
  ["consent_refused", "consent.withdrawn"],
  ["consent_expired", "consent.expired"],
  ["consent_not_covered", "consent.ended"],
  ["consent_purpose_retired", "consent.ended"],
  ["purpose", "consent.ended"],
  ["erased", "person.erased"],
  ["damaged", "consent.ended"],
] as const)("%s is told as %s", (reason, type) => {
  expect(typeOf(reason)).toBe(type);
});
