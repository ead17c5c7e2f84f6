import { type Complaint, fieldComplaint } from "../complaint.ts";
import type { Tally } from "../tally.ts";
import { BadAnswer, type LineAnswer, type LineProblem, type Outcome } from "./answer.ts";
import type { PostLines } from "./client.ts";
import { addressed, type Parcel } from "./parcel.ts";
import { type Patience, postPatiently } from "./patience.ts";
import { type CustomerRef, type Found, Subjects } from "./subjects.ts";

export interface Delivery {
  readonly post: PostLines;
  readonly patience: Patience;
  readonly tally: Tally;
  readonly onComplaint: (complaint: Complaint) => void;
  /** After each answer of the server. */
  readonly onProgress: () => void;
}

export type Deliver = (parcels: readonly Parcel[]) => Promise<void>;

const COUNTED: Readonly<Record<Outcome, "stored" | "unchanged" | "equalsEarlier" | "older">> = {
  stored: "stored",
  unchanged: "unchanged",
  equals_earlier: "equalsEarlier",
  older: "older",
};

/** Finds the subjects of a chunk of records, sends the records in their order, counts what became of each. */
export function deliverer(delivery: Delivery): Deliver {
  const { post, patience, onProgress } = delivery;
  const subjects = new Subjects(async (lines) =>
    (await postPatiently(post, "/v1/subjects", lines, patience)).map(foundBy),
  );
  return async (parcels) => {
    const wanted = new Map<string, CustomerRef>();
    for (const { key, customer } of parcels) wanted.set(key, customer);
    const found = await subjects.find(wanted);
    const ready: Parcel[] = [];
    const lines: string[] = [];
    for (const each of parcels) {
      const who = found.get(each.key);
      if (who === undefined) throw new BadAnswer();
      if (who.ok) {
        ready.push(each);
        lines.push(addressed(each, who.subject));
      } else refuse(delivery, each, who.problem);
    }
    if (lines.length > 0) {
      const answers = await postPatiently(post, "/v1/records?insist=false", lines, patience);
      ready.forEach((each, at) => {
        settle(delivery, each, answers[at]);
      });
    }
    onProgress();
  };
}

function foundBy(answer: LineAnswer): Found {
  if (answer.type === "subject") return { ok: true, subject: answer.subject };
  if (answer.type === "problem") return { ok: false, problem: answer.problem };
  throw new BadAnswer();
}

function settle(delivery: Delivery, parcel: Parcel, answer: LineAnswer | undefined): void {
  if (answer?.type === "problem") refuse(delivery, parcel, answer.problem);
  else if (answer?.type !== "record") throw new BadAnswer();
  else if (answer.outcome === "stored" && answer.version > 1) delivery.tally.newVersions++;
  else delivery.tally[COUNTED[answer.outcome]]++;
}

function refuse({ tally, onComplaint }: Delivery, parcel: Parcel, problem: LineProblem): void {
  tally.refused++;
  if (problem.errors.length === 0) {
    onComplaint(fieldComplaint(parcel, undefined, { message: problem.message }));
  }
  for (const { field, message } of problem.errors) {
    onComplaint(fieldComplaint(parcel, field, { message: message || problem.message }));
  }
}
