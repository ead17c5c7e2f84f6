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
import { testMessage } from "../../../../api/sharing/push/send/test-message.ts";
import { allMessageVectors } from "../../../../scripts/vectors/messages/all.ts";
import { seededRandom } from "../../../helpers/repeatable.ts";
import { readVectors } from "../../../helpers/vectors.ts";

interface Vector {
  readonly organization: string;
  readonly id: string;
  readonly body: string;
}
interface Data {
  readonly agreement: string | null;
  readonly version: number | null;
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
/** Of all but tests the identifier follows from what they tell. */
const following = vectors.filter(([, { body }]) => JSON.parse(body).type !== "webhook.test");
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
  it("have vectors that are those of the generator, of every type", () => {
    expect(vectors.map(([name]) => `${name}.json`).sort()).toEqual(
      [...allMessageVectors().keys()].sort(),
    );
    const types = new Set(vectors.map(([, vector]) => aboutOf(vector).type));
    expect([...types].sort()).toEqual([...MESSAGE_TYPES].sort());
  });

  it.each(vectors)("%s has this text and this id", (_, vector) => {
    const about = aboutOf(vector);
    const isTest = about.type === "webhook.test";
    const message = isTest ? messageOf(about, vector.id) : messageOf(about);
    expect([message.id, message.body]).toEqual([vector.id, vector.body]);
    expect(message.body.length).toBeLessThan(8_192);
  });

  it("of a test is what is sent, and has a random id", () => {
    const [, vector] = vectors.find(([, { body }]) => JSON.parse(body).type === "webhook.test")!;
    const { time } = aboutOf(vector).cause;
    const [one, other] = ["a", "b"].map((seed) =>
      testMessage(vector.organization, time, seededRandom(seed)),
    );
    expect([one!.body, one!.agreement, one!.version]).toEqual([vector.body, "", 0]);
    expect(one!.id).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(one!.id).not.toBe(other!.id);
  });

  it.each(following)("%s has another id in whatever tells messages apart", (_, vector) => {
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
